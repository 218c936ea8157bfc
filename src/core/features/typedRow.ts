import type { Span } from '../text.ts';

/** A row as far as it is written up to an offset: its text need not be a valid row, or valid YAML, yet. */
export interface TypedRow {
  /** Where its bracket opens. */
  readonly start: number;
  readonly part: 'from' | 'repeats' | 'module' | 'args';
  /** Which element of the `from` or `args` that is open at the offset; nothing outside of their brackets. */
  readonly item?: number;
  /** The elements before the one that is being written, as texts. */
  readonly elements: readonly string[];
  /** The word around the offset, as far as letters, digits, dots and a minus go. */
  readonly word: Span;
  /** The word stands in quotes. */
  readonly quoted: boolean;
  /** What closes everything that is open. */
  readonly closing: string;
}

const parts = ['from', 'repeats', 'module', 'args'] as const;

/** The row that is open at an offset inside `backbone` or `head`. */
export function typedRow(text: string, offset: number): TypedRow | undefined {
  if (sectionAt(text, offset) === undefined) return undefined;
  const found = [dashed(text, offset), bracketed(text, offset)].flatMap((start) => {
    const scan = start === undefined ? undefined : scanRow(text, start, offset);
    return start === undefined || scan === undefined ? [] : [{ start, scan }];
  })[0];
  if (found === undefined) return undefined;
  const { start, scan } = found;
  const word = wordAt(text, offset);
  const part = parts[scan.elements.length];
  if (part === undefined) return undefined;
  const { elements, item, quoted, closing } = scan;
  return { start, part, elements, word, quoted, closing, ...(item !== undefined && { item }) };
}

/** The section whose key is the nearest at the left margin above. */
export function sectionAt(text: string, offset: number): 'backbone' | 'head' | undefined {
  const keys = [...text.slice(0, offset).matchAll(/^["']?(\w+)["']?[ \t]*:/gm)];
  const name = keys.at(-1)?.[1];
  return name === 'backbone' || name === 'head' ? name : undefined;
}

export function wordAt(text: string, offset: number): Span {
  const begun = /-?[\w.]*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const rest = /^[\w.]*/.exec(text.slice(offset, offset + 80))?.[0] ?? '';
  return { start: offset - begun.length, end: offset + rest.length };
}

/** Rows that go over more lines than this are not looked for. */
const mostLines = 12;

/** The bracket behind the nearest dash above. */
function dashed(text: string, offset: number): number | undefined {
  let end = offset;
  for (let n = 0; n < mostLines && end >= 0; n++) {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const row = /^\s*-\s+\[/.exec(text.slice(lineStart, end));
    if (row !== null) return lineStart + row[0].length - 1;
    end = lineStart - 1;
  }
  return undefined;
}

/** The bracket that begins the line, where rows stand in one pair of brackets. */
function bracketed(text: string, offset: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = /^\s*(?:\w+:\s*)?(\[\s*)?\[/.exec(text.slice(lineStart, offset));
  if (line === null) return undefined;
  const inner = lineStart + line[0].length - 1;
  // `[[` opens the list of all rows and its first row, or a row and its `from`: a name comes third in a row only.
  const isRow = line[1] === undefined || /^\[[^\]]*,[^\]]*,\s*["']?[A-Za-z_]/.test(text.slice(inner, offset));
  return isRow ? inner : inner - (line[1]?.length ?? 0);
}

interface Scan {
  readonly elements: readonly string[];
  readonly item: number | undefined;
  readonly quoted: boolean;
  readonly closing: string;
}

/** Reads brackets, commas, quotes and comments as flow YAML has them; nothing where the row ends before the offset. */
function scanRow(text: string, start: number, offset: number): Scan | undefined {
  const elements: string[] = [];
  let depth = 1;
  let item = 0;
  let elementStart = start + 1;
  let quote = '';
  for (let i = start + 1; i < offset; i++) {
    const c = text.charAt(i);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '#' && /\s/.test(text.charAt(i - 1))) {
      const lineEnd = text.indexOf('\n', i);
      if (lineEnd < 0 || lineEnd >= offset) return undefined;
      i = lineEnd;
    } else if (c === '[') {
      depth++;
      if (depth === 2) item = 0;
    } else if (c === ']') {
      depth--;
      if (depth === 0) return undefined;
    } else if (c === ',' && depth === 2) item++;
    else if (c === ',' && depth === 1) {
      elements.push(text.slice(elementStart, i).trim());
      elementStart = i + 1;
    }
  }
  return { elements, item: depth >= 2 ? item : undefined, quoted: quote !== '', closing: quote + ']'.repeat(depth) };
}
