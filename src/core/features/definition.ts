import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';
import { rowAt } from './cursor.ts';

/** The rows that the `from` at an offset reads. */
export function definition(analysis: Analysis, offset: number): Span[] {
  const cursor = rowAt(analysis, offset);
  if (cursor?.part !== 'from') return [];
  const { sources } = cursor.row;
  const read = cursor.item === undefined ? sources : sources.slice(cursor.item, cursor.item + 1);
  return read.flatMap((index) => (index < 0 ? [] : (analysis.rows[index]?.syntax.span ?? [])));
}
