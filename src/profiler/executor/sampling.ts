import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { elements } from '../shapes.ts';
import { nhwc } from './convolution.ts';
import type { KernelMakers } from './kernel.ts';
import { batchOf, inOrder, naturalOrder, sizeAt, type Tf, value } from './layout.ts';

export const samplingKernels: KernelMakers<'topDetections' | 'selectBest' | 'sampleOffsets' | 'gridSample'> = {
  /** As end-to-end heads do: the best anchors by their best class, of these the best scores; columns box, score, class, rest. */
  topDetections({ count }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return ([scoreValue, featureValue]) => {
      if (!scoreValue || !featureValue) return [];
      const scores = inOrder(tf, scoreValue, naturalOrder(2));
      const features = inOrder(tf, featureValue, naturalOrder(2));
      const classes = sizeAt(scoreValue.shape, 1);
      const images = tf.unstack(scores).map((score, image) => {
        const rows = tf.unstack(features)[image] as Tensor2D;
        const anchors = tf.topk(tf.max(score, 1), Math.min(count, sizeAt(scoreValue.shape, 0))).indices as Tensor1D;
        const candidates = tf.reshape(tf.gather(score, anchors), [-1]);
        const best = tf.topk(candidates, count);
        const anchor = tf.cast(tf.floor(tf.div(tf.cast(tf.add(best.indices, 0.5), 'float32'), classes)), 'int32') as Tensor1D;
        const classIndex = tf.sub(tf.cast(best.indices, 'float32'), tf.mul(tf.cast(anchor, 'float32'), classes));
        const chosen = tf.gather(tf.gather(rows, anchors), anchor) as Tensor2D;
        const column = (x: Tensor) => tf.reshape(x, [-1, 1]) as Tensor2D;
        const [boxes, rest] = [tf.slice(chosen, [0, 0], [count, 4]), tf.slice(chosen, [0, 4], [count, sizeAt(chosen.shape, 1) - 4])];
        return tf.concat([boxes, column(best.values), column(classIndex), ...(rest.size > 0 ? [rest] : [])], 1);
      });
      return [value(tf.stack(images), shape)];
    };
  },
  /** Rows of every further input by the scores of the first. */
  selectBest({ count }, { tf, outputs }) {
    return ([scoreValue, ...others]) => {
      if (!scoreValue) return [];
      const { indices } = tf.topk(inOrder(tf, scoreValue, [0]), count);
      const batch = batchOf(indices);
      const positions = sizeAt(scoreValue.shape, 0);
      return others.map((other, i) => {
        const shape = outputs[i] ?? [];
        const stored = inOrder(tf, other, naturalOrder(other.shape.length));
        // What is alike for every image has one list of rows only.
        const firstRow = tf.reshape(tf.mul(tf.range(0, batch, 1, 'int32'), batchOf(stored) === 1 ? 0 : positions), [batch, 1]);
        const rows = tf.reshape(tf.add(indices, tf.cast(firstRow, 'int32')), [-1]) as Tensor1D;
        const list = tf.reshape(stored, [-1, elements(other.shape.slice(1))]);
        return value(tf.reshape(tf.gather(list, tf.cast(rows, 'int32')), [batch, ...shape]), shape);
      });
    };
  },
  /** Offsets as torchvision's deformable convolution stores them: (vertical, horizontal) for each kernel position; zero outside the map. */
  sampleOffsets({ kernel, stride, padding, dilation }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return ([x, offsetValue]) => {
      if (!x || !offsetValue) return [];
      const map = nhwc(tf, x);
      const offsets = nhwc(tf, offsetValue);
      const [, height, width] = offsets.shape;
      const [batch, h, w, c] = map.shape;
      const cells = tf.reshape(map, [-1, c]);
      const firstCell = tf.reshape(tf.mul(tf.range(0, batch), h * w), [batch, 1, 1]);
      const samples = kernelPositions(kernel).map(([i, j], n) => {
        const base = (axis: 0 | 1, count: number, tap: number) =>
          tf.add(tf.mul(tf.range(0, count), stride[axis]), tap * dilation[axis] - padding[axis]);
        const moved = (channel: number) => tf.squeeze(tf.slice(offsets, [0, 0, 0, channel], [-1, -1, -1, 1]), [3]);
        const y = tf.add(moved(2 * n), tf.reshape(base(0, height, i), [1, height, 1]));
        const z = tf.add(moved(2 * n + 1), tf.reshape(base(1, width, j), [1, 1, width]));
        return bilinear(tf, cells, map.shape, y, z, (cell) => tf.add(cell, firstCell));
      });
      // [batch, h, w, c, positions] -> channel · positions + position.
      const stacked = tf.stack(samples, 4);
      return [value(tf.reshape(stacked, [batchOf(map), height, width, sizeAt(shape, 0)]), shape, [1, 2, 0])];
    };
  },
  /** Each group has its own points; maps lie as [batch, h, w, group, c], as attention's values do. */
  gridSample(_, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return ([x, points]) => {
      if (!x || !points) return [];
      const [groups, c, h, w] = [sizeAt(x.shape, 0), sizeAt(x.shape, 1), sizeAt(x.shape, 2), sizeAt(x.shape, 3)];
      const stored = inOrder(tf, x, [2, 3, 0, 1]);
      const grid = inOrder(tf, points, [1, 0, 2, 3]);
      const batch = Math.max(batchOf(stored), batchOf(grid));
      const along = (axis: 0 | 1, size: number) => {
        const share = tf.squeeze(tf.slice(grid, [0, 0, 0, 0, axis], [-1, -1, -1, -1, 1]), [4]);
        // From −1 … 1 at the edges to cells, the first of which has its centre at 0.
        return tf.add(tf.mul(share, size / 2), (size - 1) / 2);
      };
      const firstCell = tf.reshape(tf.mul(tf.range(0, batch), batchOf(stored) === 1 ? 0 : h * w), [batch, 1, 1, 1]);
      const group = tf.reshape(tf.range(0, groups), [1, 1, groups, 1]);
      const place = (cell: Tensor) => tf.add(tf.mul(tf.add(cell, firstCell), groups), group);
      const samples = bilinear(tf, tf.reshape(stored, [-1, c]), [batch, h, w, c], along(1, h), along(0, w), place);
      return [value(samples, shape, [2, 0, 3, 1])];
    };
  },
};

function kernelPositions([height, width]: readonly [number, number]): [number, number][] {
  return Array.from({ length: height * width }, (_, n) => [Math.floor(n / width), n % width]);
}

/** Samples at (y, x) in cells of a map [batch, h, w, c] whose vectors are the rows of `cells`; `place` finds the row of a cell. */
function bilinear(
  tf: Tf,
  cells: Tensor,
  [, h = 1, w = 1, c = 1]: readonly number[],
  y: Tensor,
  x: Tensor,
  place: (cell: Tensor) => Tensor,
): Tensor {
  const [top, left] = [tf.floor(y), tf.floor(x)];
  const [down, right] = [tf.sub(y, top), tf.sub(x, left)];
  const corners = [0, 1].flatMap((dy) =>
    [0, 1].map((dx) => {
      const [row, column] = [tf.add(top, dy), tf.add(left, dx)];
      const inside = tf.mul(within(tf, row, h), within(tf, column, w));
      const weight = tf.mul(tf.mul(dy ? down : tf.sub(1, down), dx ? right : tf.sub(1, right)), inside);
      const index = place(tf.add(tf.mul(tf.clipByValue(row, 0, h - 1), w), tf.clipByValue(column, 0, w - 1)));
      const values = tf.gather(cells, tf.cast(tf.reshape(index, [-1]), 'int32') as Tensor1D);
      return tf.mul(tf.reshape(values, [...index.shape, c]), tf.expandDims(weight, -1));
    }),
  );
  return corners.reduce((sum, corner) => tf.add(sum, corner));
}

/** 1 where the cell lies on the map, else 0. */
function within(tf: Tf, cell: Tensor, size: number): Tensor {
  return tf.mul(tf.cast(tf.greaterEqual(cell, 0), 'float32'), tf.cast(tf.less(cell, size), 'float32'));
}
