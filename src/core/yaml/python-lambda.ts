import { expect, fail, is, type Parser, peek, takes } from './python-cursor.ts';
import { type Expression, expression, isKeyword } from './python-expression.ts';

/** `lambda a, b=1, *c, d, **e: …` */
export function lambda(p: Parser): Expression {
  p.at++;
  let defaults = false;
  let star = false;
  let slash = false;
  while (!is(p, ':')) {
    if (takes(p, '**')) {
      parameter(p);
      takes(p, ',');
      break;
    }
    if (takes(p, '/')) {
      if (slash || star || p.tokens[p.at - 2]?.text === 'lambda') throw fail(p);
      slash = true;
    } else if (takes(p, '*')) {
      if (star) throw fail(p);
      star = true;
      if (!is(p, ',')) parameter(p);
      else if (/^(?:\*\*|:)$/.test(p.tokens[p.at + 1]?.text ?? ':')) throw fail(p, 'named arguments must follow bare *');
    } else {
      parameter(p);
      if (takes(p, '=')) {
        expression(p);
        defaults = true;
      } else if (defaults && !star) throw fail(p, 'non-default argument follows default argument');
    }
    if (!is(p, ':')) expect(p, ',');
  }
  expect(p, ':');
  expression(p);
  return { kind: 'Lambda' };
}

function parameter(p: Parser): void {
  if (peek(p).kind !== 'name' || isKeyword(peek(p).text)) throw fail(p);
  p.at++;
}
