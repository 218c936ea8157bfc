import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';
import { rowAt } from './cursor.ts';
import { hoverKey } from './hoverKeys.ts';
import { hoverRow } from './hoverRow.ts';

/** Markdown about what is at `span`. */
export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** What a reader wants to know about the row, the part of it, or the key at an offset. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  if (!analysis.isModel) return undefined;
  const cursor = rowAt(analysis, offset);
  return cursor === undefined ? hoverKey(analysis, offset) : { markdown: hoverRow(analysis, cursor), span: cursor.span };
}
