import { isBlankOrEnd, isBreak, isFlowIndicator } from './characters.ts';
import { atDocumentMark, codeAt, push, type Scanner, skipBreak } from './scanner.ts';
import { SCALAR, YamlFailure } from './tokens.ts';

/** A scalar without quotes; it may go on over further, deeper lines. */
export function scanPlain(s: Scanner): void {
  const start = s.position;
  let end = start;
  let text = '';
  let gap = '';
  for (;;) {
    if (codeAt(s, s.position) === 35) break;
    const from = s.position;
    let at = from;
    for (let c = codeAt(s, at); !endsPlain(s, c, at); c = codeAt(s, ++at));
    if (at === from) break;
    s.simpleKeyAllowed = false;
    text = text === '' && gap === '' ? s.text.slice(from, at) : text + gap + s.text.slice(from, at);
    s.position = end = at;
    const found = scanGap(s);
    if (found === undefined || (s.flowLevel === 0 && s.position - s.lineStart <= s.indent)) break;
    gap = found;
  }
  push(s, SCALAR, start, end, text);
}

function endsPlain(s: Scanner, c: number, at: number): boolean {
  // Letters, digits and the dot are most of a model file.
  if ((c >= 97 && c <= 122) || (c >= 64 && c <= 90) || (c >= 45 && c <= 57)) return false;
  if (isBlankOrEnd(c)) return true;
  if (s.flowLevel === 0) return c === 58 && isBlankOrEnd(codeAt(s, at + 1));
  if (c === 58) return endsFlowKey(s, at);
  return isFlowIndicator(c) || (c === 63 && !s.libyaml);
}

function endsFlowKey(s: Scanner, at: number): boolean {
  const next = codeAt(s, at + 1);
  if (isBlankOrEnd(next)) return true;
  if (s.libyaml) {
    if (isFlowIndicator(next) || next === 63)
      throw new YamlFailure('while scanning a plain scalar', s.position, "found unexpected ':'", at);
    return false;
  }
  return isFlowIndicator(next);
}

/** What joins two pieces of a plain scalar; undefined where it ends. */
function scanGap(s: Scanner): string | undefined {
  const start = s.position;
  let c = codeAt(s, start);
  while (c === 32 || (c === 9 && s.libyaml)) c = codeAt(s, ++s.position);
  if (!isBreak(c)) return s.position > start ? s.text.slice(start, s.position) : undefined;
  let breaks = breakText(c);
  skipBreak(s);
  s.simpleKeyAllowed = true;
  for (;;) {
    if (atDocumentMark(s)) return undefined;
    c = codeAt(s, s.position);
    if (c === 32) s.position++;
    else if (c === 9 && s.libyaml) {
      if (s.position - s.lineStart <= s.indent) {
        throw new YamlFailure('while scanning a plain scalar', start, 'found a tab character that violates indentation', s.position);
      }
      s.position++;
    } else if (isBreak(c)) {
      breaks += breakText(c);
      skipBreak(s);
    } else return folded(breaks);
  }
}

/** One line feed becomes a space, several lose the first; LS and PS stay. */
export function folded(breaks: string): string {
  if (!breaks.startsWith('\n')) return breaks;
  return breaks.length === 1 ? ' ' : breaks.slice(1);
}

export function breakText(c: number): string {
  return c === 0x2028 ? '\u2028' : c === 0x2029 ? '\u2029' : '\n';
}
