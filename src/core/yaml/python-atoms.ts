import { PyFloat } from '../python.ts';
import { expect, fail, is, isName, next, type Parser, peek, takes } from './python-cursor.ts';
import { bitwise, disjunction, type Expression, expression, isKeyword, negated, starredOrNamed } from './python-expression.ts';
import { PythonSyntaxFailure } from './python-tokens.ts';

/** A name, a number, strings, or anything in brackets. */
export function atom(p: Parser): Expression {
  const token = next(p);
  if (token.kind === 'name') return nameOrConstant(p, token.text);
  if (token.kind === 'number') {
    const value = token.value ?? 0;
    return {
      kind: 'constant',
      value,
      ...((typeof value === 'number' || value instanceof PyFloat) && { number: { negated: negated(value) } }),
    };
  }
  if (token.kind === 'string') return strings(p);
  if (token.text === '(') return parenthesis(p);
  if (token.text === '[') return list(p);
  if (token.text === '{') return braces(p);
  if (token.text === '...') return { kind: 'constant', value: '...' };
  p.at--;
  throw fail(p);
}

function nameOrConstant(p: Parser, text: string): Expression {
  if (text === 'None') return { kind: 'constant', value: null };
  if (text === 'True' || text === 'False') return { kind: 'constant', value: text === 'True' };
  if (!isKeyword(text)) return { kind: 'Name', name: text };
  p.at--;
  throw fail(p);
}

/** Neighbouring strings are one. */
function strings(p: Parser): Expression {
  p.at--;
  let value = '';
  let formatted = false;
  const first = peek(p).prefix === 'b';
  while (peek(p).kind === 'string') {
    const token = next(p);
    if ((token.prefix === 'b') !== first) throw new PythonSyntaxFailure('cannot mix bytes and nonbytes literals');
    if (token.prefix === 'f') formatted = true;
    value += typeof token.value === 'string' ? token.value : '';
  }
  return formatted ? { kind: 'JoinedStr' } : { kind: 'constant', value };
}

function parenthesis(p: Parser): Expression {
  if (takes(p, ')')) return { kind: 'Tuple', items: [] };
  if (isName(p, 'yield')) return yieldExpression(p);
  const items = [starredOrNamed(p)];
  if (comprehension(p)) {
    if (items[0]?.kind === 'Starred') throw fail(p, 'iterable unpacking cannot be used in comprehension');
    expect(p, ')');
    return { kind: 'GeneratorExp' };
  }
  if (takes(p, ')')) {
    const [only] = items;
    if (!only || only.kind === 'Starred') throw fail(p, 'cannot use starred expression here');
    return only;
  }
  restOfItems(p, items, ')');
  return { kind: 'Tuple', items };
}

function yieldExpression(p: Parser): Expression {
  p.at++;
  if (isName(p, 'from')) {
    p.at++;
    expression(p);
  } else if (!is(p, ')')) {
    starredOrExpression(p);
    while (takes(p, ',')) if (!is(p, ')')) starredOrExpression(p);
  }
  expect(p, ')');
  return { kind: 'Yield' };
}

function starredOrExpression(p: Parser): void {
  if (takes(p, '*')) bitwise(p);
  else expression(p);
}

function list(p: Parser): Expression {
  if (takes(p, ']')) return { kind: 'List', items: [] };
  const items = [starredOrNamed(p)];
  if (comprehension(p)) {
    if (items[0]?.kind === 'Starred') throw fail(p, 'iterable unpacking cannot be used in comprehension');
    expect(p, ']');
    return { kind: 'ListComp' };
  }
  if (!takes(p, ']')) restOfItems(p, items, ']');
  return { kind: 'List', items };
}

/** From the comma after the first item to the closing bracket. */
function restOfItems(p: Parser, items: Expression[], closing: string): void {
  while (takes(p, ',')) {
    if (takes(p, closing)) return;
    items.push(starredOrNamed(p));
  }
  expect(p, closing);
}

function braces(p: Parser): Expression {
  if (takes(p, '}')) return { kind: 'Dict', entries: [] };
  if (is(p, '**')) return dictionary(p, []);
  const first = starredOrNamed(p);
  if (is(p, ':')) {
    if (first.kind === 'Starred' || first.kind === 'NamedExpr') throw fail(p);
    p.at++;
    const value = expression(p);
    if (comprehension(p)) {
      expect(p, '}');
      return { kind: 'DictComp' };
    }
    const entries = [{ key: first, value }];
    if (takes(p, '}')) return { kind: 'Dict', entries };
    expect(p, ',');
    return dictionary(p, entries);
  }
  if (comprehension(p)) {
    if (first.kind === 'Starred') throw fail(p, 'iterable unpacking cannot be used in comprehension');
    expect(p, '}');
    return { kind: 'SetComp' };
  }
  const items = [first];
  if (!takes(p, '}')) restOfItems(p, items, '}');
  return { kind: 'Set', items };
}

function dictionary(p: Parser, entries: { key?: Expression; value: Expression }[]): Expression {
  while (!takes(p, '}')) {
    if (takes(p, '**')) entries.push({ value: bitwise(p) });
    else {
      const key = expression(p);
      expect(p, ':');
      entries.push({ key, value: expression(p) });
    }
    if (!is(p, '}')) expect(p, ',');
  }
  return { kind: 'Dict', entries };
}

/** `for … in … if …`, as often as it comes; false where there is none. */
export function comprehension(p: Parser): boolean {
  let found = false;
  for (;;) {
    const isAsync = isName(p, 'async');
    if (isAsync) p.at++;
    if (!isName(p, 'for')) {
      if (isAsync) throw fail(p);
      return found;
    }
    p.at++;
    found = true;
    targets(p);
    if (!isName(p, 'in')) throw fail(p);
    p.at++;
    disjunction(p);
    while (isName(p, 'if')) {
      p.at++;
      disjunction(p);
    }
  }
}

function targets(p: Parser): void {
  target(p);
  while (takes(p, ',')) if (!isName(p, 'in')) target(p);
}

function target(p: Parser): void {
  takes(p, '*');
  const value = bitwise(p);
  if (!isTarget(value)) throw fail(p, `cannot assign to ${value.kind === 'constant' ? 'literal' : 'expression'}`);
}

function isTarget(value: Expression): boolean {
  if (value.kind === 'Tuple' || value.kind === 'List') return value.items.every(isTarget);
  return value.kind === 'Name' || value.kind === 'Attribute' || value.kind === 'Subscript' || value.kind === 'Starred';
}
