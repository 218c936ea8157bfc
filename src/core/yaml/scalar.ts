import { PyFloat, type PyValue } from '../python.ts';

/** A plain scalar that Python refuses to make a value of, such as the 40th of a month. */
export class ScalarFailure {
  constructor(readonly problem: string) {}
}

const int = /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const timestamp = /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

const words = new Map<string, null | boolean>([
  ['', null],
  ['~', null],
]);
for (const [word, meaning] of [
  ['null', null],
  ['yes', true],
  ['true', true],
  ['on', true],
  ['no', false],
  ['false', false],
  ['off', false],
] as const) {
  for (const form of [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()]) words.set(form, meaning);
}

/**
 * What PyYAML makes of a scalar without quotes, by the rules of YAML 1.1: `yes` is true, `010` is 8, `1e-4` is text. Dates stay text.
 * Throws {@link ScalarFailure} where Python does.
 */
export function resolvePlain(text: string): PyValue {
  const first = text.charCodeAt(0);
  // Numbers start with a digit, a sign or a dot.
  if (first >= 48 && first <= 57) {
    if (text.length === 1) return first - 48;
  } else if (first !== 45 && first !== 43 && first !== 46) {
    const word = text.length <= 5 ? words.get(text) : undefined;
    return word === undefined ? text : word;
  }
  if (int.test(text)) return parseInt11(text);
  if (float.test(text)) return new PyFloat(parseFloat11(text));
  if (first >= 48 && first <= 57 && timestamp.test(text)) return checkedTimestamp(text);
  return text;
}

/** PyYAML's `int` constructor; throws {@link ScalarFailure}. */
export function parseInt11(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const magnitude = parseMagnitude(digits);
  if (!Number.isFinite(magnitude)) throw new ScalarFailure(`invalid literal for int(): '${text}'`);
  return negative && magnitude !== 0 ? -magnitude : magnitude;
}

function parseMagnitude(digits: string): number {
  if (/^\d+$/.test(digits)) return digits.startsWith('0') ? parseDigits(digits, /^[0-7]+$/, 8) : Number(digits);
  if (digits.startsWith('0b')) return parseDigits(digits.slice(2), /^[01]+$/, 2);
  if (digits.startsWith('0x')) return parseDigits(digits.slice(2), /^[0-9a-fA-F]+$/, 16);
  return digits.includes(':') ? sexagesimal(digits) : Number.NaN;
}

function parseDigits(digits: string, valid: RegExp, base: number): number {
  return valid.test(digits) ? Number.parseInt(digits, base) : Number.NaN;
}

/** PyYAML's `float` constructor; throws {@link ScalarFailure}. */
export function parseFloat11(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '').toLowerCase();
  if (digits === '.inf' || /^(?:inf|infinity)$/.test(digits)) return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan' || digits === 'nan') return Number.NaN;
  if (digits.includes(':')) return sign * sexagesimal(digits);
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits)) throw new ScalarFailure(`could not convert string to float: '${text}'`);
  return sign * Number(digits);
}

/** `1:30` is 90. */
function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + (part === '' ? Number.NaN : Number(part)), 0);
}

function checkedTimestamp(text: string): string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (text.match(/\d+/g) ?? []).map(Number);
  if (year < 1) throw new ScalarFailure(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw new ScalarFailure('month must be in 1..12');
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day < 1 || day > days) throw new ScalarFailure('day is out of range for month');
  if (text.length <= 10) return text;
  if (hour > 23) throw new ScalarFailure('hour must be in 0..23');
  if (minute > 59) throw new ScalarFailure('minute must be in 0..59');
  if (second > 59) throw new ScalarFailure('second must be in 0..59');
  return text;
}
