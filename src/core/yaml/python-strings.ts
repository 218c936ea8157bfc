import { PythonSyntaxFailure } from './python-tokens.ts';

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A string literal from its opening quote on; `prefix` is in lower case. */
export function scanString(text: string, start: number, prefix: string): { readonly end: number; readonly value: string } {
  const quote = text.charAt(start);
  const triple = text.startsWith(quote.repeat(3), start);
  const closing = triple ? quote.repeat(3) : quote;
  let at = start + closing.length;
  const from = at;
  while (!text.startsWith(closing, at)) {
    if (at >= text.length || (!triple && text.charAt(at) === '\n')) {
      throw new PythonSyntaxFailure(`unterminated ${triple ? 'triple-quoted ' : ''}string literal (detected at line 1)`);
    }
    at += text.charAt(at) === '\\' ? 2 : 1;
  }
  const body = text.slice(from, at);
  const isBytes = prefix.includes('b');
  if (isBytes && /[^\0-\x7f]/.test(body)) throw new PythonSyntaxFailure('bytes can only contain ASCII literal characters');
  if (prefix.includes('f')) checkFormatted(body);
  return { end: at + closing.length, value: prefix.includes('r') ? body : decodeEscapes(body, isBytes) };
}

/** Braces in a formatted string hold expressions; their content is not looked at further. */
function checkFormatted(body: string): void {
  const bare = body.replace(/\{\{|\}\}/g, '');
  if (/\{\s*[}!:=]/.test(bare)) throw new PythonSyntaxFailure('f-string: empty expression not allowed');
  const rest = bare.replace(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '');
  if (rest.includes('}')) throw new PythonSyntaxFailure("f-string: single '}' is not allowed");
  if (rest.includes('{')) throw new PythonSyntaxFailure("f-string: expecting '}'");
}

function decodeEscapes(body: string, isBytes: boolean): string {
  if (!body.includes('\\')) return body;
  let value = '';
  for (let i = 0; i < body.length; i++) {
    if (body.charAt(i) !== '\\') {
      value += body.charAt(i);
      continue;
    }
    const letter = body.charAt(++i);
    const octal = /^[0-7]{1,3}/.exec(body.slice(i, i + 3))?.[0];
    const length = isBytes && letter !== 'x' ? undefined : hexLengths[letter];
    if (simple[letter] !== undefined) value += simple[letter];
    else if (octal !== undefined) {
      value += String.fromCharCode(Number.parseInt(octal, 8));
      i += octal.length - 1;
    } else if (length !== undefined) {
      const digits = body.slice(i + 1, i + 1 + length);
      const code = new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) ? Number.parseInt(digits, 16) : -1;
      if (code < 0 || code > 0x10ffff) throw badEscape(letter, isBytes);
      value += String.fromCodePoint(code);
      i += length;
    } else if (letter === 'N' && !isBytes) {
      const named = /^\{[^}]+\}/.exec(body.slice(i + 1))?.[0];
      if (named === undefined)
        throw new PythonSyntaxFailure("(unicode error) 'unicodeescape' codec can't decode bytes: malformed \\N character escape");
      // The names of all characters are not at hand; one stands for any.
      value += '\ufffd';
      i += named.length;
    } else value += `\\${letter}`;
  }
  return value;
}

function badEscape(letter: string, isBytes: boolean): PythonSyntaxFailure {
  if (isBytes) return new PythonSyntaxFailure('(value error) invalid \\x escape at position 0');
  const form = letter === 'x' ? '\\xXX' : letter === 'u' ? '\\uXXXX' : '\\UXXXXXXXX';
  return new PythonSyntaxFailure(`(unicode error) 'unicodeescape' codec can't decode bytes: truncated ${form} escape`);
}
