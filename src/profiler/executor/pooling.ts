import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { nhwc } from './convolution.ts';
import { alongRows, averages, windowsOf } from './interpolation.ts';
import { type KernelContext, type KernelMakers, unary } from './kernel.ts';
import { channelsLast, sizeAt, type Tf, value } from './layout.ts';
import { type Padding, padded, poolPadding, type Window } from './window.ts';

type Pair = readonly [number, number];
type PoolKind = 'maxPool2d' | 'avgPool2d' | 'adaptiveAvgPool2d' | 'adaptiveMaxPool2d';

export const poolingKernels: KernelMakers<PoolKind> = {
  maxPool2d: ({ kernel, stride, padding, dilation }, context) =>
    pooled(context, (x, output) => {
      const window = { kernel, stride, dilation, padding: reaching(x, output, { kernel, stride, dilation, padding: both(padding) }) };
      return dilation.some((d) => d > 1) ? shiftedMax(context.tf, x, output, window) : maxPool(context, x, window);
    }),
  avgPool2d: ({ kernel, stride, padding, countPadding }, context) =>
    pooled(context, (x, output) => {
      const { tf } = context;
      const window = { kernel, stride, dilation: [1, 1] as Pair, padding: both(padding) };
      const reach = reaching(x, output, window);
      if (countPadding) return avgPool(tf, padded(tf, x, reach, 0), kernel, stride);
      const ones = tf.ones([1, sizeAt(x.shape, 1), sizeAt(x.shape, 2), 1]) as Tensor4D;
      // Both averages count the padding; their ratio does not.
      const average = avgPool(tf, padded(tf, x, reach, 0), kernel, stride);
      return reach.some((cells) => cells > 0) ? tf.div(average, avgPool(tf, padded(tf, ones, reach, 0), kernel, stride)) : average;
    }),
  adaptiveAvgPool2d: ({ size }, context) => {
    const [, h = 1, w = 1] = context.inputs[0] ?? [];
    const even = evenWindow([h, w], size);
    if (even) return pooled(context, (x) => avgPool(context.tf, x, even, even));
    const [down, right] = context.keep(() => [averages(context.tf, h, size[0]), averages(context.tf, w, size[1])]) as Tensor2D[];
    return pooled(context, (x) => alongRows(context.tf, x, down as Tensor2D, right as Tensor2D));
  },
  adaptiveMaxPool2d: ({ size }, context) => {
    const [, h = 1, w = 1] = context.inputs[0] ?? [];
    const even = evenWindow([h, w], size);
    const none: Padding = [0, 0, 0, 0];
    if (even) return pooled(context, (x) => maxPool(context, x, { kernel: even, stride: even, dilation: [1, 1], padding: none }));
    return pooled(context, (x) => unevenMax(context.tf, unevenMax(context.tf, x, 1, size[0]), 2, size[1]));
  },
};

function pooled(context: KernelContext, run: (x: Tensor4D, output: Pair) => Tensor): ReturnType<typeof unary> {
  const shape = context.outputs[0] ?? [];
  return unary((x) => value(run(nhwc(context.tf, x), [sizeAt(shape, 1), sizeAt(shape, 2)]), shape, channelsLast));
}

const both = ([vertical, horizontal]: Pair): Padding => [vertical, horizontal, vertical, horizontal];

/** The padding below and to the right that the last window reaches: more than declared where sizes round up, else at most that. */
function reaching(x: Tensor4D, output: Pair, { kernel, stride, dilation, padding }: Window): Padding {
  const end = (axis: 0 | 1) => {
    const last = (output[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
    return Math.max(0, last - sizeAt(x.shape, axis + 1) - padding[axis]);
  };
  return [padding[0], padding[1], end(0), end(1)];
}

function maxPool({ tf, backend }: KernelContext, image: Tensor4D, window: Window): Tensor4D {
  const { x, pad, dimRoundingMode } = poolPadding(tf, backend, image, window, Number.NEGATIVE_INFINITY);
  return tf.maxPool(x, [...window.kernel], [...window.stride], pad, dimRoundingMode);
}

/** Averages as a depthwise product where the window is one cell, which some back ends refuse to pool. */
function avgPool(tf: Tf, x: Tensor4D, kernel: Pair, stride: Pair): Tensor4D {
  if (kernel[0] * kernel[1] === 1) return tf.stridedSlice(x, [0, 0, 0, 0], [...x.shape], [1, stride[0], stride[1], 1]) as Tensor4D;
  return tf.avgPool(x, [...kernel], [...stride], 'valid');
}

/** The maximum over shifted copies: tfjs has no dilated pooling. */
function shiftedMax(tf: Tf, x: Tensor4D, output: Pair, { kernel, stride, dilation, padding }: Window): Tensor {
  const cells = padded(tf, x, padding, -3.4e38);
  let result: Tensor | undefined;
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const [top, left] = [i * dilation[0], j * dilation[1]];
      const end = [sizeAt(x.shape, 0), top + (output[0] - 1) * stride[0] + 1, left + (output[1] - 1) * stride[1] + 1, sizeAt(x.shape, 3)];
      const part = tf.stridedSlice(cells, [0, top, left, 0], end, [1, stride[0], stride[1], 1]);
      result = result ? tf.maximum(result, part) : part;
    }
  }
  return result ?? x;
}

function evenWindow([h, w]: Pair, [height, width]: Pair): Pair | undefined {
  return h % height === 0 && w % width === 0 ? [h / height, w / width] : undefined;
}

function unevenMax(tf: Tf, x: Tensor4D, axis: 1 | 2, count: number): Tensor4D {
  const size = sizeAt(x.shape, axis);
  const parts = windowsOf(size, count).map(([start, end]) => {
    const begin = [0, 0, 0, 0];
    const extent = [...x.shape] as number[];
    begin[axis] = start;
    extent[axis] = end - start;
    return tf.max(tf.slice(x, begin, extent), axis, true);
  });
  return tf.concat(parts, axis) as Tensor4D;
}
