/** Rows that stand in one pair of brackets, a line each, as files of YOLOv5 and YOLOv7 have them. */
import { quoteEnd } from './brackets.ts';
import { lineStart, skipBlank } from './gaps.ts';
import { type Line, lineAt } from './lines.ts';

/** The first row of such a list that does not end as a row does. */
export interface BrokenRow {
  readonly line: Line;
  /** Where it begins: behind the bracket of the list, where that stands on the same line. */
  readonly start: number;
  /** `open`: brackets are open where the next row begins; `closed`: the list ends with this row though more follow; `quote`: a quotation mark has no other on the line. */
  readonly kind: 'open' | 'closed' | 'quote';
  /** Closing brackets that are missing, innermost first. */
  readonly missing: string;
  /** Where the quotation mark is. */
  readonly at: number;
}

/** What is wrong with the rows of the sections around or before `until`; rows with dashes show their brackets themselves, not their quotes. */
export function brokenRow(text: string, until: number): BrokenRow | undefined {
  for (const { after, list } of sectionsBefore(text, until)) {
    const broken = list === undefined ? openQuoteIn(text, after, until) : brokenRowOf(text, list);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** The first dashed row with a quotation mark that has no other on its line. */
function openQuoteIn(text: string, from: number, until: number): BrokenRow | undefined {
  for (let at = from; at < until; ) {
    const line = lineAt(text, at);
    const row = /^-\s+(?=\[)/.exec(line.content);
    const quote = row ? takeBrackets(text, line.start + line.indent.length + row[0].length, line.contentEnd, []) : undefined;
    if (quote !== undefined) return { line, start: line.start, kind: 'quote', missing: '', at: quote };
    at = line.end + 1;
  }
  return undefined;
}

function brokenRowOf(text: string, start: number): BrokenRow | undefined {
  const open: string[] = [];
  let row: Line | undefined;
  let begin = start;
  for (let at = start; at < text.length; ) {
    const line = lineAt(text, at);
    const from = Math.max(line.start + line.indent.length, start);
    const content = text.slice(from, Math.max(line.contentEnd, from));
    if (content !== '') {
      const begins = rowStart.test(content);
      if (row !== undefined && (begins || /^\]/.test(content)) && open.length > 1)
        return { line: row, start: begin, kind: 'open', missing: open.slice(1).reverse().join(''), at: row.contentEnd };
      if (row !== undefined && (begins || /^\]/.test(content)) && open.length === 0)
        return { line: row, start: begin, kind: 'closed', missing: '', at: row.contentEnd };
      if (row !== undefined && (open.length === 0 || /^["']?\w+["']?\s*:(?:\s|$)/.test(content))) return undefined;
      const quote = takeBrackets(text, from, line.contentEnd, open);
      if (quote !== undefined) return { line, start: from, kind: 'quote', missing: '', at: quote };
      row = line;
      begin = from === start ? skipBlank(text, start + 1) : from;
    }
    at = line.end + 1;
  }
  return undefined;
}

/** `[-1, 1, Conv` or `[[-1, 6], 1, Concat`. */
const rowStart = /^\[(?:\s*-?\d+|\s*\[[-\d, ]*\])\s*,\s*[^,[\]]+,\s*["']?[A-Za-z_]/;

/** Where sections begin before `until`, the last first, with the bracket of those that are lists in brackets. */
function* sectionsBefore(text: string, until: number): Iterable<{ readonly after: number; readonly list: number | undefined }> {
  for (let at = lineStart(text, Math.min(until, text.length)); ; at = lineStart(text, at - 1)) {
    const key = /^[ \t]*(["']?)(?:backbone|head)\1\s*:/.exec(text.slice(at, lineAt(text, at).end));
    if (key) {
      const after = at + key[0].length;
      const first = skipBlank(text, after);
      const list = text.charAt(first) === '[' && /[[\d-]/.test(text.charAt(skipBlank(text, first + 1))) ? first : undefined;
      yield { after, list };
    }
    if (at === 0) return;
  }
}

/** Follows the brackets of a line; gives the place of a quotation mark that has no other. */
function takeBrackets(text: string, from: number, to: number, open: string[]): number | undefined {
  let value = true;
  for (let i = from; i < to; i++) {
    const c = text.charAt(i);
    if (value && (c === '"' || c === "'")) {
      const end = quoteEnd(text, i);
      if (end >= to) return i;
      i = end;
      value = false;
    } else if (c === '[' || c === '{') {
      open.push(c === '[' ? ']' : '}');
      value = true;
    } else if (c === ']' || c === '}') {
      open.pop();
      value = false;
    } else if (c === ',') value = true;
    else if (c !== ' ') value = false;
  }
  return undefined;
}
