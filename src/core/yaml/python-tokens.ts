import { PyFloat, type PyValue } from '../python.ts';
import { scanString } from './python-strings.ts';

/** Python refuses a text as an expression. */
export class PythonSyntaxFailure {
  readonly message: string;
  constructor(what: string, line = 1) {
    this.message = what.startsWith('unhashable') ? what : `${what} (<unknown>, line ${line})`;
  }
}

export interface PythonToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'end';
  /** At the end the bracket that is still open, if one is. */
  readonly text: string;
  readonly value?: PyValue;
  /** Of a string: `b` for bytes, `f` for a formatted one. */
  readonly prefix?: string;
  /** Number of brackets that are open here. */
  readonly level: number;
}

const operators =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<=|>=|==|!=|->|\+=|-=|\*=|\/=|%=|@=|&=|\|=|\^=|:=|<>|[-+*/%@&|^~<>()[\]{},:.;=]/y;
const name = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const stringStart = /(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?=["'])/y;
const hexadecimal = /0[xX](?:_?[0-9a-fA-F])+/y;
const octal = /0[oO](?:_?[0-7])+/y;
const binary = /0[bB](?:_?[01])+/y;
const float = /(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][-+]?\d(?:_?\d)*)?|\d(?:_?\d)*\.?[eE][-+]?\d(?:_?\d)*|\d(?:_?\d)*\./y;
const decimal = /\d(?:_?\d)*/y;
const bases: Readonly<Record<string, string>> = { x: 'hexadecimal', o: 'octal', b: 'binary' };
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** A number may be followed by these without a space. */
const afterNumber = /(?:and|else|for|if|in|is|not|or)\b/y;

/** The tokens of one Python expression as CPython 3.11 makes them; throws {@link PythonSyntaxFailure}. */
export function pythonTokens(text: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  const open: string[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const c = text.charAt(at);
    const level = open.length;
    if (c === ' ' || c === '\t' || c === '\f') at++;
    else if (c === '#') while (at < text.length && text.charAt(at) !== '\n') at++;
    else if (c === '\\' && text.charAt(at + 1) === '\n') {
      at += 2;
      if (at >= text.length) throw new PythonSyntaxFailure('unexpected EOF while parsing');
    } else if (c === '\n' || c === '\r') {
      at++;
      if (level === 0 && tokens.length > 0 && tokens.at(-1)?.kind !== 'newline') tokens.push({ kind: 'newline', text: '', level });
      // A line that begins with a space and goes on is "unexpected indent".
      if (level === 0 && /^[ \t]+[^\s#]/.test(text.slice(at))) throw new PythonSyntaxFailure('unexpected indent', 2);
    } else if (match(stringStart) !== undefined) {
      const prefix = (match(stringStart) ?? '').toLowerCase();
      const { end, value } = scanString(text, at + prefix.length, prefix);
      tokens.push({ kind: 'string', text: text.slice(at, end), value, prefix: prefix.replace(/[ru]/, ''), level });
      at = end;
    } else if (/[0-9]/.test(c) || (c === '.' && /[0-9]/.test(text.charAt(at + 1)))) {
      const token = number(match, level);
      tokens.push(checkEnd(text, at + token.text.length, token));
      at += tokens.at(-1)?.text.length ?? 1;
    } else {
      const word = match(name);
      if (word !== undefined) {
        tokens.push({ kind: 'name', text: word.normalize('NFKC'), level });
        at += word.length;
        continue;
      }
      const operator = match(operators);
      if (operator === undefined) throw unknownCharacter(text, at);
      if ('([{'.includes(operator)) open.push(operator);
      else if (closing[operator] !== undefined) closeBracket(open, operator);
      tokens.push({ kind: 'operator', text: operator, level: open.length });
      at += operator.length;
    }
    if (open.length > 200) throw new PythonSyntaxFailure('too many nested parentheses');
  }
  tokens.push({ kind: 'end', text: open.at(-1) ?? '', level: 0 });
  return tokens;
}

function number(match: (pattern: RegExp) => string | undefined, level: number): PythonToken {
  const based = match(hexadecimal) ?? match(octal) ?? match(binary);
  if (based !== undefined) return { kind: 'number', text: based, value: Number(based.replaceAll('_', '')), level };
  const real = match(float);
  if (real !== undefined) return { kind: 'number', text: real, value: new PyFloat(Number(real.replaceAll('_', ''))), level };
  const whole = match(decimal) ?? '0';
  const base = match(/0[xob]/iy)
    ?.charAt(1)
    .toLowerCase();
  if (base !== undefined) throw new PythonSyntaxFailure(`invalid ${bases[base]} literal`);
  return { kind: 'number', text: whole, value: Number(whole.replaceAll('_', '')), level };
}

function checkEnd(text: string, at: number, token: PythonToken): PythonToken {
  const next = text.charAt(at);
  const isDecimal = typeof token.value === 'number' && /^\d/.test(token.text) && !/^0[xob]/i.test(token.text);
  // A complex number: nothing here has a use for its value.
  if (/[jJ]/.test(next) && !/^0[xob]/i.test(token.text))
    return checkEnd(text, at + 1, { ...token, text: `${token.text}j`, value: new PyFloat(Number.NaN) });
  if (isDecimal && /^0[0_]*[1-9]/.test(token.text)) {
    throw new PythonSyntaxFailure('leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers');
  }
  afterNumber.lastIndex = at;
  if (/[\p{ID_Continue}]/u.test(next) && !afterNumber.test(text)) {
    const kind = /^0x/i.test(token.text)
      ? 'hexadecimal'
      : /^0o/i.test(token.text)
        ? 'octal'
        : /^0b/i.test(token.text)
          ? 'binary'
          : 'decimal';
    throw new PythonSyntaxFailure(`invalid ${kind} literal`);
  }
  return token;
}

function closeBracket(open: string[], bracket: string): void {
  const opening = open.pop();
  if (opening === undefined) throw new PythonSyntaxFailure(`unmatched '${bracket}'`);
  if (opening !== closing[bracket]) {
    throw new PythonSyntaxFailure(`closing parenthesis '${bracket}' does not match opening parenthesis '${opening}'`);
  }
}

function unknownCharacter(text: string, at: number): PythonSyntaxFailure {
  const code = text.codePointAt(at) ?? 0;
  if (code === 0x5c) return new PythonSyntaxFailure('unexpected character after line continuation character');
  if (code < 128 && code > 31) return new PythonSyntaxFailure('invalid syntax');
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const character = String.fromCodePoint(code);
  if (/[\p{C}\p{Z}]/u.test(character)) return new PythonSyntaxFailure(`invalid non-printable character ${hex}`);
  return new PythonSyntaxFailure(`invalid character '${character}' (${hex})`);
}
