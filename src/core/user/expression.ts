/** The small language of `.yolo-architect/modules.yaml`: Python's arithmetic on numbers, read by a parser of our own; nothing is executed. */
import type { PyValue } from '../python.ts';
import { expect, fail, is, isName, next, type Parser, peek, takes } from '../yaml/python-cursor.ts';
import { PythonSyntaxFailure, pythonTokens } from '../yaml/python-tokens.ts';

/** An expression as read, to be evaluated with values for its names. */
export type Formula =
  | { readonly kind: 'value'; readonly value: PyValue }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Formula[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Formula }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'compare'; readonly operands: readonly Formula[]; readonly operators: readonly string[] }
  | { readonly kind: 'if'; readonly test: Formula; readonly yes: Formula; readonly no: Formula }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] }
  | { readonly kind: 'item'; readonly list: Formula; readonly index: Formula };

/** Longer texts are no sizes of anything; the limit also bounds how deep expressions nest. */
const longest = 500;

/** Reads an expression, or says in Python's words why it is none. */
export function parseFormula(text: string): Formula | { readonly kind: 'failure'; readonly message: string } {
  try {
    if (text.length > longest) throw new PythonSyntaxFailure('expression too long');
    const p: Parser = { tokens: pythonTokens(text.trim()), at: 0 };
    const formula = conditional(p);
    if (peek(p).kind !== 'end') throw fail(p);
    return formula;
  } catch (error) {
    if (error instanceof PythonSyntaxFailure) return { kind: 'failure', message: error.message.replace(' (<unknown>, line 1)', '') };
    throw error;
  }
}

/** The names that an expression reads, each once. */
export function namesOf(formula: Formula): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: Formula): void => {
    if (part.kind === 'name') names.add(part.name);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(formula);
  return names;
}

/** The functions that an expression calls. */
export function callsOf(formula: Formula): readonly string[] {
  return [...(formula.kind === 'call' ? [formula.name] : []), ...partsOf(formula).flatMap(callsOf)];
}

function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'list':
      return formula.items;
    case 'unary':
      return [formula.operand];
    case 'binary':
      return [formula.left, formula.right];
    case 'compare':
      return formula.operands;
    case 'if':
      return [formula.test, formula.yes, formula.no];
    case 'call':
      return formula.args;
    case 'item':
      return [formula.list, formula.index];
    default:
      return [];
  }
}

function conditional(p: Parser): Formula {
  const yes = binary(p, 0);
  if (!isName(p, 'if')) return yes;
  p.at++;
  const test = binary(p, 0);
  if (!isName(p, 'else')) throw fail(p, "expected 'else' after 'if' expression");
  p.at++;
  return { kind: 'if', test, yes, no: conditional(p) };
}

/** From the loosest binding to the tightest; comparisons stand between words and arithmetic. */
const levels: readonly (readonly string[])[] = [['or'], ['and'], [], ['+', '-'], ['*', '/', '//', '%']];
const comparisons = ['==', '!=', '<=', '<', '>=', '>'];
const comparisonLevel = 2;

function binary(p: Parser, level: number): Formula {
  const operators = levels[level];
  if (operators === undefined) return factor(p);
  if (level === comparisonLevel) return isName(p, 'not') ? inversion(p) : comparison(p, level);
  let left = binary(p, level + 1);
  while (operators.includes(peek(p).text) && peek(p).kind !== 'string') {
    const operator = next(p).text;
    left = { kind: 'binary', operator, left, right: binary(p, level + 1) };
  }
  return left;
}

function inversion(p: Parser): Formula {
  p.at++;
  return { kind: 'unary', operator: 'not', operand: binary(p, comparisonLevel) };
}

function comparison(p: Parser, level: number): Formula {
  const operands = [binary(p, level + 1)];
  const operators: string[] = [];
  while (peek(p).kind === 'operator' && comparisons.includes(peek(p).text)) {
    operators.push(next(p).text);
    operands.push(binary(p, level + 1));
  }
  return operators.length === 0 ? (operands[0] as Formula) : { kind: 'compare', operands, operators };
}

function factor(p: Parser): Formula {
  if (is(p, '-') || is(p, '+')) {
    const operator = next(p).text === '-' ? '-' : '+';
    return { kind: 'unary', operator, operand: factor(p) };
  }
  const base = primary(p);
  return takes(p, '**') ? { kind: 'binary', operator: '**', left: base, right: factor(p) } : base;
}

function primary(p: Parser): Formula {
  let value = atom(p);
  for (;;) {
    if (takes(p, '[')) {
      const index = conditional(p);
      expect(p, ']');
      value = { kind: 'item', list: value, index };
    } else if (is(p, '(')) {
      if (value.kind !== 'name') throw fail(p);
      p.at++;
      value = { kind: 'call', name: value.name, args: items(p, ')') };
    } else return value;
  }
}

const constants: Readonly<Record<string, PyValue>> = { None: null, True: true, False: false };
const words = new Set(['if', 'else', 'and', 'or', 'not', 'lambda', 'for', 'in', 'is']);

function atom(p: Parser): Formula {
  const token = next(p);
  if (token.kind === 'number') return { kind: 'value', value: token.value ?? 0 };
  if (token.kind === 'string') return { kind: 'value', value: token.value ?? '' };
  if (token.kind === 'name' && !words.has(token.text)) {
    const constant = constants[token.text];
    return constant === undefined ? { kind: 'name', name: token.text } : { kind: 'value', value: constant };
  }
  if (token.kind === 'operator' && token.text === '[') return { kind: 'list', items: items(p, ']') };
  if (token.kind === 'operator' && token.text === '(') {
    const inner = conditional(p);
    if (takes(p, ')')) return inner;
    expect(p, ',');
    return { kind: 'list', items: [inner, ...items(p, ')')] };
  }
  p.at--;
  throw fail(p);
}

/** Up to the closing bracket; a comma behind the last one is allowed. */
function items(p: Parser, closing: string): Formula[] {
  const list: Formula[] = [];
  while (!takes(p, closing)) {
    list.push(conditional(p));
    if (!is(p, closing)) expect(p, ',');
  }
  return list;
}
