import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { TextEdit } from '../text.ts';
import { duplicateRows } from './duplicate.ts';
import { brokenBy, type Effect } from './effect.ts';
import { insertRows } from './insertRows.ts';
import { addLevel } from './levels.ts';
import { moveRows, shiftRows } from './move.ts';
import { outcomeOf } from './outcome.ts';
import { removeLevel } from './removeLevel.ts';
import { replaceRows } from './replace.ts';
import { type Change, deleteRows } from './structureChanges.ts';
import { changeWidth } from './width.ts';
import { addShortcut, wrapRows } from './wrap.ts';

/** A change of which rows there are; rows are named by their index before it. */
export type StructureRequest =
  /** A row, as in `[-1, 1, CBAM, [7]]`. `readers`: who reads it in place of the row before: the next row's -1, or all that read that row. Behind or before several rows: one each. */
  | { readonly kind: 'insert'; readonly after: number | readonly number[]; readonly row: string; readonly readers?: 'next' | 'all' }
  | { readonly kind: 'insert'; readonly before: number | readonly number[]; readonly row: string; readonly readers?: 'next' | 'all' }
  /** Readers of a row that goes read what it read first. `keep`: its text stays as a comment. */
  | { readonly kind: 'delete'; readonly rows: readonly number[]; readonly keep?: 'comment' }
  /** Rows that follow each other a second time behind themselves, fed by themselves. */
  | { readonly kind: 'duplicate'; readonly rows: readonly number[] }
  /** Together to where the first of them has index `to`, every row still reading the rows that it reads now. */
  | { readonly kind: 'move'; readonly rows: readonly number[]; readonly to: number }
  /** One place up or down; rows that follow each other go together. */
  | { readonly kind: 'shift'; readonly rows: readonly number[]; readonly by: 1 | -1 }
  /** Another width, in the file's own numbers, for rows and for all that must follow. */
  | { readonly kind: 'width'; readonly rows: readonly number[]; readonly channels: number }
  /** A sum with what rows read first behind the last of them, or each row inside a block that is made of its module. */
  | { readonly kind: 'wrap'; readonly rows: readonly number[]; readonly in: 'shortcut' | { readonly block: string } }
  /** A detection level beside the finest or the coarsest, by the power of two that is its stride: 2 for P2. */
  | { readonly kind: 'add-level'; readonly level: number }
  /** `path`: whether the rows that lead only to it go too, or just those that nothing reads any more. */
  | { readonly kind: 'remove-level'; readonly level: number; readonly path: 'whole' | 'output' }
  /** Another module in the place of rows' own, arguments translated; `experts`: kernels of a dynamic convolution. */
  | { readonly kind: 'replace'; readonly rows: readonly number[]; readonly module: string; readonly experts?: number };

/** The edits, what they add to the sums, and what they break where the change is one of those that may break something. */
export interface Structure extends Effect {
  readonly edits: readonly TextEdit[];
  /** The index of the row that was inserted or moved. */
  readonly row?: number;
  /** Rows that nothing reads any more, and the like. */
  readonly notes: readonly string[];
}

/**
 * Inserts, deletes, duplicates or moves rows with every later `from`, `# N` label and list of the head renumbered, so that the file
 * means the same network apart from the change. Comments, layout and line ends stay. `scales`: where errors are looked for that a
 * change brings which may bring some; one whose result must hold is always tried at every scale.
 */
export function planStructure(
  analysis: Analysis,
  request: StructureRequest,
  scales: 'every' | 'used' = 'every',
): Structure | { readonly refused: string } {
  const change = changeOf(analysis, request);
  if ('refused' in change) return change;
  const { check, edits, notes = [] } = change;
  const { after, wrong, errors } = outcomeOf(analysis, edits, check, check === undefined ? scales : 'every');
  if (check !== undefined && wrong !== undefined) return { refused: wrong };
  const breaks = brokenBy(analysis, edits, errors);
  const row = change.row === undefined ? undefined : after.rows[change.row];
  const dead = row !== undefined && isDead(after, row) ? [t`nothing reads row ${row.index} (${row.module}) yet`] : [];
  return {
    edits,
    before: analysis.totals,
    after: after.totals,
    ...(breaks && { breaks }),
    ...(change.row === undefined ? {} : { row: change.row }),
    notes: [...notes, ...dead],
  };
}

function changeOf(analysis: Analysis, request: StructureRequest): Change {
  const count = analysis.rows.length;
  const missing = rowsNamed(request).find((row) => !Number.isInteger(row) || row < 0 || row >= count);
  if (missing !== undefined) return { refused: t`there is no row ${missing}: the model has rows 0 to ${count - 1}` };
  if (analysis.document.fatal) return { refused: t`the file cannot be read as YAML: mend that first` };
  switch (request.kind) {
    case 'insert': {
      const [beside, where] = 'after' in request ? [request.after, 'behind' as const] : [request.before, 'before' as const];
      return insertRows(analysis, inOrder([beside].flat()), where, request.row, request.readers ?? 'next');
    }
    case 'duplicate':
      return duplicateRows(analysis, inOrder(request.rows));
    case 'delete':
      return deleteRows(analysis, inOrder(request.rows), request.keep === 'comment');
    case 'move':
      return moveRows(analysis, inOrder(request.rows), request.to);
    case 'shift':
      return shiftRows(analysis, inOrder(request.rows), request.by);
    case 'width':
      return changeWidth(analysis, inOrder(request.rows), request.channels);
    case 'wrap':
      return request.in === 'shortcut'
        ? addShortcut(analysis, inOrder(request.rows))
        : wrapRows(analysis, inOrder(request.rows), request.in.block);
    case 'add-level':
      return addLevel(analysis, request.level);
    case 'remove-level':
      return removeLevel(analysis, request.level, request.path);
    case 'replace':
      return replaceRows(analysis, inOrder(request.rows), request.module, request.experts ?? 4);
  }
}

function rowsNamed(request: StructureRequest): readonly number[] {
  switch (request.kind) {
    case 'insert':
      return ['after' in request ? request.after : request.before].flat();
    case 'move':
      return [...request.rows, request.to];
    case 'add-level':
    case 'remove-level':
      return [];
    default:
      return request.rows;
  }
}

function inOrder(rows: readonly number[]): number[] {
  return [...new Set(rows)].sort((a, b) => a - b);
}

function isDead({ rows }: Analysis, { index }: RowAnalysis): boolean {
  return index < rows.length - 1 && !rows.some(({ sources }) => sources.includes(index));
}
