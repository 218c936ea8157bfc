import type { TextEdit } from '../text.ts';
import type { SequenceNode, YamlNode } from '../yaml/tree.ts';

/** One argument to be written: an item of the list as it stands, or new text. */
export type Piece = { readonly item: number } | { readonly text: string };

/** The edit that puts another name where `node` is, inside its quotes if it has some. */
export function rewriteName(text: string, { span }: YamlNode, name: string): TextEdit {
  const quoted = /['"]/.test(text.charAt(span.start)) ? 1 : 0;
  return { span: { start: span.start + quoted, end: span.end - quoted }, text: name };
}

/** The fewest edits that make a list of arguments read as `pieces`; brackets, spaces and comments stay. */
export function rewriteArguments(text: string, list: SequenceNode, pieces: readonly Piece[]): TextEdit[] {
  const written = pieces.map((piece) => ('text' in piece ? piece.text : itemText(text, list, piece.item)));
  const edits: TextEdit[] = [];
  for (const [i, item] of list.items.entries()) {
    const now = written[i];
    if (now !== undefined && now !== itemText(text, list, i)) edits.push({ span: item.span, text: now });
  }
  if (pieces.length < list.items.length) edits.push(removal(text, list, pieces.length));
  if (pieces.length > list.items.length) edits.push(...addition(text, list, written.slice(list.items.length)));
  return edits;
}

function itemText(text: string, list: SequenceNode, index: number): string {
  const span = list.items[index]!.span;
  return text.slice(span.start, span.end);
}

/** Cuts the items from `count` on, with what stands between them and the one before. */
function removal(text: string, list: SequenceNode, count: number): TextEdit {
  if (count === 0) return { span: list.span, text: '[]' };
  const start = list.items[count - 1]!.span.end;
  const end = list.items.at(-1)!.span.end;
  return { span: list.flow ? { start, end } : { start: lineEnd(text, start), end: lineEnd(text, end) }, text: '' };
}

function addition(text: string, list: SequenceNode, added: readonly string[]): TextEdit[] {
  const last = list.items.at(-1);
  if (last === undefined) return [{ span: list.span, text: `[${added.join(', ')}]` }];
  const [at, separator] = list.flow
    ? [last.span.end, flowSeparator(text, list)]
    : [lineEnd(text, last.span.end), blockSeparator(text, last)];
  return [{ span: { start: at, end: at }, text: added.map((item) => separator + item).join('') }];
}

/** What the author puts between two items. */
function flowSeparator(text: string, { items }: SequenceNode): string {
  const [first, second] = items;
  const between = first && second ? text.slice(first.span.end, second.span.start) : '';
  return /^ *, *$/.test(between) ? between : ', ';
}

/** A new line with a dash below that of `item`. */
function blockSeparator(text: string, item: YamlNode): string {
  const lineStart = Math.max(text.lastIndexOf('\n', item.span.start - 1), text.lastIndexOf('\r', item.span.start - 1)) + 1;
  const before = text.slice(lineStart, item.span.start);
  const dash = before.lastIndexOf('-');
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return newline + ' '.repeat(Math.max(0, dash)) + before.slice(Math.max(0, dash));
}

/** Where the line of `offset` ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/[\r\n]/);
  return end < 0 ? text.length : offset + end;
}
