import { PyFloat, type PyValue } from '../python.ts';
import { atom } from './python-atoms.ts';
import { fail, is, isName, next, type Parser, peek, takes } from './python-cursor.ts';
import { lambda } from './python-lambda.ts';
import { pythonTokens } from './python-tokens.ts';
import { callArguments, subscript } from './python-trailers.ts';

/** As much of an expression as tells a literal from anything else; the other kinds are named as in Python's `ast`. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: PyValue; readonly number?: { readonly negated: PyValue } }
  | { readonly kind: 'Tuple' | 'List' | 'Set'; readonly items: readonly Expression[] }
  | { readonly kind: 'Dict'; readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[] }
  | { readonly kind: 'sign'; readonly sign: '+' | '-'; readonly operand: Expression }
  | { readonly kind: 'Name'; readonly name: string }
  | { readonly kind: 'Attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'Call'; readonly callee: Expression; readonly args: CallArguments }
  | { readonly kind: OtherKind };

/** What stands between the brackets of a call; `unpacks`: with `*others` or `**others`. */
export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly { readonly name: string; readonly value: Expression }[];
  readonly unpacks: boolean;
}

type OtherKind =
  | 'Subscript'
  | 'BinOp'
  | 'UnaryOp'
  | 'BoolOp'
  | 'Compare'
  | 'IfExp'
  | 'Lambda'
  | 'Await'
  | 'Yield'
  | 'Starred'
  | 'NamedExpr'
  | 'ListComp'
  | 'SetComp'
  | 'DictComp'
  | 'GeneratorExp'
  | 'JoinedStr';

/** Parses a text as CPython's `eval` mode does; throws a `PythonSyntaxFailure`. */
export function parseExpression(text: string): Expression {
  const p: Parser = { tokens: pythonTokens(text), at: 0 };
  if (text === '') throw fail(p, 'invalid syntax', 0);
  const first = expression(p);
  const items = [first];
  let isTuple = false;
  while (takes(p, ',')) {
    isTuple = true;
    if (peek(p).kind === 'newline' || peek(p).kind === 'end') break;
    items.push(expression(p));
  }
  while (peek(p).kind === 'newline') p.at++;
  if (peek(p).kind !== 'end') throw fail(p);
  return isTuple ? { kind: 'Tuple', items } : first;
}

export function expression(p: Parser): Expression {
  if (isName(p, 'lambda')) return lambda(p);
  const value = disjunction(p);
  if (!isName(p, 'if')) return value;
  p.at++;
  disjunction(p);
  if (!isName(p, 'else')) throw fail(p, "expected 'else' after 'if' expression");
  p.at++;
  expression(p);
  return { kind: 'IfExp' };
}

/** `name := expression`, which is allowed inside brackets. */
export function namedExpression(p: Parser): Expression {
  const value = expression(p);
  if (!is(p, ':=')) return value;
  if (value.kind !== 'Name') throw fail(p, 'cannot use assignment expressions here');
  p.at++;
  expression(p);
  return { kind: 'NamedExpr' };
}

export function starredOrNamed(p: Parser): Expression {
  if (!takes(p, '*')) return namedExpression(p);
  bitwise(p);
  return { kind: 'Starred' };
}

export function disjunction(p: Parser): Expression {
  return chain(p, conjunction, ['or'], 'BoolOp');
}

function conjunction(p: Parser): Expression {
  return chain(p, inversion, ['and'], 'BoolOp');
}

function chain(p: Parser, operand: (p: Parser) => Expression, words: readonly string[], kind: 'BoolOp'): Expression {
  let value = operand(p);
  while (words.some((word) => isName(p, word))) {
    p.at++;
    operand(p);
    value = { kind };
  }
  return value;
}

function inversion(p: Parser): Expression {
  if (!isName(p, 'not')) return comparison(p);
  p.at++;
  inversion(p);
  return { kind: 'UnaryOp' };
}

function comparison(p: Parser): Expression {
  let value = bitwise(p);
  while (comparisonOperator(p)) {
    bitwise(p);
    value = { kind: 'Compare' };
  }
  return value;
}

function comparisonOperator(p: Parser): boolean {
  for (const operator of ['==', '!=', '<=', '<', '>=', '>']) if (takes(p, operator)) return true;
  if (isName(p, 'in')) p.at++;
  else if (isName(p, 'is')) {
    p.at++;
    if (isName(p, 'not')) p.at++;
  } else if (isName(p, 'not') && p.tokens[p.at + 1]?.text === 'in') p.at += 2;
  else return false;
  return true;
}

const levels: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']];

export function bitwise(p: Parser, level = 0): Expression {
  const operators = levels[level];
  if (!operators) return factor(p);
  let value = bitwise(p, level + 1);
  while (peek(p).kind === 'operator' && operators.includes(peek(p).text)) {
    p.at++;
    bitwise(p, level + 1);
    value = { kind: 'BinOp' };
  }
  return value;
}

function factor(p: Parser): Expression {
  if (is(p, '+') || is(p, '-')) {
    const sign = next(p).text === '-' ? '-' : '+';
    return { kind: 'sign', sign, operand: factor(p) };
  }
  if (takes(p, '~')) {
    factor(p);
    return { kind: 'UnaryOp' };
  }
  const base = primary(p);
  if (!takes(p, '**')) return base;
  factor(p);
  return { kind: 'BinOp' };
}

function primary(p: Parser): Expression {
  const awaits = isName(p, 'await');
  if (awaits) p.at++;
  let value = atom(p);
  for (;;) {
    if (takes(p, '.')) {
      if (peek(p).kind !== 'name' || isKeyword(peek(p).text)) throw fail(p);
      value = { kind: 'Attribute', of: value, name: next(p).text };
    } else if (takes(p, '(')) {
      const args = callArguments(p);
      const empty = args.positional.length === 0 && args.keywords.length === 0 && !args.unpacks;
      value = value.kind === 'Name' && value.name === 'set' && empty ? { kind: 'Set', items: [] } : { kind: 'Call', callee: value, args };
    } else if (takes(p, '[')) {
      subscript(p);
      value = { kind: 'Subscript' };
    } else return awaits ? { kind: 'Await' } : value;
  }
}

export function negated(value: number | PyFloat): PyValue {
  return value instanceof PyFloat ? new PyFloat(-value.value) : value === 0 ? 0 : -value;
}

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

export function isKeyword(text: string): boolean {
  return keywords.has(text);
}
