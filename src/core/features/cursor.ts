import type { Analysis, RowAnalysis } from '../model.ts';
import type { Span } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';

/** The row at an offset, and which of its four parts the offset is in. */
export interface RowCursor {
  readonly row: RowAnalysis;
  readonly part?: 'from' | 'repeats' | 'module' | 'args';
  /** Index in `from` or `args` of the element at the offset. */
  readonly item?: number;
  /** The part or element, else the row. */
  readonly span: Span;
}

/** Finds the row around an offset; ends count as inside, so that a cursor behind a word still means the word. */
export function rowAt(analysis: Analysis, offset: number): RowCursor | undefined {
  const row = analysis.rows.find(({ syntax }) => contains(syntax.span, offset));
  if (row === undefined) return undefined;
  for (const part of ['from', 'repeats', 'module', 'args'] as const) {
    const node = row.syntax[part];
    if (node === undefined || !contains(node.span, offset)) continue;
    const item = node.kind === 'sequence' ? node.items.findIndex(({ span }) => contains(span, offset)) : -1;
    const element = node.kind === 'sequence' ? node.items[item] : undefined;
    return { row, part, span: element?.span ?? node.span, ...(item >= 0 && { item }) };
  }
  return { row, span: row.syntax.span };
}

/** Rows that selections touch; an empty one touches the row it stands in. */
export function rowsIn(analysis: Analysis, ...selections: readonly Span[]): RowAnalysis[] {
  return analysis.rows.filter(({ syntax: { span } }) => selections.some(({ start, end }) => span.start <= end && start <= span.end));
}

/** The `[depth, width, max_channels]` of the scale in use, as far as it is there. */
export function scaleEntry(
  analysis: Analysis,
): { readonly depth: number; readonly width: number; readonly maxChannels: number } | undefined {
  const scales = analysis.document.entry('scales')?.value;
  if (scales?.kind !== 'mapping') return undefined;
  const entry = scales.entries.findLast(({ key }) => key.value === analysis.scale)?.value;
  if (entry?.kind !== 'sequence') return undefined;
  const [depth, width, maxChannels] = entry.items.map(numberOf);
  return depth === undefined || width === undefined || maxChannels === undefined ? undefined : { depth, width, maxChannels };
}

/** The number that a node stands for, whether Python would call it `int` or `float`. */
export function numberOf(node: YamlNode | undefined): number | undefined {
  const value = node?.value;
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number' ? value.value : undefined;
}

export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
