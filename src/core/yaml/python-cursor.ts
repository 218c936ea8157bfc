import { PythonSyntaxFailure, type PythonToken } from './python-tokens.ts';

/** A walk over the tokens of an expression; `at` is the next one. */
export interface Parser {
  readonly tokens: readonly PythonToken[];
  at: number;
}

const end: PythonToken = { kind: 'end', text: '', level: 0 };

export function peek(p: Parser): PythonToken {
  return p.tokens[p.at] ?? end;
}

export function next(p: Parser): PythonToken {
  return p.tokens[p.at++] ?? end;
}

/** The next token is this operator. */
export function is(p: Parser, operator: string): boolean {
  const token = peek(p);
  return token.kind === 'operator' && token.text === operator;
}

/** The same for a word. */
export function isName(p: Parser, word: string): boolean {
  const token = peek(p);
  return token.kind === 'name' && token.text === word;
}

/** Steps over an operator if it is next. */
export function takes(p: Parser, operator: string): boolean {
  if (!is(p, operator)) return false;
  p.at++;
  return true;
}

export function expect(p: Parser, operator: string): void {
  if (!takes(p, operator)) throw fail(p);
}

/** Two things side by side inside brackets are, to Python, a forgotten comma. */
export function fail(p: Parser, message = '', line = 1): PythonSyntaxFailure {
  if (message !== '') return new PythonSyntaxFailure(message, line);
  const here = peek(p);
  if (here.kind === 'end' && here.text !== '') return new PythonSyntaxFailure(`'${here.text}' was never closed`);
  const before = p.tokens[p.at - 1];
  const startsValue = here.kind === 'name' || here.kind === 'number' || here.kind === 'string';
  const endsValue =
    before !== undefined &&
    (before.kind === 'name' || before.kind === 'number' || before.kind === 'string' || /^[)\]}]$/.test(before.text));
  const forgotten = startsValue && endsValue && here.level > 0;
  return new PythonSyntaxFailure(forgotten ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax', line);
}
