import type { Analysis, RowAnalysis } from '../model.ts';
import { fromNodes } from '../refactor/renumber.ts';
import type { Span } from '../text.ts';
import { rowAt } from './cursor.ts';

/** A place that belongs to one row: what defines it, or what reads it. */
export interface Highlight {
  readonly span: Span;
  readonly kind: 'row' | 'reader';
}

/**
 * The numbers in `from` by which rows read the one that is meant at an offset: the row there or, on a number of a `from`, the
 * row that this number reads.
 */
export function references(analysis: Analysis, offset: number): Span[] {
  const meant = meantAt(analysis, offset);
  return meant === undefined ? [] : readers(analysis, meant);
}

/** The same places for marking them in the text, and the name of the row that they read. */
export function highlights(analysis: Analysis, offset: number): Highlight[] {
  const meant = meantAt(analysis, offset);
  if (meant === undefined) return [];
  const read = readers(analysis, meant).map((span) => ({ span, kind: 'reader' as const }));
  const row = analysis.rows[meant]?.syntax;
  return row === undefined ? read : [{ span: row.module?.span ?? row.span, kind: 'row' }, ...read];
}

/** The span of the row that is meant at an offset; nothing for the image. */
export function declaration(analysis: Analysis, offset: number): Span | undefined {
  const meant = meantAt(analysis, offset);
  return meant === undefined ? undefined : analysis.rows[meant]?.syntax.span;
}

/** Index of a row, or -1 for the image. */
function meantAt(analysis: Analysis, offset: number): number | undefined {
  const cursor = rowAt(analysis, offset);
  if (cursor?.part !== 'from') return cursor?.row.index;
  const element = cursor.row.syntax.from?.kind === 'sequence' ? cursor.item : 0;
  // Between the numbers of a list no single one is meant.
  return element === undefined ? cursor.row.index : cursor.row.sources[element];
}

function readers({ rows }: Analysis, meant: number): Span[] {
  return rows.flatMap((row) => row.sources.flatMap((source, i) => (source === meant ? (numberSpan(row, i) ?? []) : [])));
}

/** Where the number stands; the numbers of an alias stand elsewhere, so it is taken whole. */
function numberSpan({ syntax }: RowAnalysis, element: number): Span | undefined {
  const node = syntax.from?.aliasOf === undefined ? fromNodes({ syntax })[element] : syntax.from;
  return node?.span;
}
