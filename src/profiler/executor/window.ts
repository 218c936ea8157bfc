import type { Tensor4D } from '@tensorflow/tfjs-core';
import { sizeAt, type Tf } from './layout.ts';

type Pair = readonly [number, number];
/** [top, left, bottom, right] */
export type Padding = readonly [number, number, number, number];

export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

interface PaddedInput {
  readonly x: Tensor4D;
  readonly pad: 'valid' | 'same' | ExplicitPadding;
  /** tfjs wants to be told, but only of explicit padding. */
  readonly dimRoundingMode?: 'floor';
}

/** Explicit padding as tfjs wants it. */
export function explicitPadding([top, left, bottom, right]: Padding): Omit<PaddedInput, 'x'> {
  if (top + left + bottom + right === 0) return { pad: 'valid' };
  return {
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    dimRoundingMode: 'floor',
  };
}

/**
 * Padding of a pool. TensorFlow's library pools without explicit padding only, so that there it is `same` where that means the same
 * cells, and otherwise done beforehand with `fill`.
 */
export function poolPadding(tf: Tf, backend: string, x: Tensor4D, window: Window, fill: number): PaddedInput {
  const explicit = explicitPadding(window.padding);
  if (backend !== 'tensorflow' || explicit.pad === 'valid') return { x, ...explicit };
  const same = [0, 1].every((axis) => isSamePadding(sizeAt(x.shape, axis + 1), window, axis as 0 | 1));
  return same ? { x, pad: 'same' } : { x: padded(tf, x, window.padding, fill), pad: 'valid' };
}

export function padded(tf: Tf, x: Tensor4D, [top, left, bottom, right]: Padding, fill: number): Tensor4D {
  return tf.pad(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    fill,
  );
}

/** TensorFlow's `same` puts the odd cell at the end and none more than the windows need. */
function isSamePadding(size: number, { kernel, stride, padding, dilation }: Window, axis: 0 | 1): boolean {
  const before = padding[axis];
  const after = padding[axis === 0 ? 2 : 3];
  const extent = (kernel[axis] - 1) * dilation[axis] + 1;
  const count = Math.floor((size + before + after - extent) / stride[axis]) + 1;
  const total = Math.max((count - 1) * stride[axis] + extent - size, 0);
  return count === Math.ceil(size / stride[axis]) && before === Math.floor(total / 2) && after >= total - before;
}
