import type { Span } from '../text.ts';
import type { ScalarEvent } from './events.ts';
import { skipBlank, skipLine } from './gaps.ts';

/** Where a scalar stands with its quotes or block header; `from` is where the node before ends. */
export function scalarSpan(text: string, from: number, { style, valueStart, valueEnd }: ScalarEvent): Span {
  if (style === 1) return { start: valueStart, end: valueEnd };
  if (style < 4) return { start: valueStart - 1, end: valueEnd + 1 };
  let start = from;
  while (start < valueStart && !/[|>]/.test(text.charAt(start))) start = text.charAt(start) === '#' ? skipLine(text, start) : start + 1;
  let end = valueEnd;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** A node that is not there stands behind the `:`, `-` or `?` that announces it, or behind its own anchor or tag. */
export function emptySpan(text: string, from: number, { anchorStart, tagStart }: ScalarEvent): Span {
  if (anchorStart >= 0 || tagStart >= 0) return { start: from, end: from };
  const next = skipBlank(text, from);
  const end = /[-:?]/.test(text.charAt(next)) && !text.startsWith('---', next) ? next + 1 : from;
  return { start: end, end };
}

/** Behind the closing bracket, which js-yaml does not tell: nothing but gaps and punctuation lies between it and the last child. */
export function flowEnd(text: string, from: number): number {
  let at = skipBlank(text, from);
  while (/[,:?]/.test(text.charAt(at))) at = skipBlank(text, at + 1);
  return at + 1;
}

/** An empty key between braces stands behind the comma. */
export function afterComma(text: string, from: number): number {
  const next = skipBlank(text, from);
  return text.charAt(next) === ',' ? next + 1 : from;
}
