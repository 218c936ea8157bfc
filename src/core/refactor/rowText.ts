/** Rows as lines of text: what a structural edit takes out and puts in. */
import type { ModelDocument, RowSyntax } from '../document.ts';
import type { Span } from '../text.ts';
import type { Comment } from '../yaml/tree.ts';

/** A row's whole lines with the line end behind them, from its dash on; `undefined` where it does not stand on lines of its own. */
export function rowLines({ text }: ModelDocument, { span }: RowSyntax): Span | undefined {
  const start = lineStart(text, span.start);
  const before = text.slice(start, span.start);
  const end = lineEnd(text, Math.max(span.start, span.end - 1));
  const behind = text.slice(span.end, end);
  if (!/^[ \t\ufeff]*-\s*(?:&\S+\s+)?$/.test(before) || !/^\s*(?:#.*)?$/.test(behind)) return undefined;
  return { start, end: end + lineBreakAt(text, end).length };
}

/** What is cut with whole lines: the last ones of a text that ends without a line end leave the one before them so. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const before = /(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return end === text.length && !/[\r\n]$/.test(text) ? { start: start - before, end } : { start, end };
}

/** The text of a new row as a line like that of `like`, without its line end. */
export function newRowLine({ text }: ModelDocument, like: RowSyntax, row: string): string {
  const start = lineStart(text, like.span.start);
  const dash = /^\s*-\s*/.exec(text.slice(start, like.span.start))?.[0] ?? '  - ';
  return `${dash}${row}`;
}

/** The comment on the last line of a row, behind it. */
export function trailingComment({ comments, text }: ModelDocument, { span }: RowSyntax): Comment | undefined {
  const end = lineEnd(text, span.end);
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < span.end) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low];
  return comment !== undefined && comment.span.start < end ? comment : undefined;
}

/** The line end that the text uses first. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

function lineBreakAt(text: string, offset: number): string {
  return /^(?:\r\n|\n|\r)/.exec(text.slice(offset, offset + 2))?.[0] ?? '';
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}
