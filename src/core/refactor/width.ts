import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { TextEdit } from '../text.ts';
import { outcomeOf } from './outcome.ts';
import type { Change } from './structureChanges.ts';
import { aliasedNodes } from './swap.ts';
import { canonicalName } from './translate.ts';
import { widthArgument, writtenWidth } from './writtenChannels.ts';

/**
 * Gives rows another width, in the file's own numbers, and every row that must follow: modules that need as many output as input
 * channels, other inputs of a sum, numbers of input channels that a row writes itself. What must follow is what the framework
 * refuses otherwise, at any scale.
 */
export function changeWidth(analysis: Analysis, rows: readonly number[], channels: number): Change {
  if (!Number.isInteger(channels) || channels < 1) return { refused: t`a width is a whole number of channels` };
  let written = new Map<number, readonly TextEdit[]>();
  for (const row of rows) {
    const own = ownWidth(analysis, row, channels);
    if (own === undefined) return { refused: t`row ${row} has no argument that says its width` };
    if (own.length > 0) written.set(row, own);
  }
  if (written.size === 0) return { refused: t`nothing is wider or narrower then` };
  for (const _ of analysis.rows) {
    const [error] = outcomeOf(analysis, editsOf(written)).errors;
    const followers = [...written.keys()].filter((row) => !rows.includes(row));
    if (error === undefined) {
      const notes = followers.length === 0 ? [] : [t`rows that must follow: ${followers.sort((a, b) => a - b).join(', ')}`];
      return { edits: editsOf(written), notes, check: () => undefined };
    }
    const next = error.row === undefined ? undefined : mended(analysis, written, error.row, error.after, channels);
    if (next === undefined) return { refused: error.message };
    written = next;
  }
  return { refused: t`what must follow has no end` };
}

/** What is written elsewhere than before, by row. */
type Changes = Map<number, readonly TextEdit[]>;

/** The first change more after which row `row` is no longer refused. */
function mended(analysis: Analysis, written: Changes, row: number, after: Analysis, channels: number): Changes | undefined {
  for (const [other, edits] of candidates(analysis, written, row, after, channels)) {
    const tried = new Map([...written, [other, [...(written.get(other) ?? []), ...edits]]]);
    if (outcomeOf(analysis, editsOf(tried)).errors.every((error) => error.row !== row)) return tried;
  }
  return undefined;
}

/** What could follow at a row that is refused: its own numbers of input channels, its width, the widths of the rows that it reads. */
function* candidates(
  analysis: Analysis,
  written: Changes,
  row: number,
  after: Analysis,
  channels: number,
): Generator<[number, readonly TextEdit[]]> {
  const before = analysis.rows[row] as RowAnalysis;
  const arriving = after.rows[row]?.inputs ?? before.sources.map((source) => after.rows[source]?.outputs?.[0] ?? []);
  // The number that is named as input channels, else all that are equal to them.
  for (const named of [true, false]) {
    const inputs = (before.inputs ?? []).flatMap((shape, i) => {
      const [old, now] = [shape[0], arriving[i]?.[0]];
      return old === undefined || now === undefined || old === now ? [] : numbersOf(analysis, before, old, now, named);
    });
    if (inputs.length > 0 && !overlaps(written.get(row), inputs)) yield [row, inputs];
  }
  const deciding = [row, ...before.sources.map((source) => deciderOf(analysis, source))];
  for (const other of deciding) {
    const width = other === undefined ? undefined : ownWidth(analysis, other, channels);
    if (other !== undefined && width !== undefined && width.length > 0 && !overlaps(written.get(other), width)) yield [other, width];
  }
}

/** Whether some place has been changed already. */
function overlaps(done: readonly TextEdit[] | undefined, edits: readonly TextEdit[]): boolean {
  return done?.some(({ span }) => edits.some((edit) => edit.span.start === span.start)) ?? false;
}

/** The arguments of a row that are just this number; `named`: only the one for input channels. */
function numbersOf(analysis: Analysis, { call, syntax }: RowAnalysis, old: number, now: number, named: boolean): TextEdit[] {
  const found = (call ?? []).filter(
    ({ name, origin, value, written }) =>
      origin === 'file' && value === old && written === undefined && (!named || canonicalName(name) === 'c1'),
  );
  return found.flatMap(({ position }) => (position === undefined ? [] : (numberAt(analysis, syntax, position, now) ?? [])));
}

/** The row whose width decides the channels of what row `from` hands on. */
function deciderOf({ rows }: Analysis, from: number): number | undefined {
  for (let row = rows[from]; row !== undefined; row = rows[row.sources[0] ?? -1]) {
    if (widthArgument(row) !== undefined) return row.index;
    if (row.inputs?.[0]?.[0] !== row.outputs?.[0]?.[0]) return undefined;
  }
  return undefined;
}

/** The edit of a row's width; none where it has that width already. */
function ownWidth(analysis: Analysis, index: number, channels: number): readonly TextEdit[] | undefined {
  const row = analysis.rows[index] as RowAnalysis;
  const argument = widthArgument(row);
  if (argument === undefined || writtenWidth(row) === undefined) return undefined;
  return writtenWidth(row) === channels ? [] : numberAt(analysis, row.syntax, argument.position, channels);
}

function numberAt(analysis: Analysis, syntax: RowAnalysis['syntax'], position: number, value: number): TextEdit[] | undefined {
  const shared = aliasedNodes(analysis);
  const { node, args } = syntax;
  const item = args?.kind === 'sequence' ? args.items[position] : undefined;
  if (item === undefined || [node, args, item].some((part) => part === undefined || part.aliasOf !== undefined || shared.has(part)))
    return undefined;
  return [{ span: item.span, text: String(value) }];
}

function editsOf(written: Changes): TextEdit[] {
  return [...written.values()].flat();
}
