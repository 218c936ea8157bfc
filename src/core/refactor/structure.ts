import { analyze } from '../analyze.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis, Totals } from '../model.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import { type Change, deleteRows, insertRow, moveRow } from './structureChanges.ts';
import { sameOptions } from './swap.ts';

/** A change of which rows there are; rows are named by their index before it. */
export type StructureRequest =
  /** A row, as in `[-1, 1, CBAM, [7]]`. `readers`: who reads it in place of the row before: the next row's -1, or all that read that row. */
  | { readonly kind: 'insert'; readonly after: number; readonly row: string; readonly readers?: 'next' | 'all' }
  | { readonly kind: 'insert'; readonly before: number; readonly row: string; readonly readers?: 'next' | 'all' }
  /** Readers of a row that goes read what it read first. `keep`: its text stays as a comment. */
  | { readonly kind: 'delete'; readonly rows: readonly number[]; readonly keep?: 'comment' }
  /** A second one behind the row, fed by it. */
  | { readonly kind: 'duplicate'; readonly row: number }
  /** To another index, every row still reading the rows that it reads now. */
  | { readonly kind: 'move'; readonly row: number; readonly to: number };

export interface Structure {
  readonly edits: readonly TextEdit[];
  readonly before: Totals;
  readonly after: Totals;
  /** The index of the row that was inserted or moved. */
  readonly row?: number;
  /** Rows that nothing reads any more, and the like. */
  readonly notes: readonly string[];
}

/**
 * Inserts, deletes, duplicates or moves rows with every later `from`, `# N` label and list of the head renumbered, so that the file
 * means the same network apart from the change. Comments, layout and line ends stay.
 */
export function planStructure(analysis: Analysis, request: StructureRequest): Structure | { readonly refused: string } {
  const change = changeOf(analysis, request);
  if ('refused' in change) return change;
  const { text } = analysis.document;
  const after = analyze(applyEdits(text, change.edits), sameOptions(analysis));
  const row = change.row === undefined ? undefined : after.rows[change.row];
  const notes = row !== undefined && isDead(after, row) ? [t`nothing reads row ${row.index} (${row.module}) yet`] : [];
  return {
    edits: change.edits,
    before: analysis.totals,
    after: after.totals,
    ...(change.row === undefined ? {} : { row: change.row }),
    notes,
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
      return insertRow(analysis, beside, where, request.row, request.readers ?? 'next');
    }
    case 'duplicate': {
      const { syntax, from } = analysis.rows[request.row] as RowAnalysis;
      const { start, end } = syntax.span;
      const written = analysis.document.text.slice(start, end);
      const single = syntax.from !== undefined && syntax.from.kind !== 'sequence' && from[0] !== -1;
      const fed = single
        ? `${written.slice(0, (syntax.from?.span.start ?? 0) - start)}-1${written.slice((syntax.from?.span.end ?? 0) - start)}`
        : written;
      return insertRow(analysis, request.row, 'behind', fed, 'next');
    }
    case 'delete':
      return deleteRows(
        analysis,
        [...new Set(request.rows)].sort((a, b) => a - b),
        request.keep === 'comment',
      );
    case 'move':
      return moveRow(analysis, request.row, request.to);
  }
}

function rowsNamed(request: StructureRequest): readonly number[] {
  switch (request.kind) {
    case 'insert':
      return ['after' in request ? request.after : request.before];
    case 'duplicate':
      return [request.row];
    case 'delete':
      return request.rows;
    case 'move':
      return [request.row, request.to];
  }
}

function isDead({ rows }: Analysis, { index }: RowAnalysis): boolean {
  return index < rows.length - 1 && !rows.some(({ sources }) => sources.includes(index));
}
