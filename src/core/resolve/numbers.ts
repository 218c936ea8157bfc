/** Python's arithmetic on values from a file, with its TypeErrors. */
import { pythonType } from '../catalogue/arguments.ts';
import { type RefusalRule, Refused } from '../net/refused.ts';
import { PyFloat, type PyValue } from '../python.ts';

/** The number in a Python int, bool or float. */
export function numeric(value: PyValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PyFloat ? value.value : undefined;
}

/** `max(round(n × depth), 1)` above one, else n itself: a row's repeats. */
export function scaledRepeats(n: PyValue, depth: PyValue): PyValue {
  const count = numeric(n);
  if (count === undefined) throw new Refused('TypeError', `'>' not supported between instances of '${pythonType(n)}' and 'int'`, 'repeats');
  if (!(count > 1)) return n;
  const factor = numeric(depth);
  if (factor === undefined)
    throw new Refused(
      'TypeError',
      typeof depth === 'string'
        ? "type str doesn't define __round__ method"
        : `unsupported operand type(s) for *: '${pythonType(n)}' and '${pythonType(depth)}'`,
      'row',
      undefined,
      'scales',
    );
  return Math.max(roundHalfEven(finite(count * factor, Number.isFinite(count) ? 'scales' : 'wrong-repeats')), 1);
}

/** ceil(min(c2, maximum) × width / 8) × 8: a row's channels. */
export function scaledChannels(c2: PyValue, maximum: PyValue, width: PyValue): number {
  const [a, b] = [numeric(c2), numeric(maximum)];
  if (a === undefined || b === undefined) {
    throw new Refused(
      'TypeError',
      `'<' not supported between instances of '${pythonType(maximum)}' and '${pythonType(c2)}'`,
      'args',
      a === undefined ? 0 : undefined,
      a === undefined ? undefined : 'scales',
    );
  }
  const factor = numeric(width);
  if (factor === undefined)
    throw new Refused('TypeError', `unsupported operand type(s) for /: '${pythonType(width)}' and 'int'`, 'row', undefined, 'scales');
  // Where nothing can be compared, Python's min() gives the first.
  const least = Number.isNaN(b) ? a : Math.min(a, b);
  return Math.ceil(finite(least * factor, Number.isFinite(a) ? 'scales' : undefined) / 8) * 8;
}

/** No integer is infinite: rounding refuses it. */
function finite(x: number, rule: RefusalRule | undefined): number {
  if (Number.isFinite(x)) return x;
  const [type, text] = Number.isNaN(x) ? ['ValueError', 'NaN'] : ['OverflowError', 'infinity'];
  throw new Refused(type, `cannot convert float ${text} to integer`, 'args', undefined, rule);
}

/** Python's equality of a number with a number; other types are never equal here. */
export function samePython(a: PyValue, b: PyValue): boolean {
  const [x, y] = [numeric(a), numeric(b)];
  return x !== undefined && y !== undefined ? x === y : a === b;
}

/** Python's `round()`. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
