import { shapes } from '../../format.ts';
import { t } from '../../l10n.ts';
import type { Analysis, RowAnalysis } from '../../model.ts';
import type { TypedRow } from '../typedRow.ts';
import type { CompletionItem } from './item.ts';

/** The rows that can be read, the nearest first: each by its number, with module and shape. */
export function completeFrom(analysis: Analysis, { start, word }: TypedRow): CompletionItem[] {
  const before = analysis.rows.filter(({ syntax }) => syntax.span.start < start);
  const previous = before.at(-1);
  const item = (label: string, detail: string, row?: RowAnalysis): CompletionItem => ({
    label,
    kind: 'row',
    detail,
    documentation: row === undefined ? '' : `\`${analysis.document.text.slice(row.syntax.span.start, row.syntax.span.end)}\``,
    insert: label,
    isSnippet: false,
    span: word,
  });
  return [
    previous === undefined ? item('-1', t`the image`) : item('-1', t`the previous row: ${named(previous)}`, previous),
    ...before.toReversed().map((row) => item(String(row.number), named(row), row)),
  ];
}

/** `C3k2 · 64×160×160`. */
function named({ module, outputs, stride }: RowAnalysis): string {
  const shape = outputs === null ? [] : [shapes(outputs)];
  return [module || '?', ...shape, ...(stride === null ? [] : [t`stride ${stride}`])].join(' · ');
}
