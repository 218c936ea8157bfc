import { isBlankOrEnd, isBreakOrEnd } from './characters.ts';
import type { Tokens } from './tokens.ts';

/** Where scanning stands. Simple keys (`a` before a later `: `) are remembered for each level of flow brackets. */
export interface Scanner extends Tokens {
  readonly text: string;
  position: number;
  line: number;
  lineStart: number;
  indent: number;
  readonly indents: number[];
  flowLevel: number;
  simpleKeyAllowed: boolean;
  /** For each flow level the token that may turn out to be a key, or −1. */
  readonly keyToken: number[];
  readonly keyPosition: number[];
  readonly keyLine: number[];
  readonly keyColumn: number[];
  readonly keyRequired: boolean[];
}

/** Code unit at a place, 0 past the end. */
export function codeAt(s: Scanner, at: number): number {
  return at < s.text.length ? s.text.charCodeAt(at) : 0;
}

/** Steps over a line end, if there is one here. */
export function skipBreak(s: Scanner): boolean {
  const c = codeAt(s, s.position);
  if (c !== 10 && c !== 13 && c !== 0x85 && c !== 0x2028 && c !== 0x2029) return false;
  s.position += c === 13 && codeAt(s, s.position + 1) === 10 ? 2 : 1;
  s.line++;
  s.lineStart = s.position;
  return true;
}

/** Steps over a comment, if there is one here, and keeps it. */
export function skipComment(s: Scanner): void {
  if (codeAt(s, s.position) !== 35) return;
  const start = s.position;
  while (!isBreakOrEnd(codeAt(s, s.position))) s.position++;
  s.comments.push({ span: { start, end: s.position }, text: s.text.slice(start, s.position) });
}

/** `---` or `...` at the start of a line. */
export function atDocumentMark(s: Scanner): boolean {
  const c = codeAt(s, s.position);
  if ((c !== 45 && c !== 46) || s.position !== s.lineStart) return false;
  return codeAt(s, s.position + 1) === c && codeAt(s, s.position + 2) === c && isBlankOrEnd(codeAt(s, s.position + 3));
}

export function push(s: Scanner, kind: number, start: number, end: number, value: string): void {
  s.kinds.push(kind);
  s.starts.push(start);
  s.ends.push(end);
  s.values.push(value);
}
