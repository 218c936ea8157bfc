/** Values of expressions, as Python's arithmetic gives them. */
import { pythonType, showPython, truth } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { gcd } from '../net/sizes.ts';
import { PyFloat, type PyValue } from '../python.ts';
import { numeric, roundHalfEven, samePython } from '../resolve/numbers.ts';
import type { Formula } from './expression.ts';

/** What the names of an expression stand for. */
export type Names = Readonly<Record<string, PyValue>>;

/** An expression has no value: what is wrong, for people. */
export class NoValue {
  constructor(readonly message: string) {}
}

/** The functions that expressions may call. */
export const functions = ['min', 'max', 'sum', 'len', 'ceil', 'floor', 'round', 'int', 'abs', 'gcd'];

/** Evaluates an expression; throws {@link NoValue}. */
export function evaluate(formula: Formula, names: Names): PyValue {
  switch (formula.kind) {
    case 'value':
      return formula.value;
    case 'name': {
      const value = Object.hasOwn(names, formula.name) ? names[formula.name] : undefined;
      if (value === undefined) throw new NoValue(t`there is no ${formula.name}`);
      return value;
    }
    case 'list':
      return formula.items.map((item) => evaluate(item, names));
    case 'unary': {
      const value = evaluate(formula.operand, names);
      if (formula.operator === 'not') return !truth(value);
      const n = number(value);
      return like(formula.operator === '-' ? -n : n, value);
    }
    case 'binary':
      return binary(formula, names);
    case 'compare':
      return compare(formula, names);
    case 'if':
      return evaluate(truth(evaluate(formula.test, names)) ? formula.yes : formula.no, names);
    case 'call':
      return call(
        formula.name,
        formula.args.map((arg) => evaluate(arg, names)),
      );
    case 'item':
      return item(evaluate(formula.list, names), evaluate(formula.index, names));
  }
}

/** The whole number that an expression gives; a float without a fraction is one too. Throws {@link NoValue}. */
export function evaluateWhole(formula: Formula, names: Names): number {
  const value = evaluate(formula, names);
  const n = number(value);
  if (!Number.isSafeInteger(n)) throw new NoValue(t`${showPython(value)} is no whole number`);
  return n;
}

function binary({ operator, left, right }: Extract<Formula, { kind: 'binary' }>, names: Names): PyValue {
  const a = evaluate(left, names);
  if (operator === 'and') return truth(a) ? evaluate(right, names) : a;
  if (operator === 'or') return truth(a) ? a : evaluate(right, names);
  const b = evaluate(right, names);
  const [x, y] = [number(a), number(b)];
  if ((operator === '/' || operator === '//' || operator === '%') && y === 0) throw new NoValue(t`a division by zero`);
  switch (operator) {
    case '+':
      return like(x + y, a, b);
    case '-':
      return like(x - y, a, b);
    case '*':
      return like(x * y, a, b);
    case '/':
      return new PyFloat(finite(x / y));
    case '//':
      return like(Math.floor(x / y), a, b);
    case '%':
      return like(x - y * Math.floor(x / y), a, b);
    default:
      return y < 0 ? new PyFloat(finite(x ** y)) : like(x ** y, a, b);
  }
}

function compare({ operands, operators }: Extract<Formula, { kind: 'compare' }>, names: Names): boolean {
  const values = operands.map((operand) => evaluate(operand, names));
  return operators.every((operator, i) => {
    const [a, b] = [values[i] ?? null, values[i + 1] ?? null];
    if (operator === '==' || operator === '!=') return same(a, b) === (operator === '==');
    const difference = number(a) - number(b);
    if (operator === '<') return difference < 0;
    if (operator === '<=') return difference <= 0;
    return operator === '>' ? difference > 0 : difference >= 0;
  });
}

function same(a: PyValue, b: PyValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => same(value, b[i] as PyValue));
  return samePython(a, b);
}

function call(name: string, args: readonly PyValue[]): PyValue {
  const [first = null] = args;
  const list = args.length === 1 && Array.isArray(first) ? (first as readonly PyValue[]) : args;
  const of = (f: (x: number) => number) => finite(f(number(first)));
  switch (name) {
    case 'min':
    case 'max': {
      if (list.length === 0) throw new NoValue(t`${name} of nothing`);
      return list.reduce((a, b) => ((name === 'min' ? number(b) < number(a) : number(b) > number(a)) ? b : a));
    }
    case 'sum':
      return list.reduce<PyValue>((a, b) => like(number(a) + number(b), a, b), 0);
    case 'len':
      if (!Array.isArray(first)) throw new NoValue(t`${showPython(first)} is no list`);
      return first.length;
    case 'ceil':
      return of(Math.ceil);
    case 'floor':
      return of(Math.floor);
    case 'round':
      return of(roundHalfEven);
    case 'int':
      return of(Math.trunc);
    case 'abs':
      return like(Math.abs(number(first)), first);
    case 'gcd':
      return args.reduce<number>((a, b) => gcd(a, Math.trunc(number(b))), 0);
    default:
      throw new NoValue(t`there is no function ${name}`);
  }
}

function item(list: PyValue, index: PyValue): PyValue {
  const at = number(index);
  const value = Array.isArray(list) ? (list as readonly PyValue[]).at(at) : undefined;
  if (value === undefined) throw new NoValue(Array.isArray(list) ? t`there is no element ${at}` : t`${showPython(list)} is no list`);
  return value;
}

function number(value: PyValue): number {
  const n = numeric(value);
  if (n === undefined) throw new NoValue(t`${showPython(value)} (${pythonType(value)}) is no number`);
  return n;
}

/** An int where all operands are ints, else a float. */
function like(n: number, ...operands: readonly PyValue[]): PyValue {
  return operands.some((operand) => operand instanceof PyFloat) ? new PyFloat(finite(n)) : finite(n) + 0;
}

function finite(n: number): number {
  if (!Number.isFinite(n)) throw new NoValue(t`the number is too large`);
  return n;
}
