import * as vscode from 'vscode';
import { type Analysis, t } from '../core/index.ts';
import type { ProfileFailure as PanelFailure } from '../panel/protocol.ts';
import type { Probe, ProfileFailure } from '../profiler/protocol.ts';

/** Why a profile ended without a result, and what to do next. */
export function failureFor({ kind, row, message }: ProfileFailure, timeoutSeconds = 0): PanelFailure {
  const place = row === undefined ? {} : { row };
  switch (kind) {
    case 'cancelled':
      return { kind, ...place, message: t`The profile was cancelled.` };
    case 'outOfMemory':
      return {
        kind,
        ...place,
        message: t`The device ran out of memory: ${message}`,
        advice: t`Take a smaller image or scale, or another back end.`,
        actions: ['setImageSize', 'selectScale', 'showLog'],
      };
    case 'timedOut':
      return {
        kind,
        ...place,
        message: t`There was no result within ${timeoutSeconds} seconds.`,
        advice: t`Take a smaller image or a faster back end, or raise the setting ${'yoloArchitect.profiler.timeoutSeconds'}.`,
        actions: ['setImageSize'],
      };
    case 'crashed':
      return {
        kind,
        ...place,
        message: t`What ran the network ended unexpectedly: ${message}`,
        advice: t`The editor is unharmed. Choose another back end, or read the log.`,
        actions: ['showLog'],
      };
    case 'unavailable':
      return { kind, ...place, message, advice: t`Choose another back end.`, actions: ['showLog'] };
  }
}

/** A network with a row that is not known can't run. */
export function unknownRow({ rows }: Analysis): PanelFailure {
  const row = rows.find(({ network }) => network === null);
  return {
    kind: 'unavailable',
    ...(row && { row: row.index }),
    message: row?.contract
      ? t`The network can't run: row ${row.number} (${row.module}) has only a contract, its operations are not known.`
      : row
        ? t`The network can't run: row ${row.index} (${row.module}) is not known.`
        : t`The network can't run: it has no rows.`,
    advice: row?.contract
      ? t`Describe the module by rows in modules.yaml, so that its operations are known.`
      : t`Mend the problems of the file first.`,
    actions: ['showProblems'],
  };
}

/** The back end is not there; without one, none is. */
export function unavailable(probe: Extract<Probe, { readonly available: false }> | Probe | undefined): PanelFailure {
  const known = probe?.available === false ? probe : undefined;
  const untrusted = !vscode.workspace.isTrusted;
  return {
    kind: 'unavailable',
    message: known?.reason ?? t`There is nothing here that can run the network.`,
    advice: untrusted
      ? t`Profiling on this machine starts a process, which needs a trusted workspace. Everything else works without.`
      : (known?.advice ?? t`Choose another back end.`),
    actions: untrusted ? ['trustWorkspace'] : ['showLog'],
  };
}
