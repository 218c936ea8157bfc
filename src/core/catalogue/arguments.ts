/** Argument kinds: what a constructor does with a Python value at this place, refused with Python's words. */
import type { Layer } from '../net/builder.ts';
import { Refused } from '../net/refused.ts';
import { flagged, type Size } from '../net/sizes.ts';
import { PyDict, PyFloat, type PyValue } from '../python.ts';

/** One constructor argument; `fallback` undefined means that it must be given. */
export interface Argument<Name extends string = string, Value = unknown> {
  readonly name: Name;
  readonly kind: 'int' | 'number' | 'bool' | 'size' | 'ints' | 'text' | 'activation' | 'any';
  readonly required: boolean;
  readonly fallback: Value;
  readonly doc: string;
  /** Values worth offering. */
  readonly values?: readonly PyValue[];
  read(value: PyValue): Value;
}

type Options = { readonly values?: readonly PyValue[] };

export const int = <N extends string>(name: N, doc: string, fallback?: number, options?: Options) =>
  argument<N, number>(name, 'int', doc, fallback, (v) => readInt(v, name), options);

/** An integer that PyTorch's own functions get, which take no `bool` for one. */
export const strictInt = <N extends string>(name: N, doc: string, fallback?: number, options?: Options) =>
  argument<N, number>(name, 'int', doc, fallback, (v) => readStrictInt(v, name), options);

/** Output channels that the module divides before any convolution gets them: `True` is 1. */
export const divided = <N extends string>(name: N, doc: string) =>
  argument<N, number>(name, 'int', doc, undefined, (v) => (typeof v === 'boolean' ? Number(v) : readInt(v, name)));

/** An integer at which the module does not always look, and which it reads then. */
export const lateInt = <N extends string>(name: N, doc: string, fallback?: number, options?: Options) =>
  argument<N, PyValue>(name, 'int', doc, fallback, (v) => v, options);

export const number = <N extends string>(name: N, doc: string, fallback?: number, options?: Options) =>
  argument<N, number>(name, 'number', doc, fallback, (v) => (v instanceof PyFloat ? v.value : readInt(v, name)), options);

/** Python's truth of anything. */
export const bool = <N extends string>(name: N, doc: string, fallback?: boolean) =>
  argument<N, boolean>(name, 'bool', doc, fallback, truth);

/** An integer for both directions, or one for each. */
export const size = <N extends string>(name: N, doc: string, fallback?: number) => argument<N, Size>(name, 'size', doc, fallback, readSize);

/** One integer for both directions, which only PyTorch's own function looks at: `True` is 1 until it runs. */
export const dilation = <N extends string>(name: N, doc: string) =>
  argument<N, Size>(name, 'int', doc, 1, (v) => (typeof v === 'boolean' ? flagged([Number(v), Number(v)]) : readInt(v, name)));

/** As `size`, or `None`. */
export const optionalSize = <N extends string>(name: N, doc: string) =>
  argument<N, Size | null>(name, 'size', doc, null, (v) => (v === null ? null : readSize(v)));

export const ints = <N extends string>(name: N, doc: string, fallback?: readonly number[]) =>
  argument<N, readonly number[]>(name, 'ints', doc, fallback, (v) => {
    if (!Array.isArray(v)) throw new Refused('TypeError', `'${pythonType(v)}' object is not iterable`);
    return (v as readonly PyValue[]).map((item) => readInt(item));
  });

/** A list of sizes, each a number or two. */
export const sizes = <N extends string>(name: N, doc: string, fallback?: readonly Size[]) =>
  argument<N, readonly Size[]>(name, 'ints', doc, fallback, (v) => {
    if (!Array.isArray(v)) throw new Refused('TypeError', `'${pythonType(v)}' object is not subscriptable`);
    return (v as readonly PyValue[]).map(readSize);
  });

export const text = <N extends string>(name: N, doc: string, fallback?: string, options?: Options) =>
  argument<N, string>(
    name,
    'text',
    doc,
    fallback,
    (v) => {
      if (typeof v !== 'string') throw new Refused('TypeError', `expected str, got ${pythonType(v)}`);
      return v;
    },
    options,
  );

/** `True` is the default activation; whatever a YAML can say besides is no module and means none. A block gives its parts a layer. */
export const activationFlag = <N extends string>(name: N) =>
  argument<N, boolean | Layer>(
    name,
    'activation',
    'True: the default activation (SiLU); anything else in a YAML: none',
    true,
    (v) => v === true || v === 1,
  );

/** A value that is handed on as it is. */
export const any = <N extends string>(name: N, doc: string, fallback?: PyValue, options?: Options) =>
  argument<N, PyValue>(name, 'any', doc, fallback, (v) => v, options);

/** An argument of a kind of its own. */
export function argument<N extends string, V>(
  name: N,
  kind: Argument['kind'],
  doc: string,
  fallback: V | undefined,
  read: (value: PyValue) => V,
  options?: Options,
): Argument<N, V> {
  return { name, kind, doc, required: fallback === undefined, fallback: fallback as V, read, ...options };
}

/** What Python does first with an argument of this name, and so which operator it names when it refuses a text. */
const compared: Readonly<Record<string, string>> = { g: '<=', groups: '<=', d: '>', dilation: '>' };
const counted: Readonly<Record<string, '+' | '*'>> = { nc: '+', reg_max: '*' };
/** Numbers that a convolution gets as its output channels, just as they stand. */
const outputs: ReadonlySet<string> = new Set(['nc', 'nm', 'ne', 'c2']);
/** Numbers of channels that a convolution first divides by its groups. */
const channels: ReadonlySet<string> = new Set([...outputs, 'c1', 'c3', 'c4', 'cm', 'npr', 'in_channels', 'out_channels', 'ed']);

function readInt(value: PyValue, name = ''): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' && !outputs.has(name)) return value ? 1 : 0;
  if (typeof value === 'boolean') throw inSize('bool');
  if (value instanceof PyFloat) {
    if (name === 'n') throw new Refused('TypeError', "'float' object cannot be interpreted as an integer");
    const fraction = channels.has(name) && !Number.isInteger(value.value);
    throw fraction ? new Refused('ValueError', 'out_channels must be divisible by groups') : inSize('float');
  }
  throw new Refused('TypeError', operation(value, name));
}

function inSize(type: string): Refused {
  return new Refused(
    'TypeError',
    `empty(): argument 'size' (position 1) must be tuple of ints, but found element of type ${type} at pos 0`,
  );
}

/** Python's words where an operator meets what is no number. */
function operation(value: PyValue, name: string): string {
  const type = pythonType(value);
  const sequence = type === 'str' || type === 'list';
  const comparison = compared[name];
  if (comparison !== undefined) return `'${comparison}' not supported between instances of '${type}' and 'int'`;
  const operator = counted[name];
  if (operator === '+' && sequence) return `can only concatenate ${type} (not "int") to ${type}`;
  // A sequence times four is a longer one, to which no number can be added.
  if (operator === '*' && sequence) return `unsupported operand type(s) for +: 'int' and '${type}'`;
  if (operator === undefined && type === 'str') return 'not all arguments converted during string formatting';
  return `unsupported operand type(s) for ${operator ?? '%'}: '${type}' and 'int'`;
}

function readStrictInt(value: PyValue, name: string): number {
  if (typeof value === 'boolean') throw new Refused('TypeError', 'must be tuple of ints, but found element of type bool');
  return readInt(value, name);
}

/** What is no integer is halved, iterated over or handed to PyTorch, which all end alike. */
function readSize(value: PyValue): Size {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return flagged([Number(value), Number(value)]);
  if (!Array.isArray(value)) throw new Refused('TypeError', `unsupported operand type(s) for //: '${pythonType(value)}' and 'int'`);
  const list = (value as readonly PyValue[]).map((v) => {
    if (typeof v === 'number' || typeof v === 'boolean') return Number(v);
    throw new Refused('TypeError', `type must be tuple of ints,but got ${pythonType(v)}`);
  });
  // PyTorch looks at the kind of the first number only.
  return typeof (value as readonly PyValue[])[0] === 'boolean' ? flagged(list) : list;
}

/** What `bool(value)` gives. */
export function truth(value: PyValue): boolean {
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyDict) return value.entries.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

/** The name of the value's type in Python's messages. */
export function pythonType(value: PyValue): string {
  if (value === null) return 'NoneType';
  if (value instanceof PyFloat) return 'float';
  if (value instanceof PyDict) return 'dict';
  if (Array.isArray(value)) return 'list';
  return { boolean: 'bool', number: 'int', string: 'str' }[typeof value as 'boolean' | 'number' | 'string'];
}

/** `repr(value)`, as messages and effective calls show it. */
export function showPython(value: PyValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof PyFloat)
    return Number.isInteger(value.value) && Math.abs(value.value) < 1e16 ? value.value.toFixed(1) : floatText(value.value);
  if (value instanceof PyDict) return `{${[...value.entries].map(([k, v]) => `${showPython(k)}: ${showPython(v)}`).join(', ')}}`;
  if (typeof value === 'number') return String(value);
  return `[${value.map(showPython).join(', ')}]`;
}

function floatText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Plain JSON of a value: floats become numbers, infinities text, as the differential suites write them. */
export function toJson(value: PyValue): unknown {
  if (value instanceof PyFloat) return Number.isFinite(value.value) ? value.value : floatText(value.value);
  if (value instanceof PyDict)
    return Object.fromEntries([...value.entries].map(([k, v]) => [typeof k === 'string' ? k : showPython(k), toJson(v)]));
  return Array.isArray(value) ? value.map(toJson) : value;
}
