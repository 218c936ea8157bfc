import { isBlankOrEnd, isBreak, isBreakOrEnd, reprCharacter } from './characters.ts';
import { breakText } from './scan-plain.ts';
import { codeAt, push, type Scanner, skipBreak, skipComment } from './scanner.ts';
import { SCALAR, YamlFailure } from './tokens.ts';

/** A scalar after `|` or `>`: whole lines, as far as they are indented. */
export function scanBlockScalar(s: Scanner, folds: boolean): void {
  const start = s.position++;
  const { chomping, increment } = scanHeader(s, start);
  const least = Math.max(s.indent + 1, 1);
  let end = s.position;
  let indent = increment > 0 ? least + increment - 1 : 0;
  let breaks = '';
  if (increment > 0) breaks = scanBreaks(s, indent);
  else {
    let widest = 0;
    for (let c = codeAt(s, s.position); c === 32 || isBreak(c); c = codeAt(s, s.position)) {
      if (c === 32) widest = Math.max(widest, ++s.position - s.lineStart);
      else {
        breaks += breakText(c);
        skipBreak(s);
      }
    }
    indent = Math.max(least, widest);
    // libyaml takes a tab before the text for a mistake.
    if (s.libyaml && codeAt(s, s.position) === 9 && s.position - s.lineStart < indent) throw tabInside(s, start);
  }
  let text = '';
  let lineBreak = '';
  while (s.position - s.lineStart === indent && codeAt(s, s.position) !== 0) {
    text += breaks;
    const flush = !isSpace(codeAt(s, s.position));
    const from = s.position;
    while (!isBreakOrEnd(codeAt(s, s.position))) s.position++;
    text += s.text.slice(from, s.position);
    end = s.position;
    const c = codeAt(s, s.position);
    lineBreak = c === 0 ? '' : breakText(c);
    skipBreak(s);
    breaks = scanBreaks(s, indent);
    if (s.libyaml && codeAt(s, s.position) === 9 && s.position - s.lineStart < indent) throw tabInside(s, start);
    if (s.position - s.lineStart !== indent || codeAt(s, s.position) === 0) break;
    if (!folds || lineBreak !== '\n' || !flush || isSpace(codeAt(s, s.position))) text += lineBreak;
    else if (breaks === '') text += ' ';
  }
  if (chomping !== '-') text += lineBreak;
  if (chomping === '+') text += breaks;
  push(s, SCALAR, start, end, text);
}

function scanHeader(s: Scanner, start: number): { chomping: string; increment: number } {
  let chomping = '';
  let increment = 0;
  for (let i = 0; i < 2; i++) {
    const c = codeAt(s, s.position);
    if (chomping === '' && (c === 43 || c === 45)) chomping = s.text.charAt(s.position++);
    else if (increment === 0 && c >= 48 && c <= 57) {
      increment = c - 48;
      if (increment === 0) throw refuse(start, 'expected indentation indicator in the range 1-9, but found 0', s.position);
      s.position++;
    } else break;
  }
  if (!s.libyaml && (!isBlankOrEnd(codeAt(s, s.position)) || codeAt(s, s.position) === 9)) {
    throw refuse(start, `expected chomping or indentation indicators, but found ${reprCharacter(s.text, s.position)}`, s.position);
  }
  while (codeAt(s, s.position) === 32 || (s.libyaml && codeAt(s, s.position) === 9)) s.position++;
  skipComment(s);
  if (!isBreakOrEnd(codeAt(s, s.position))) {
    throw refuse(start, `expected a comment or a line break, but found ${reprCharacter(s.text, s.position)}`, s.position);
  }
  skipBreak(s);
  return { chomping, increment };
}

/** Empty lines, and the indentation after them as far as the scalar's own. */
function scanBreaks(s: Scanner, indent: number): string {
  let breaks = '';
  for (;;) {
    while (s.position - s.lineStart < indent && codeAt(s, s.position) === 32) s.position++;
    const c = codeAt(s, s.position);
    if (!isBreak(c)) return breaks;
    breaks += breakText(c);
    skipBreak(s);
  }
}

function isSpace(c: number): boolean {
  return c === 32 || c === 9;
}

function tabInside(s: Scanner, start: number): YamlFailure {
  return refuse(start, 'found a tab character where an indentation space is expected', s.position);
}

function refuse(start: number, problem: string, at: number): YamlFailure {
  return new YamlFailure('while scanning a block scalar', start, problem, at);
}
