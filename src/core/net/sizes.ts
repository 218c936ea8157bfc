/** Sizes of windows and maps, and what PyTorch refuses of them. */
import type { Shape } from '../ops.ts';
import type { Feature } from './builder.ts';
import { Refused } from './refused.ts';

/** One number for both directions, or [height, width]. */
export type Size = number | readonly number[];

/** [height, width]. */
export type Pair = readonly [number, number];

/** A size that begins with Python's `True` or `False`: 1 or 0 in arithmetic and as a kernel, but no stride, padding or window. */
export function flagged(size: readonly number[]): Size {
  flags.add(size);
  return size;
}

/** PyTorch's functions take no `bool` for an integer. */
export function refuseFlags(name: string, sizes: Readonly<Record<string, Size | null | undefined>>): void {
  for (const [part, size] of Object.entries(sizes)) {
    if (typeof size === 'object' && size !== null && flags.has(size))
      throw new Refused('TypeError', `${name}(): argument '${part}' must be tuple of ints, not bool`);
  }
}

const flags = new WeakSet<readonly number[]>();

/** Both directions of a size, of which a list may have only one; refused as PyTorch refuses a list of another length. */
export function pair(size: Size): Pair {
  if (typeof size === 'number') return [size, size];
  const [height, width = size.length === 1 ? height : undefined] = size;
  if (height === undefined || width === undefined || size.length > 2) {
    throw new Refused('RuntimeError', `expected a number or two numbers, but got [${size.join(', ')}]`);
  }
  return [height, width];
}

/** The same where PyTorch wants both. */
export function exactPair(size: Size): Pair {
  if (typeof size !== 'number' && size.length === 1)
    throw new Refused('RuntimeError', `expected two numbers, but got [${size.join(', ')}]`);
  return pair(size);
}

/** Height and width after a window slides over `x`; `ceil`: one more where a last window begins inside. */
export function convolved(x: Feature, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair, ceil = false): Pair {
  const side = (d: 0 | 1) => {
    const size = x.shape[d + 1] ?? 0;
    const room = size + 2 * padding[d] - (dilation[d] * (kernel[d] - 1) + 1);
    if (!ceil) return Math.floor(room / stride[d]) + 1;
    const last = Math.ceil(room / stride[d]);
    return last * stride[d] >= size + padding[d] ? last : last + 1;
  };
  const size: Pair = [side(0), side(1)];
  if (size.some((n) => n < 1)) {
    const padded = [0, 1].map((d) => (x.shape[d + 1] ?? 0) + 2 * (padding[d] ?? 0));
    throw new Refused(
      'RuntimeError',
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${kernel.join(' x ')}). Kernel size can't be greater than actual input size`,
    );
  }
  return size;
}

/** Groups must divide both channel counts, which a convolution checks when it is made. */
export function checkGroups(inputs: number, out: number, groups: number): void {
  if (Number.isNaN(inputs))
    throw new Refused('TypeError', "unsupported operand type(s) for %: 'list' and 'int'", 'args', 0, undefined, true);
  if (groups <= 0) throw new Refused('ValueError', 'groups must be a positive integer', 'args', undefined, 'groups', true);
  if (inputs % groups !== 0)
    throw new Refused(
      'ValueError',
      `in_channels must be divisible by groups (in_channels is ${inputs}, groups is ${groups})`,
      'args',
      undefined,
      'groups',
      true,
    );
  if (out % groups !== 0)
    throw new Refused(
      'ValueError',
      `out_channels must be divisible by groups (out_channels is ${out}, groups is ${groups})`,
      'args',
      undefined,
      'groups',
      true,
    );
}

/** No axis of a stored tensor may be negative. */
export function checkSizes(shape: Shape): void {
  if (shape.some((n) => n < 0)) {
    throw new Refused(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${shape.find((n) => n < 0)}: [${shape.join(', ')}]`,
      'args',
      undefined,
      undefined,
      true,
    );
  }
}

/** Windows, strides and dilations must be positive, and a border at most half a window. */
export function checkPool(kernel: Pair, stride: Pair, padding: Pair, dilation: Pair = [1, 1]): void {
  if (kernel.some((k) => k <= 0) || stride.some((s) => s <= 0)) throw new Refused('RuntimeError', 'stride should not be zero');
  if (dilation.some((d) => d <= 0)) throw new Refused('RuntimeError', 'dilation should be greater than zero');
  if (padding.some((p) => p < 0)) throw new Refused('RuntimeError', 'pad must be non-negative, negative padding is not supported');
  if (padding.some((p, d) => p * 2 > (dilation[d] ?? 1) * ((kernel[d] ?? 0) - 1) + 1))
    throw new Refused('RuntimeError', `pad should be at most half of effective kernel size, but got pad=${Math.max(...padding)}`);
}

/** Greatest common divisor, never negative. */
export function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}
