import { isBreak, isHexDigit, reprCharacter } from './characters.ts';
import { breakText, folded } from './scan-plain.ts';
import { atDocumentMark, codeAt, push, type Scanner, skipBreak } from './scanner.ts';
import { SCALAR, YamlFailure } from './tokens.ts';

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A scalar in `'…'` or `"…"`. */
export function scanQuoted(s: Scanner, quote: number): void {
  const start = s.position++;
  let text = '';
  for (;;) {
    text += scanRun(s, quote, start);
    const c = codeAt(s, s.position);
    if (c === quote) break;
    text += scanSpaces(s, start);
  }
  s.position++;
  push(s, SCALAR, start, s.position, text);
}

/** Everything up to a space, a line end or the closing quote. */
function scanRun(s: Scanner, quote: number, start: number): string {
  let text = '';
  let from = s.position;
  for (;;) {
    const c = codeAt(s, s.position);
    if (c === 0 || c === 32 || c === 9 || isBreak(c)) break;
    if (c === quote) {
      if (quote !== 39 || codeAt(s, s.position + 1) !== 39) break;
      text += s.text.slice(from, s.position + 1);
      from = s.position += 2;
    } else if (c === 92 && quote === 34) {
      text += s.text.slice(from, s.position) + scanEscape(s, start);
      from = s.position;
    } else s.position++;
  }
  return text + s.text.slice(from, s.position);
}

function scanEscape(s: Scanner, start: number): string {
  const letter = s.text.charAt(++s.position);
  const plain = escapes[letter];
  if (plain !== undefined) {
    s.position++;
    return plain;
  }
  const length = hexLengths[letter];
  if (length !== undefined) return scanHex(s, length, start);
  if (isBreak(codeAt(s, s.position))) {
    skipBreak(s);
    return scanBreaks(s, start);
  }
  throw refuse(start, `found unknown escape character ${reprCharacter(s.text, s.position)}`, s.position, 'double-quoted');
}

function scanHex(s: Scanner, length: number, start: number): string {
  s.position++;
  for (let i = 0; i < length; i++) {
    if (isHexDigit(codeAt(s, s.position + i))) continue;
    const found = reprCharacter(s.text, s.position + i);
    throw refuse(start, `expected escape sequence of ${length} hexadecimal numbers, but found ${found}`, s.position, 'double-quoted');
  }
  const code = Number.parseInt(s.text.slice(s.position, s.position + length), 16);
  if (code > 0x10ffff || (s.libyaml && code >= 0xd800 && code <= 0xdfff)) {
    throw refuse(start, 'found invalid Unicode character escape code', s.position, 'double-quoted');
  }
  s.position += length;
  return String.fromCodePoint(code);
}

function scanSpaces(s: Scanner, start: number): string {
  const from = s.position;
  while (codeAt(s, s.position) === 32 || codeAt(s, s.position) === 9) s.position++;
  const c = codeAt(s, s.position);
  if (c === 0) throw refuse(start, 'found unexpected end of stream', s.position);
  if (!isBreak(c)) return s.text.slice(from, s.position);
  skipBreak(s);
  return folded(breakText(c) + scanBreaks(s, start));
}

function scanBreaks(s: Scanner, start: number): string {
  let breaks = '';
  for (;;) {
    if (atDocumentMark(s)) throw refuse(start, 'found unexpected document separator', s.position);
    while (codeAt(s, s.position) === 32 || codeAt(s, s.position) === 9) s.position++;
    const c = codeAt(s, s.position);
    if (!isBreak(c)) return breaks;
    breaks += breakText(c);
    skipBreak(s);
  }
}

function refuse(start: number, problem: string, at: number, kind = 'quoted'): YamlFailure {
  return new YamlFailure(`while scanning a ${kind} scalar`, start, problem, at);
}
