import { countDelta, gflopsDelta } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis, Totals } from '../model.ts';
import type { TextEdit } from '../text.ts';
import type { NewError } from './outcome.ts';
import { rowsBefore } from './rowsBefore.ts';

/** What a change breaks: the framework would refuse the file with it, though not for this before. */
export interface Broken {
  /** Where and why, in a few words. */
  readonly brief: string;
  /** The whole sentence about it, which numbers rows as they are after the change. */
  readonly message: string;
  /** Where it breaks; empty where there are no scales. */
  readonly scale: string;
}

/** The sums before and after a change, and what it breaks. */
export interface Effect {
  readonly before: Totals;
  readonly after: Totals;
  readonly breaks?: Broken;
}

/** What a change comes to, in a few words behind its title: what it breaks, else what it adds to the sums; empty where they stay. */
export function effectOf({ before, after, breaks }: Effect): string {
  if (breaks !== undefined) return breaks.brief;
  // Sums over the rows that happen to be known would be compared with sums over others.
  if (!before.complete || !after.complete) return t`the sums are not known`;
  if (before.params === after.params && before.macs === after.macs) return '';
  return `${t`${countDelta(after.params - before.params)} params`}, ${t`${gflopsDelta(after.gflops - before.gflops)} GFLOPs`}`;
}

/** The same where a line must not be empty. */
export function effectLine(effect: Effect): string {
  return effectOf(effect) || t`changes nothing`;
}

/** The first of the errors that a change brings, with its row as it is numbered before. */
export function brokenBy(analysis: Analysis, edits: readonly TextEdit[], [error]: readonly NewError[]): Broken | undefined {
  if (error === undefined) return undefined;
  const { row, rule, message, after } = error;
  const { scale } = analysis;
  const now = row === undefined ? undefined : (rowsBefore(analysis, after, edits)[row] ?? row);
  const place = row === undefined || now === undefined ? '' : t`row ${now} (${after.rows[row]?.module ?? ''})`;
  const why = reasons[rule]?.() ?? message;
  const said = place === '' ? t`breaks the model: ${why}` : t`breaks ${place}: ${why}`;
  const at = (text: string) => (after.scale === scale ? text : t`at scale ${after.scale}: ${text}`);
  return { brief: at(said), message: at(message), scale: after.scale };
}

/** Why, where the sentence of the rule is too long for a title. */
const reasons: Readonly<Record<string, () => string>> = {
  'size-mismatch': () => t`sizes differ`,
  'channel-mismatch': () => t`channels don't fit`,
  groups: () => t`the groups don't divide the channels`,
  'from-out-of-range': () => t`from doesn't fit`,
  'wrong-arguments': () => t`arguments don't fit`,
  'no-channels': () => t`it has no output channels`,
  'text-input': () => t`the text embeddings don't fit`,
  'unknown-module': () => t`no such module`,
  'framework-error': () => t`the framework refuses it`,
  broken: () => t`it gives nothing`,
  'no-head': () => t`no head is last`,
  'head-not-last': () => t`another row is last`,
};
