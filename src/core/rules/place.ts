/** Where in the text a refusal belongs, and edits there. */
import type { ModelDocument } from '../document.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { Span } from '../text.ts';

export function moduleSpan({ syntax }: ParsedRow): Span {
  return syntax.module?.span ?? syntax.span;
}

/** One element of `from`, else all of it. */
export function fromSpan({ syntax }: ParsedRow, element?: number): Span {
  const { from } = syntax;
  const item = from?.kind === 'sequence' && element !== undefined ? from.items[element] : undefined;
  return (item ?? from)?.span ?? syntax.span;
}

export function repeatsSpan({ syntax }: ParsedRow): Span {
  return syntax.repeats?.span ?? syntax.span;
}

/** One of the row's own arguments, else all of them. */
export function argsSpan({ syntax }: ParsedRow, position?: number): Span {
  const { args } = syntax;
  const item = args?.kind === 'sequence' && position !== undefined ? args.items[position] : undefined;
  return (item ?? args)?.span ?? syntax.span;
}

/** A key at the top of the file, else its first character. */
export function keySpan(document: ModelDocument, key: string): Span {
  return document.entry(key)?.key.span ?? { start: 0, end: Math.min(1, document.text.length) };
}

export function replace(title: string, span: Span, text: string, safe = false): Fix {
  return { title, edits: [{ span, text }], safe };
}

/** The text of a span as it is written. */
export function written(document: ModelDocument, { start, end }: Span): string {
  return document.text.slice(start, end);
}

/** The edit that takes elements `first` … `last` out of a bracketed list, commas included. */
export function removal(items: readonly { readonly span: Span }[], first: number, last: number): Span | undefined {
  const [from, to] = [items[first]?.span, items[last]?.span];
  if (from === undefined || to === undefined) return undefined;
  const before = items[first - 1]?.span;
  const after = items[last + 1]?.span;
  if (before !== undefined) return { start: before.end, end: to.end };
  return { start: from.start, end: after?.start ?? to.end };
}
