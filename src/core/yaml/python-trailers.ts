import { comprehension } from './python-atoms.ts';
import { expect, fail, is, type Parser, peek, takes } from './python-cursor.ts';
import { bitwise, expression, isKeyword, namedExpression } from './python-expression.ts';

/** What stands between the brackets of a call, up to the closing one; true where nothing does. */
export function callArguments(p: Parser): boolean {
  if (takes(p, ')')) return true;
  let keywords = false;
  let unpacked = false;
  for (let count = 0; ; count++) {
    if (takes(p, '**')) {
      expression(p);
      unpacked = true;
    } else if (takes(p, '*')) {
      expression(p);
      if (unpacked) throw fail(p, 'iterable argument unpacking follows keyword argument unpacking');
    } else if (peek(p).kind === 'name' && p.tokens[p.at + 1]?.kind === 'operator' && p.tokens[p.at + 1]?.text === '=') {
      keyword(p);
      keywords = true;
    } else {
      namedExpression(p);
      if (comprehension(p)) {
        if (count > 0 || !is(p, ')')) throw fail(p, 'Generator expression must be parenthesized');
      } else if (keywords || unpacked) throw fail(p, `positional argument follows keyword argument${unpacked ? ' unpacking' : ''}`);
    }
    if (takes(p, ')')) return false;
    expect(p, ',');
    if (takes(p, ')')) return false;
  }
}

function keyword(p: Parser): void {
  const name = peek(p).text;
  if (name === 'True' || name === 'False' || name === 'None') throw fail(p, `cannot assign to ${name}`);
  if (isKeyword(name)) throw fail(p);
  p.at += 2;
  expression(p);
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
