import { findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { copyRows } from './copyRows.ts';
import { type NewRow, type Put, recompose } from './recompose.ts';
import type { Change } from './structureChanges.ts';

/** Rows a second time behind themselves: each run of neighbours is copied as a whole, and its copy reads what the run hands on. */
export function duplicateRows(analysis: Analysis, rows: readonly number[]): Change {
  const head = rows.find((row) => findModule(analysis.rows[row]?.module ?? '')?.isHead);
  if (head !== undefined) return { refused: t`row ${head} is the head: a model has one` };
  const put: Put[] = [];
  const ends = new Map<number, NewRow>();
  for (const run of runsOf(rows)) {
    const last = run.at(-1)!;
    const input = analysis.rows[run[0]!]?.sources[0];
    const copies = copyRows(analysis, run, undefined, (source) => (source === input ? last : source));
    if ('refused' in copies) return copies;
    put.push({ behind: last, rows: copies.rows });
    ends.set(last, copies.rows.at(-1)!);
  }
  const found = recompose(analysis, {
    put,
    // The next row goes on with what comes before it; others keep what they read.
    read: (source, { index, from }, element) => (index === source + 1 && from[element] === -1 ? ends.get(source) : undefined),
  });
  if ('refused' in found) return found;
  const [first] = put;
  return put.length === 1 && first !== undefined ? { ...found, row: ('behind' in first ? first.behind : -1) + 1 } : found;
}

/** Rows in order, split where one is left out. */
export function runsOf(rows: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === row - 1) run.push(row);
    else runs.push([row]);
  }
  return runs;
}
