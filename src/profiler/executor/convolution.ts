import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Shape } from '../../core/index.ts';
import { type KernelContext, type KernelMakers, unary } from './kernel.ts';
import { channelsLast, inOrder, sizeAt, type Tf, type Value, value } from './layout.ts';
import { explicitPadding, type Padding } from './window.ts';

type Pair = readonly [number, number];

interface Geometry {
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
  readonly groups: number;
}

export const convolutionKernels: KernelMakers<'conv2d' | 'dynamicConv2d'> = {
  conv2d(primitive, context) {
    const { tf } = context;
    const [input = [], output = []] = [context.inputs[0], context.outputs[0]];
    const filters = context.keep(() => filtersOf(tf, context.weight('weight'), kernelOrder, primitive.groups, input));
    const bias = primitive.bias ? context.keep(() => [context.weight('bias') as Tensor1D])[0] : undefined;
    const [filter] = filters;
    if (filter && filters.length === 1 && isPointwise(primitive, input, filter)) {
      return unary((x) => pointwise(tf, x, filter, bias, output));
    }
    return unary((x) => value(convolve(context, nhwc(tf, x), filters, bias, primitive), output, channelsLast));
  },
  dynamicConv2d(primitive, context) {
    const { tf } = context;
    const [input = [], output = []] = [context.inputs[0], context.outputs[0]];
    return ([x, kernel, bias]) => {
      if (!x || !kernel) return [];
      const kernels = tf.unstack(inOrder(tf, kernel, [0, 1, 2, 3]));
      const images: Tensor4D[] = kernels.length === 1 ? [nhwc(tf, x)] : tf.split(nhwc(tf, x), kernels.length);
      const results = images.map((image, i) => {
        const filters = filtersOf(tf, kernels[i] as Tensor, kernelOrder, primitive.groups, input);
        return convolve(context, image, filters, undefined, primitive);
      });
      const result = results.length === 1 ? (results[0] as Tensor) : tf.concat(results);
      const withBias = bias ? tf.add(result, tf.reshape(bias.tensor, [-1, 1, 1, sizeAt(output, 0)])) : result;
      return [value(withBias, output, channelsLast)];
    };
  },
};

export const nhwc = (tf: Tf, x: Value): Tensor4D => inOrder(tf, x, channelsLast) as Tensor4D;

/** PyTorch's [out, in / groups, h, w] to [h, w, in, out]. */
const kernelOrder: readonly number[] = [2, 3, 1, 0];

/** The kernel of each group; one depthwise kernel [h, w, channels, multiplier] where every channel is a group of its own. */
function filtersOf(tf: Tf, weight: Tensor, order: readonly number[], groups: number, input: Shape): Tensor4D[] {
  const [outputs = 1, , h = 1, w = 1] = weight.shape;
  if (groups > 1 && groups === input[0]) {
    return [tf.reshape(tf.transpose(weight, [2, 3, 0, 1]), [h, w, groups, outputs / groups])];
  }
  const filter = tf.transpose(weight, [...order]) as Tensor4D;
  return groups === 1 ? [filter] : tf.split(filter, groups, 3);
}

function isPointwise({ stride, padding, groups }: Geometry, input: Shape, filter: Tensor4D): boolean {
  const [h, w, channels] = filter.shape;
  return groups === 1 && h * w === 1 && channels === input[0] && stride[0] * stride[1] === 1 && padding.every((cells) => cells === 0);
}

/** A 1×1 convolution does not care how the other two axes lie. */
function pointwise(tf: Tf, x: Value, filter: Tensor4D, bias: Tensor1D | undefined, shape: Shape): Value {
  const order = x.order[2] === 0 ? x.order : channelsLast;
  const tensor = inOrder(tf, x, order) as Tensor4D;
  return value(tf.fused.conv2d({ x: tensor, filter, strides: 1, pad: 'valid', ...(bias && { bias }) }), shape, order);
}

function convolve(
  { tf, backend }: KernelContext,
  image: Tensor4D,
  filters: readonly Tensor4D[],
  bias: Tensor1D | undefined,
  geometry: Geometry,
): Tensor4D {
  const [first] = filters;
  if (!first) return image;
  const depthwise = geometry.groups > 1 && filters.length === 1;
  const dilated = geometry.dilation.some((d) => d > 1);
  // tfjs refuses stride with dilation, and unequal strides of depthwise kernels: then run at stride 1 and keep every stride-th cell.
  const thinned = (depthwise && geometry.stride[0] !== geometry.stride[1]) || (dilated && geometry.stride.some((s) => s > 1));
  // TensorFlow's library has no dilated depthwise kernel: zeros between the weights are the same.
  const widened = depthwise && dilated && backend === 'tensorflow';
  const options = {
    strides: thinned ? ([1, 1] as [number, number]) : ([...geometry.stride] as [number, number]),
    dilations: widened ? ([1, 1] as [number, number]) : ([...geometry.dilation] as [number, number]),
    ...explicitPadding(geometry.padding),
  };
  const filter = widened ? widenedKernel(tf, first, geometry.dilation) : first;
  if (depthwise) {
    // Explicit padding works here too; only the types have forgotten it.
    const pad = options.pad as 'valid';
    const result = tf.fused.depthwiseConv2d({ x: image, filter, ...options, pad, ...(bias && !thinned && { bias }) });
    if (!thinned) return result;
    return bias ? tf.add(everyNth(tf, result, geometry.stride), bias) : everyNth(tf, result, geometry.stride);
  }
  if (filters.length === 1 && !thinned) return tf.fused.conv2d({ x: image, filter, ...options, ...(bias && { bias }) });
  const parts: Tensor4D[] = filters.length === 1 ? [image] : tf.split(image, filters.length, 3);
  const results = parts.map((x, i) => tf.fused.conv2d({ x, filter: filters[i] ?? filter, ...options }));
  const joined = results.length === 1 ? (results[0] as Tensor4D) : tf.concat(results, 3);
  const result = thinned ? everyNth(tf, joined, geometry.stride) : joined;
  return bias ? tf.add(result, bias) : result;
}

function widenedKernel(tf: Tf, filter: Tensor4D, dilation: Pair): Tensor4D {
  const [h, w, channels, multiplier] = filter.shape;
  const wide = stretched(tf, tf.reshape(filter, [1, h, w, channels * multiplier]), dilation);
  return tf.reshape(wide, [wide.shape[1], wide.shape[2], channels, multiplier]);
}

function everyNth(tf: Tf, x: Tensor4D, [down, right]: Pair): Tensor4D {
  return tf.stridedSlice(x, [0, 0, 0, 0], [...x.shape], [1, down, right, 1]) as Tensor4D;
}

/** Zeros between the cells, which turns a transposed convolution into a plain one. */
export function stretched(tf: Tf, x: Tensor4D, [down, right]: Pair): Tensor4D {
  const [batch, h, w, c] = x.shape;
  const wide = tf.pad(tf.reshape(x, [batch * h * w, c]), [
    [0, 0],
    [0, (right - 1) * c],
  ]);
  const tall = tf.pad(tf.reshape(wide, [batch * h, w * right * c]), [
    [0, 0],
    [0, (down - 1) * w * right * c],
  ]);
  const cells = tf.reshape(tall, [batch, h * down, w * right, c]);
  return tf.slice(cells as Tensor4D, [0, 0, 0, 0], [batch, h * down - (down - 1), w * right - (right - 1), c]);
}
