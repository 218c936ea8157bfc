import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { nhwc, stretched } from './convolution.ts';
import { type KernelContext, type KernelMakers, type PrimitiveOf, unary } from './kernel.ts';
import { channelsLast, sizeAt, type Tf, value } from './layout.ts';
import { padded } from './window.ts';

type Transposed = PrimitiveOf<'convTranspose2d'>;

export const transposedConvolutionKernels: KernelMakers<'convTranspose2d'> = {
  convTranspose2d(primitive, context) {
    const { tf } = context;
    const bias = primitive.bias ? context.keep(() => [context.weight('bias')])[0] : undefined;
    const run = isUpscaling(primitive, context) ? upscaling(primitive, context) : spread(primitive, context);
    const shape = context.outputs[0] ?? [];
    return unary((x) => {
      const result = run(nhwc(tf, x));
      return value(bias ? tf.add(result, bias) : result, shape, channelsLast);
    });
  },
};

/** Windows side by side without overlap, as in every upsampling YOLO: a 1×1 convolution and a rearrangement do the same work. */
function isUpscaling({ stride, padding, outputPadding, groups }: Transposed, { inputs, outputs }: KernelContext): boolean {
  const [height, width] = stride;
  const exact = sizeAt(outputs[0] ?? [], 1) === sizeAt(inputs[0] ?? [], 1) * height;
  return groups === 1 && height === width && height > 1 && exact && [...padding, ...outputPadding].every((cells) => cells === 0);
}

function upscaling({ stride }: Transposed, { tf, keep, weight }: KernelContext): (x: Tensor4D) => Tensor4D {
  const [filter] = keep(() => {
    const stored = weight('weight');
    const [channels = 1, outputs = 1, h = 1, w = 1] = stored.shape;
    return [tf.reshape(tf.transpose(stored, [0, 2, 3, 1]), [1, 1, channels, h * w * outputs])];
  });
  return (x) => tf.depthToSpace(tf.conv2d(x, filter as Tensor4D, 1, 'valid'), stride[0], 'NHWC');
}

/** In general: zeros between the cells, then a plain convolution with the kernel turned around. */
function spread({ stride, padding, outputPadding, dilation, groups }: Transposed, context: KernelContext): (x: Tensor4D) => Tensor4D {
  const { tf, keep, weight } = context;
  const depthwise = groups > 1 && groups === context.inputs[0]?.[0];
  const filters = keep(() => {
    const turned = tf.reverse(weight('weight'), [2, 3]);
    const [, , h = 1, w = 1] = turned.shape;
    if (depthwise) return [tf.reshape(tf.transpose(turned, [2, 3, 0, 1]), [h, w, groups, sizeAt(turned.shape, 1)])];
    return tf.split(turned, groups).map((part) => tf.transpose(part, [2, 3, 0, 1]));
  }) as Tensor4D[];
  const edge = (axis: 0 | 1, kernel: number) => dilation[axis] * (kernel - 1) - padding[axis];
  return (x) => {
    const [filter] = filters;
    if (!filter) return x;
    const [top, left] = [edge(0, filter.shape[0]), edge(1, filter.shape[1])];
    const around = [top, left, top + outputPadding[0], left + outputPadding[1]] as const;
    const cells = cropped(tf, padded(tf, stretched(tf, x, stride), around.map(positive) as unknown as typeof around, 0), around);
    const dilations: [number, number] = [...dilation];
    if (depthwise) return tf.depthwiseConv2d(cells, filter, 1, 'valid', 'NHWC', dilations);
    const parts: Tensor[] = groups === 1 ? [cells] : tf.split(cells, groups, 3);
    const results = parts.map((part, i) => tf.conv2d(part as Tensor4D, filters[i] as Tensor4D, 1, 'valid', 'NHWC', dilations));
    return results.length === 1 ? (results[0] as Tensor4D) : tf.concat(results, 3);
  };
}

const positive = (cells: number): number => Math.max(cells, 0);

/** Padding beyond the kernel's own reach cuts cells off instead. */
function cropped(tf: Tf, x: Tensor4D, [top, left, bottom, right]: readonly [number, number, number, number]): Tensor4D {
  if (Math.min(top, left, bottom, right) >= 0) return x;
  const cut = (cells: number) => positive(-cells);
  const [batch, h, w, c] = x.shape;
  return tf.slice(x, [0, cut(top), cut(left), 0], [batch, h - cut(top) - cut(bottom), w - cut(left) - cut(right), c]);
}
