import { parseDocument } from '../document.ts';
import { Refused } from '../net/refused.ts';
import { trailingComment } from '../refactor/rowText.ts';
import { type Resolution, resolve } from '../resolve/resolution.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import { labelOf } from './labels.ts';
import { mapOf, reached } from './wiring.ts';

/** The classic mistake: rows were put in or taken out, and the numbers that later rows read stayed as they were. */
export interface Shift {
  /** Rows that are new; none where rows were taken out. */
  readonly inserted: readonly number[];
  /** Elements of `from` that mean another row than they say, in the order of the text. */
  readonly moved: readonly { readonly row: number; readonly element: number; readonly written: number; readonly meant: number }[];
  readonly edits: readonly TextEdit[];
}

/** More hypotheses than these are not worth a pause in typing. */
const mostTried = 12;

/**
 * Looks for rows without which the file would have made sense: labels behind rows that are all too small from one row on, or too large, or an
 * attention module whose rows nothing reads, or a head that reads what no head should read. A hypothesis counts where the
 * renumbered file is sound in everything that made this one suspicious.
 */
export function findShift(resolution: Resolution): Shift | undefined {
  const { document, rows, options } = resolution;
  const before = suspicion(resolution);
  if (before === 0 || document.fatal || rows.length < 4 || rows.some(({ number, index }) => number !== index)) return undefined;
  let tried = 0;
  for (const { inserted, old } of hypotheses(resolution)) {
    // Who read the row before new ones means the last of them, in the files of most people; else that row itself.
    for (const behind of [true, false]) {
      const shift = renumbered(resolution, inserted, old, behind);
      if (shift.moved.length === 0 || !sound(rows, shift)) continue;
      if (tried++ >= mostTried) return undefined;
      const text = applyEdits(document.text, shift.edits);
      if (suspicion(resolve(parseDocument(text), options)) === 0) return shift;
    }
  }
  return undefined;
}

/** How much of a resolution looks like rows that were moved: refusals of sizes, rows that nothing reads, a head that reads a joint. */
function suspicion({ rows, built, measured }: Resolution): number {
  let count = rows.length - reached(rows).size;
  for (const [i, row] of rows.entries()) {
    const failures = [
      row.failure,
      ...[built[i], measured[i]].map((one) => (one !== undefined && 'failure' in one ? one.failure : undefined)),
    ];
    if (failures.some((f) => f instanceof Refused && f.part !== 'module' && f.rule !== 'text-input')) count++;
  }
  const head = rows.at(-1);
  if (head?.fromIsList) {
    const maps = head.sources.map((source) => mapOf(built[source])?.[1]);
    count += head.sources.filter((source) => joints.has(rows[source]?.module ?? '')).length;
    count += maps.filter((height, i) => height !== undefined && i > 0 && height >= (maps[i - 1] ?? Number.POSITIVE_INFINITY)).length;
  }
  return count;
}

/** What a head does not read in any sound file: a joint of maps, or one that was only enlarged. */
const joints: ReadonlySet<string> = new Set(['Concat', 'nn.Upsample', 'Upsample']);

/** Modules of which files are made anyway: nobody puts one in alone. */
const ordinary =
  /^(?:Conv|DWConv|Concat|nn\.Upsample|Upsample|C2f|C3|C3k2|SPPF|C2PSA|A2C2f|RepNCSPELAN4|ADown|SCDown|C2fCIB|PSA|HGBlock|HGStem)$/;

interface Hypothesis {
  readonly inserted: readonly number[];
  /** For each number of before, the index that its row has now; nothing for rows that have gone. */
  readonly old: readonly (number | undefined)[];
}

/** What may have been done to the rows, likeliest first. */
function* hypotheses(resolution: Resolution): Generator<Hypothesis> {
  const labelled = fromLabels(resolution);
  if (labelled !== undefined) yield labelled;
  const { length } = resolution.rows;
  for (const inserted of insertions(resolution)) {
    yield { inserted, old: Array.from({ length }, (_, i) => i).filter((i) => !inserted.includes(i)) };
  }
}

/** Sets of rows that may have been put in. */
function* insertions(resolution: Resolution): Generator<readonly number[]> {
  const { rows } = resolution;
  const candidates = rows.filter(({ index, module, sources, definition }) => {
    return index > 0 && index < rows.length - 1 && sources.length === 1 && module !== '' && !ordinary.test(module) && !definition?.isHead;
  });
  // What the framework does not have was put in by somebody; what it has may belong to the file's design.
  const foreign = candidates.filter(({ definition, needsRegistration }) => definition === undefined || needsRegistration);
  if (foreign.length > 0) yield foreign.map(({ index }) => index);
  const names = [...new Set([...foreign, ...candidates].map(({ module }) => module))];
  for (const name of names) {
    const own = candidates.filter(({ module }) => module === name).map(({ index }) => index);
    for (let from = 0; from < own.length; from++) yield own.slice(from);
  }
  if (names.length > 1) yield candidates.map(({ index }) => index);
  for (const { index } of candidates) yield [index];
}

/** What labels say: where they fall back by one more, a row was put in before; where they run ahead, one has gone. */
function fromLabels({ rows, document }: Resolution): Hypothesis | undefined {
  const inserted: number[] = [];
  const old: (number | undefined)[] = [];
  let free: number[] = [];
  let known = 0;
  for (const row of rows) {
    const label = labelOf(trailingComment(document, row.syntax))?.number;
    if (label === undefined) {
      free.push(row.index);
      continue;
    }
    known++;
    const more = old.length + free.length - label;
    if (more > free.length) return undefined;
    const foreign = free.filter((i) => !ordinary.test(rows[i]?.module ?? ''));
    const fresh = more <= 0 ? [] : foreign.length === more ? foreign : free.slice(0, more);
    inserted.push(...fresh);
    for (let gone = more; gone < 0; gone++) old.push(undefined);
    old.push(...free.filter((i) => !fresh.includes(i)), row.index);
    free = [];
  }
  old.push(...free);
  return known >= 3 && old.some((index, i) => index !== i) ? { inserted, old } : undefined;
}

function renumbered({ rows, document }: Resolution, inserted: readonly number[], old: Hypothesis['old'], behind: boolean): Shift {
  const moved: Shift['moved'][number][] = [];
  const edits: TextEdit[] = [];
  for (const row of rows) {
    if (inserted.includes(row.index)) continue;
    const { from } = row.syntax;
    const nodes = from?.kind === 'sequence' ? from.items : from === undefined ? [] : [from];
    for (const [element, node] of nodes.entries()) {
      const written = node.value;
      if (typeof written !== 'number' || written < 0) continue;
      // Who read a row that has gone reads the one before it.
      let meant = written < old.length ? old.slice(0, written + 1).findLast((index) => index !== undefined) : undefined;
      if (meant === undefined) continue;
      while (behind && inserted.includes(meant + 1) && meant + 1 < row.index) meant++;
      if (meant === written || meant >= row.index) continue;
      moved.push({ row: row.index, element, written, meant });
      edits.push({ span: node.span, text: String(meant) });
    }
    const label = labelOf(trailingComment(document, row.syntax));
    if (label !== undefined && label.number !== row.index && old[label.number] === row.index)
      edits.push({ span: label.span, text: String(row.index) });
  }
  return { inserted, moved, edits };
}

/** Everything is read, and the head reads no joint: worth a closer look. */
function sound(rows: readonly ParsedRow[], { moved }: Shift): boolean {
  const after = rows.map((row) => {
    const own = moved.filter((one) => one.row === row.index);
    return own.length === 0
      ? row
      : { ...row, sources: row.sources.map((source, i) => own.find(({ element }) => element === i)?.meant ?? source) };
  });
  const head = after.at(-1);
  return (
    reached(after).size === rows.length && !(head?.fromIsList && head.sources.some((source) => joints.has(rows[source]?.module ?? '')))
  );
}
