import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { nhwc } from './convolution.ts';
import { type KernelMakers, unary } from './kernel.ts';
import { channelsLast, sizeAt, type Tf, value } from './layout.ts';

export const resizeKernels: KernelMakers<'resize'> = {
  resize({ mode, size, alignCorners }, { tf, keep, inputs, outputs }) {
    const shape = outputs[0] ?? [];
    const to: [number, number] = [...size];
    const result = (run: (x: Tensor4D) => Tensor) => unary((x) => value(run(nhwc(tf, x)), shape, channelsLast));
    if (mode === 'nearest') return result((x) => tf.image.resizeNearestNeighbor(x, to));
    if (mode === 'nearest-exact') return result((x) => tf.image.resizeNearestNeighbor(x, to, false, true));
    if (mode === 'bilinear') return result((x) => tf.image.resizeBilinear(x, to, alignCorners, !alignCorners));
    const [, h = 1, w = 1] = inputs[0] ?? [];
    const [down, right] = keep(() => [cubic(tf, h, size[0], alignCorners), cubic(tf, w, size[1], alignCorners)]) as Tensor2D[];
    return result((x) => alongRows(tf, x, down as Tensor2D, right as Tensor2D));
  },
};

/** Windows from floor(i · size / count) to ceil((i + 1) · size / count), as PyTorch's adaptive pooling takes them. */
export function windowsOf(size: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)]);
}

/** [count, size]: each row averages the cells of its window. */
export function averages(tf: Tf, size: number, count: number): Tensor2D {
  const matrix = new Float32Array(count * size);
  windowsOf(size, count).forEach(([start, end], i) => {
    matrix.fill(1 / (end - start), i * size + start, i * size + end);
  });
  return tf.tensor2d(matrix, [count, size]);
}

/** A map of which rows and columns are linear combinations of the input's: `down` [h', h], `right` [w', w]. */
export function alongRows(tf: Tf, x: Tensor4D, down: Tensor2D, right: Tensor2D): Tensor4D {
  const [batch, h, w, c] = x.shape;
  const [height, width] = [sizeAt(down.shape, 0), sizeAt(right.shape, 0)];
  const columns = tf.reshape(tf.transpose(x, [0, 1, 3, 2]), [batch * h * c, w]) as Tensor2D;
  const wide = tf.reshape(tf.matMul(columns, tf.transpose(right)), [batch, h, c, width]);
  const rows = tf.reshape(tf.transpose(wide, [0, 2, 3, 1]), [batch * c * width, h]) as Tensor2D;
  const tall = tf.reshape(tf.matMul(rows, tf.transpose(down)), [batch, c, width, height]);
  return tf.transpose(tall, [0, 3, 2, 1]) as Tensor4D;
}

/** [count, size]: cubic convolution with a = −0.75 and cells repeated at the border, as PyTorch resizes. */
function cubic(tf: Tf, size: number, count: number, alignCorners: boolean): Tensor2D {
  const matrix = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const source = alignCorners ? (count > 1 ? (i * (size - 1)) / (count - 1) : 0) : ((i + 0.5) * size) / count - 0.5;
    const first = Math.floor(source) - 1;
    for (let tap = first; tap < first + 4; tap++) {
      const cell = i * size + Math.min(size - 1, Math.max(0, tap));
      matrix[cell] = (matrix[cell] ?? 0) + cubicWeight(Math.abs(source - tap));
    }
  }
  return tf.tensor2d(matrix, [count, size]);
}

function cubicWeight(distance: number): number {
  const a = -0.75;
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  return 0;
}
