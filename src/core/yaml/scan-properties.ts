import { isBlankOrEnd, isBreakOrEnd, isHexDigit, isNameCharacter, reprCharacter } from './characters.ts';
import { codeAt, push, type Scanner, skipComment } from './scanner.ts';
import { ALIAS, ANCHOR, DIRECTIVE, TAG, YamlFailure } from './tokens.ts';

/** Between the handle and the rest of a tag, as a token keeps both: it occurs in neither. */
export const tagSeparator = '\0';

/** `&name` or `*name`. */
export function scanAnchor(s: Scanner): void {
  const start = s.position;
  const isAlias = codeAt(s, start) === 42;
  const name = takeName(s, start + 1);
  const c = codeAt(s, s.position);
  const ends = isBlankOrEnd(c) || c === 63 || c === 58 || c === 44 || c === 93 || c === 125 || c === 37 || c === 64 || c === 96;
  if (name === '' || !ends) {
    const found = reprCharacter(s.text, s.position);
    throw new YamlFailure(
      `while scanning an ${isAlias ? 'alias' : 'anchor'}`,
      start,
      `expected alphabetic or numeric character, but found ${found}`,
      s.position,
    );
  }
  push(s, isAlias ? ALIAS : ANCHOR, start, s.position, name);
}

/** `!name`, `!!name`, `!handle!name`, `!<uri>` or a lone `!`. */
export function scanTag(s: Scanner): void {
  const start = s.position;
  const next = codeAt(s, start + 1);
  let handle = '';
  let suffix = '!';
  if (next === 60) {
    s.position += 2;
    suffix = scanUri(s, 'tag', start);
    if (codeAt(s, s.position) !== 62) throw refuse(s, 'while parsing a tag', start, "expected '>'");
    s.position++;
  } else if (isBlankOrEnd(next)) s.position++;
  else {
    let at = start + 1;
    while (!isBreakOrEnd(codeAt(s, at)) && codeAt(s, at) !== 32 && codeAt(s, at) !== 33) at++;
    if (codeAt(s, at) === 33) handle = scanHandle(s, 'tag', start);
    else {
      handle = '!';
      s.position++;
    }
    suffix = scanUri(s, 'tag', start);
  }
  const c = codeAt(s, s.position);
  const ends = (isBlankOrEnd(c) && c !== 9) || (s.libyaml && ((c === 44 && s.flowLevel > 0) || c === 9));
  if (!ends) throw refuse(s, 'while scanning a tag', start, "expected ' '");
  push(s, TAG, start, s.position, handle + tagSeparator + suffix);
}

/** `%YAML 1.1`, `%TAG ! prefix`; the token's value is `YAML 1.1`, or handle and prefix. */
export function scanDirective(s: Scanner): void {
  const context = 'while scanning a directive';
  const start = s.position;
  const name = takeName(s, start + 1);
  if (name === '' || !endsWord(s)) throw refuse(s, context, start, 'expected alphabetic or numeric character');
  let value = name;
  if (name === 'YAML') {
    const version = /^ *(\d+)\.(\d+)/.exec(s.text.slice(s.position, s.position + 64));
    if (!version) throw refuse(s, context, start, 'expected a digit');
    s.position += version[0].length;
    if (!endsWord(s)) throw refuse(s, context, start, "expected a digit or ' '");
    value = `YAML ${version[1]}.${version[2]}`;
  } else if (name === 'TAG') {
    skipSpaces(s);
    value = scanHandle(s, 'directive', start) + tagSeparator;
    if (codeAt(s, s.position) !== 32) throw refuse(s, context, start, "expected ' '");
    skipSpaces(s);
    value += scanUri(s, 'directive', start);
    if (!endsWord(s)) throw refuse(s, context, start, "expected ' '");
  } else if (s.libyaml) throw new YamlFailure(context, start, 'found unknown directive name', start);
  else while (!isBreakOrEnd(codeAt(s, s.position))) s.position++;
  const end = s.position;
  skipSpaces(s);
  skipComment(s);
  if (!isBreakOrEnd(codeAt(s, s.position))) throw refuse(s, context, start, 'expected a comment or a line break');
  push(s, DIRECTIVE, start, end, value);
}

function takeName(s: Scanner, from: number): string {
  s.position = from;
  while (isNameCharacter(codeAt(s, s.position))) s.position++;
  return s.text.slice(from, s.position);
}

function scanHandle(s: Scanner, what: string, start: number): string {
  const from = s.position;
  if (codeAt(s, from) !== 33) throw refuse(s, `while scanning a ${what}`, start, "expected '!'");
  s.position++;
  if (codeAt(s, s.position) === 32) return '!';
  takeName(s, s.position);
  if (codeAt(s, s.position) !== 33) throw refuse(s, `while scanning a ${what}`, start, "expected '!'");
  s.position++;
  return s.text.slice(from, s.position);
}

function scanUri(s: Scanner, what: string, start: number): string {
  const from = s.position;
  for (
    let c = codeAt(s, from);
    isNameCharacter(c) || ";/?:@&=+$,.!~*'()[]%".includes(String.fromCharCode(c));
    c = codeAt(s, ++s.position)
  ) {
    if (s.libyaml && s.flowLevel > 0 && c === 44) break;
    if (c === 37 && !(isHexDigit(codeAt(s, s.position + 1)) && isHexDigit(codeAt(s, s.position + 2)))) {
      throw refuse(s, `while scanning a ${what}`, start, 'expected URI escape sequence of 2 hexadecimal numbers');
    }
  }
  if (s.position === from) throw refuse(s, `while parsing a ${what}`, start, 'expected URI');
  const uri = s.text.slice(from, s.position);
  try {
    return decodeURIComponent(uri);
  } catch {
    throw refuse(s, `while scanning a ${what}`, start, 'expected UTF-8');
  }
}

function endsWord(s: Scanner): boolean {
  return isBlankOrEnd(codeAt(s, s.position)) && codeAt(s, s.position) !== 9;
}

function skipSpaces(s: Scanner): void {
  while (codeAt(s, s.position) === 32) s.position++;
}

function refuse(s: Scanner, context: string, start: number, problem: string): YamlFailure {
  return new YamlFailure(context, start, `${problem}, but found ${reprCharacter(s.text, s.position)}`, s.position);
}
