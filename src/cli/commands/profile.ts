import { type Analysis, assemble, t } from '../../core/index.ts';
import { childProcess } from '../../profiler/childProcess.ts';
import { chooseBackend, probeBackends } from '../../profiler/choose.ts';
import { createClient, type ProfilerClient } from '../../profiler/client.ts';
import type { Phase, Precision, ProfileFailure, ProfileResult, RowTiming } from '../../profiler/protocol.ts';
import { exit, Failure } from '../failure.ts';
import { readSource } from '../files.ts';
import { interruptible } from '../interruption.ts';
import type { ModelOptions } from '../options.ts';
import { place, problemLine } from '../problems.ts';
import { profileTable } from '../profileTable.ts';
import { modelAtOneScale } from '../resolve.ts';
import type { Terminal } from '../terminal.ts';

export interface ProfileOptions extends ModelOptions {
  readonly backend: string;
  readonly device?: string;
  readonly precision: Precision;
  readonly runs?: number;
  readonly timeout?: number;
  readonly unfused?: boolean;
}

/** `profile FILE`: runs the network itself; rows as they are measured with `--json`, a table of all otherwise. */
export async function profile(file: string, options: ProfileOptions, terminal: Terminal): Promise<number> {
  const source = readSource(file);
  const analysis = modelAtOneScale(source, options);
  const network = analysis.totals.complete ? assemble(analysis, { fused: !options.unfused }) : undefined;
  if (network === undefined) {
    for (const problem of place(source.text, analysis.problems)) terminal.error(problemLine(source.file, problem, terminal.errorColors));
    const row = analysis.rows.find(({ contract }) => contract);
    terminal.error(
      row === undefined
        ? t`${source.file}: the network can't run: some rows are not known`
        : t`${source.file}: the network can't run: row ${row.number} (${row.module}) has only a contract, its operations are not known`,
    );
    return exit.model;
  }
  return interruptible(async (signal) => {
    const client = createClient(childProcess());
    const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    const chosen = await Promise.race([resolveDevice(client, options, terminal), aborted]);
    if (chosen === undefined) return exit.interrupted;
    const { backend, device } = chosen;
    const { batch } = analysis;
    const { precision, runs, timeout } = options;
    const request = {
      network,
      backend,
      batch,
      precision,
      ...(device === undefined ? {} : { device }),
      ...(runs === undefined ? {} : { runs }),
    };
    const outcome = await client.profile(request, {
      signal,
      onProgress: (phase, row) => showProgress(terminal, network.rows.length, phase, row),
      onRow: (row) => options.json && terminal.json({ event: 'row', ...rowJson(row, analysis) }),
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    });
    terminal.progress(1, 1, '');
    if (signal.aborted || (outcome.kind !== 'done' && outcome.kind === 'cancelled')) return exit.interrupted;
    if (outcome.kind !== 'done') return reportFailure(source.file, outcome, analysis, options, terminal);
    if (options.json) terminal.json(resultJson(source.file, outcome.result, analysis));
    else terminal.out(profileTable(outcome.result, analysis, terminal.colors));
    return exit.fine;
  });
}

/** The back end and the name of its device; `gpu` and `cpu` stand for the first of that kind. */
export async function resolveDevice(
  client: ProfilerClient,
  options: Pick<ProfileOptions, 'backend' | 'device' | 'json'>,
  terminal: Terminal,
): Promise<{ backend: string; device?: string }> {
  const probed = await probeBackends(client, options.backend === 'auto' ? undefined : [options.backend]);
  const wanted = options.device?.toLowerCase();
  const matching = probed.map(({ id, probe }) => {
    if (!probe.available || wanted === undefined) return { id, probe };
    return { id, probe: { ...probe, devices: probe.devices.filter(({ kind, name }) => kind === wanted || name.toLowerCase() === wanted) } };
  });
  const chosen = chooseBackend(matching);
  if (chosen === undefined) {
    const reasons = probed.map(({ id, probe }) =>
      probe.available ? t`${id} has no device ${options.device ?? ''}` : t`${id} is not available: ${probe.reason}`,
    );
    const advice = probed.flatMap(({ probe }) => (probe.available || !probe.advice ? [] : [probe.advice]));
    throw new Failure([...reasons, ...advice].join('\n'), exit.profiler);
  }
  if (options.backend === 'auto' && !options.json) terminal.error(t`back end: ${chosen.id}, on ${chosen.device?.name ?? ''}`);
  return { backend: chosen.id, ...(chosen.device === undefined ? {} : { device: chosen.device.name }) };
}

function showProgress(terminal: Terminal, rows: number, phase: Phase, row = 0): void {
  const stage = { loading: 0, building: 0, warmUp: 1, rows: 2, endToEnd: 3 }[phase];
  const label = {
    loading: t`loading`,
    building: t`building`,
    warmUp: t`warming up`,
    rows: t`measuring rows`,
    endToEnd: t`measuring the whole`,
  }[phase];
  terminal.progress(Math.min(3 * rows - 1, stage * rows + row), 3 * rows, label);
}

function reportFailure(file: string, failure: ProfileFailure, analysis: Analysis, options: ProfileOptions, terminal: Terminal): number {
  const { kind, row, message } = failure;
  if (options.json) terminal.json({ event: 'failure', kind, row: row ?? null, message });
  const at = row === undefined ? undefined : analysis.rows[row];
  const where = at === undefined ? file : `${file}:${at.line}:1`;
  terminal.error(`${where}: ${at === undefined ? '' : `${t`in row ${at.index} (${at.module})`}: `}${message} [profiler-${kind}]`);
  return exit.profiler;
}

function rowJson({ index, module, ms, macs, gflopsPerSecond, bound, ...rest }: RowTiming, { rows }: Analysis): object {
  return { index, module, ms, params: rows[index]?.params ?? null, macs, gflopsPerSecond, bound, ...rest };
}

function resultJson(file: string, result: ProfileResult, analysis: Analysis): object {
  const { device, endToEndMs, endToEndRuns, sumOfRowsMs, rows, ...rest } = result;
  const timings = rows.map((row) => rowJson(row, analysis));
  return { event: 'result', device, endToEndMs, sumOfRowsMs, rows: timings, file, scale: analysis.scale, endToEndRuns, ...rest };
}
