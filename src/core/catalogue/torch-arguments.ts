/** Argument kinds of `torch.nn`: its constructors mostly keep what they get, and PyTorch's own functions are strict when the layer runs. */
import { Refused } from '../net/refused.ts';
import type { Size } from '../net/sizes.ts';
import { PyDict, PyFloat, type PyValue } from '../python.ts';
import { any, argument, pythonType } from './arguments.ts';

/** A number of any kind; `True` is 1. */
export const scalar = <N extends string>(name: N, doc: string, fallback?: number) =>
  argument<N, number>(name, 'number', doc, fallback, (value) => readScalar(value, name));

/** A number, or `None`. */
export const optionalScalar = <N extends string>(name: N, doc: string) =>
  argument<N, number | null>(name, 'number', doc, null, (value) => (value === null ? null : readScalar(value, name)));

/** An integer and nothing that only counts as one. */
export const integer = <N extends string>(name: N, doc: string, fallback?: number) =>
  argument<N, number>(name, 'int', doc, fallback, (value) => readInteger(value, name));

/** An integer, or `None`. */
export const optionalInteger = <N extends string>(name: N, doc: string) =>
  argument<N, number | null>(name, 'int', doc, null, (value) => (value === null ? null : readInteger(value, name)));

/** `True` or `False` and nothing that is merely true. */
export const flag = <N extends string>(name: N, doc: string, fallback?: boolean) =>
  argument<N, boolean>(name, 'bool', doc, fallback, (value) => {
    if (typeof value === 'boolean') return value;
    throw mustBe(name, 'bool', value);
  });

/** An integer or a list of them: height and width. */
export const extent = <N extends string>(name: N, doc: string, fallback?: number) =>
  argument<N, Size>(name, 'size', doc, fallback, (value) => readExtent(value, name));

/** The same, or `None`. */
export const optionalExtent = <N extends string>(name: N, doc: string) =>
  argument<N, Size | null>(name, 'size', doc, null, (value) => (value === null ? null : readExtent(value, name)));

/** Where new tensors lie and what their numbers are, which only the program that runs the model has a use for; `checkFactory` where one is made. */
export const factory = [
  any('device', 'where its tensors lie; None where the model is', null),
  any('dtype', 'kind of its numbers; None as everywhere', null),
] as const;

/** Refuses what no tensor can be made with; `position`: where `device` stands among the constructor's arguments. */
export function checkFactory({ device, dtype }: { readonly device: PyValue; readonly dtype: PyValue }, position: number): void {
  const refuse = (type: string, text: string, at: number) => new Refused(type, text, 'args', at, undefined, true);
  // The kinds of all arguments come before the meaning of any.
  const named = device === null || typeof device === 'string' || typeof device === 'number';
  if (!named) throw refuse('TypeError', mustBe('device', 'torch.device', device).text, position);
  if (dtype !== null) throw refuse('TypeError', mustBe('dtype', 'torch.dtype', dtype).text, position + 1);
  if (typeof device === 'string' && !/^cpu(:\d+)?$/.test(device))
    throw refuse('RuntimeError', `Invalid device string: '${device}'`, position);
  if (typeof device === 'number') throw refuse('RuntimeError', 'No accelerator of this number', position);
}

/** Where a constructor in Python looks at a number first: compares or multiplies it. */
export function pythonNumber(value: PyValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof PyFloat) return value.value;
  const text = `'<' not supported between instances of '${pythonType(value)}' and 'int'`;
  throw new Refused('TypeError', text, 'args', undefined, undefined, true);
}

/** Axis `dim` of a tensor of the batch and `rank` more, counted from 0; out of range as PyTorch says it. */
export function axisOf(dim: number, rank: number): number {
  const axes = rank + 1;
  if (dim < -axes || dim >= axes) {
    throw new Refused('IndexError', `Dimension out of range (expected to be in range of [-${axes}, ${rank}], but got ${dim})`);
  }
  return dim < 0 ? dim + axes : dim;
}

/** What Python iterates over: a text's characters and a mapping's keys too. */
export function iterated(value: PyValue): readonly PyValue[] | undefined {
  if (typeof value === 'string') return [...value];
  if (value instanceof PyDict) return [...value.entries.keys()];
  return Array.isArray(value) ? (value as readonly PyValue[]) : undefined;
}

/** Element `i` of a list of integers: behind the first, `True` is 1. `argument` is the index of what is blamed, where its reader does not tell. */
export function sizeElement(item: PyValue, i: number, name: string, argument?: number): number {
  if (typeof item === 'number') return item;
  if (typeof item === 'boolean' && i > 0) return Number(item);
  const text = `argument '${name}' must be tuple of ints, but found element of type ${pythonType(item)} at pos ${i}`;
  throw new Refused('TypeError', text, 'args', argument);
}

function readInteger(value: PyValue, name: string): number {
  if (typeof value === 'number') return value;
  throw mustBe(name, 'int', value);
}

function readScalar(value: PyValue, name: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof PyFloat) return value.value;
  throw mustBe(name, 'Number', value);
}

/** PyTorch looks at the kind of the first number of a list when it chooses a function, at the others when it calls it. */
function readExtent(value: PyValue, name: string): Size {
  if (typeof value === 'number') return value;
  const list = iterated(value);
  if (list === undefined || typeof value === 'string') throw mustBe(name, 'tuple of ints', value);
  return list.map((item, i) => sizeElement(item, i, name));
}

function mustBe(name: string, kind: string, value: PyValue): Refused {
  return new Refused('TypeError', `argument '${name}' must be ${kind}, not ${pythonType(value)}`);
}
