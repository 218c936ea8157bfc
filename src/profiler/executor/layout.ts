import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../../core/index.ts';

/** The tfjs namespace: of `@tensorflow/tfjs-core`, or the whole one that tfjs-node brings. */
export type Tf = typeof import('@tensorflow/tfjs-core');

/**
 * A tensor of the graph as it lies in memory. `shape` is the graph's (no batch axis); the tensor has the batch axis first
 * and then the graph's axes in `order`: [1, 2, 0] is a feature map [c, h, w] stored as NHWC. Permuting moves no data.
 */
export interface Value {
  readonly tensor: Tensor;
  readonly shape: Shape;
  readonly order: readonly number[];
}

/** Order of a feature map's axes as tfjs wants them. */
export const channelsLast: readonly number[] = [1, 2, 0];

export const naturalOrder = (rank: number): number[] => Array.from({ length: rank }, (_, i) => i);

/** Size along an axis; axes that do not exist count as 1. */
export const sizeAt = (shape: Shape, axis: number): number => shape[axis] ?? 1;

export function value(tensor: Tensor, shape: Shape, order: readonly number[] = naturalOrder(shape.length)): Value {
  return { tensor, shape, order };
}

/** The tensor with its axes in `order`: itself where that is so, a reshape where only axes of size 1 move, else a transpose. */
export function inOrder(tf: Tf, { tensor, shape, order }: Value, wanted: readonly number[]): Tensor {
  if (sameNumbers(order, wanted)) return tensor;
  const real = (axes: readonly number[]) => axes.filter((axis) => shape[axis] !== 1);
  if (sameNumbers(real(order), real(wanted))) return tf.reshape(tensor, [batchOf(tensor), ...wanted.map((axis) => sizeAt(shape, axis))]);
  return tf.transpose(tensor, [0, ...wanted.map((axis) => order.indexOf(axis) + 1)]);
}

/** The axes permuted as PyTorch's `permute` does. */
export function permuted(x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => sizeAt(x.shape, axis));
  return value(
    x.tensor,
    shape,
    x.order.map((axis) => permutation.indexOf(axis)),
  );
}

/** Reshaped in the graph's order. Memory stays as it is where the axes that merge or split lie together, as in NHWC -> [c, h·w]. */
export function reshaped(tf: Tf, x: Value, shape: Shape): Value {
  const batch = batchOf(x.tensor);
  const order = orderAfterReshape(x, shape);
  if (order) return value(tf.reshape(x.tensor, [batch, ...order.map((axis) => sizeAt(shape, axis))]), shape, order);
  return value(tf.reshape(inOrder(tf, x, naturalOrder(x.shape.length)), [batch, ...shape]), shape);
}

/** With axes of size 1 put in front, as broadcasting aligns shapes at their last axis. */
export function withRank(tf: Tf, x: Value, rank: number): Value {
  const missing = rank - x.shape.length;
  if (missing <= 0) return x;
  const shape = [...Array<number>(missing).fill(1), ...x.shape];
  const order = [...naturalOrder(missing), ...x.order.map((axis) => axis + missing)];
  return value(tf.reshape(x.tensor, [batchOf(x.tensor), ...order.map((axis) => sizeAt(shape, axis))]), shape, order);
}

export const batchOf = (tensor: Tensor): number => sizeAt(tensor.shape, 0);

/** The order with one axis moved to the end. */
export const lastInOrder = (order: readonly number[], axis: number): number[] => [...order.filter((other) => other !== axis), axis];

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function orderAfterReshape(x: Value, shape: Shape): number[] | undefined {
  const groups = reshapeGroups(x.shape, shape);
  const result = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const stored = x.order.filter((axis) => x.shape[axis] !== 1);
  for (let at = 0; at < stored.length; ) {
    const group = groups.find(({ from }) => from[0] === stored[at]);
    if (!group?.from.every((axis, i) => stored[at + i] === axis)) return undefined;
    result.push(...group.to);
    at += group.from.length;
  }
  return result;
}

/** The smallest runs of old and new axes that hold the same elements, axes of size 1 left out. */
function reshapeGroups(from: Shape, to: Shape): { from: number[]; to: number[] }[] {
  const groups: { from: number[]; to: number[] }[] = [];
  let i = 0;
  let j = 0;
  const skipOnes = () => {
    while (from[i] === 1) i++;
    while (to[j] === 1) j++;
  };
  for (skipOnes(); i < from.length && j < to.length; skipOnes()) {
    const group = { from: [i], to: [j] };
    let a = sizeAt(from, i++);
    let b = sizeAt(to, j++);
    while (a !== b && (a < b ? i < from.length : j < to.length)) {
      if (a < b) {
        if (from[i] !== 1) group.from.push(i);
        a *= sizeAt(from, i++);
      } else {
        if (to[j] !== 1) group.to.push(j);
        b *= sizeAt(to, j++);
      }
    }
    groups.push(group);
  }
  return groups;
}
