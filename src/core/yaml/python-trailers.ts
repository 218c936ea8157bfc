import { comprehension } from './python-atoms.ts';
import { expect, fail, is, type Parser, peek, takes } from './python-cursor.ts';
import { bitwise, type CallArguments, type Expression, expression, isKeyword, namedExpression } from './python-expression.ts';

/** Reads a call up to the closing bracket. */
export function callArguments(p: Parser): CallArguments {
  const positional: Expression[] = [];
  const keywords: { name: string; value: Expression }[] = [];
  let [unpacks, named] = [false, false];
  const read = (): CallArguments => ({ positional, keywords, unpacks });
  if (takes(p, ')')) return read();
  for (let count = 0; ; count++) {
    if (takes(p, '**')) {
      expression(p);
      [unpacks, named] = [true, true];
    } else if (takes(p, '*')) {
      expression(p);
      if (named) throw fail(p, 'iterable argument unpacking follows keyword argument unpacking');
      unpacks = true;
    } else if (peek(p).kind === 'name' && p.tokens[p.at + 1]?.kind === 'operator' && p.tokens[p.at + 1]?.text === '=') {
      keywords.push(keyword(p));
    } else {
      positional.push(namedExpression(p));
      if (comprehension(p)) {
        if (count > 0 || !is(p, ')')) throw fail(p, 'Generator expression must be parenthesized');
        unpacks = true;
      } else if (keywords.length > 0 || named) throw fail(p, `positional argument follows keyword argument${named ? ' unpacking' : ''}`);
    }
    if (takes(p, ')')) return read();
    expect(p, ',');
    if (takes(p, ')')) return read();
  }
}

function keyword(p: Parser): { name: string; value: Expression } {
  const name = peek(p).text;
  if (name === 'True' || name === 'False' || name === 'None') throw fail(p, `cannot assign to ${name}`);
  if (isKeyword(name)) throw fail(p);
  p.at += 2;
  return { name, value: expression(p) };
}

/** `[i]`, `[a:b:c]`, `[i, j]`, from behind the opening bracket. */
export function subscript(p: Parser): void {
  do {
    if (is(p, ']')) break;
    if (takes(p, '*')) bitwise(p);
    else slice(p);
  } while (takes(p, ','));
  if (p.tokens[p.at - 1]?.text === '[') throw fail(p);
  expect(p, ']');
}

function slice(p: Parser): void {
  if (!is(p, ':')) namedExpression(p);
  for (let colons = 0; colons < 2 && takes(p, ':'); colons++) if (!is(p, ':') && !is(p, ']') && !is(p, ',')) expression(p);
}
