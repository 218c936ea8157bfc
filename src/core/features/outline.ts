import { shapes } from '../format.ts';
import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';

export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly span: Span;
  /** What to select when the item is chosen; inside `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** Backbone and head with their rows by number: `4 C3k2`. */
export function outline(analysis: Analysis): OutlineItem[] {
  return (['backbone', 'head'] as const).flatMap((section) => {
    const entry = analysis.document.entry(section);
    if (entry === undefined) return [];
    const rows = analysis.rows.filter(({ syntax }) => syntax.section === section);
    const children = rows.map((row) => ({
      name: `${row.number} ${row.module}`,
      detail: row.outputs === null ? '' : shapes(row.outputs),
      span: row.syntax.span,
      nameSpan: row.syntax.module?.span ?? row.syntax.span,
      children: [],
    }));
    const end = Math.max(entry.value.span.end, entry.key.span.end);
    return [{ name: section, detail: '', span: { start: entry.key.span.start, end }, nameSpan: entry.key.span, children }];
  });
}
