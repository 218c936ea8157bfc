import type { Tensor } from '@tensorflow/tfjs-core';
import { elements } from '../shapes.ts';
import { nhwc } from './convolution.ts';
import { type KernelMakers, unary } from './kernel.ts';
import { batchOf, channelsLast, inOrder, permuted, reshaped, sizeAt, type Tf, type Value, value } from './layout.ts';

type StructureKind = 'concat' | 'split' | 'slice' | 'reshape' | 'permute' | 'pad' | 'reduce';

export const structureKernels: KernelMakers<StructureKind> = {
  concat({ axis }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return (parts) => {
      const order = commonOrder(parts);
      const batch = Math.max(...parts.map(({ tensor }) => batchOf(tensor)));
      const tensors = parts.map((part) => everyImage(tf, inOrder(tf, part, order), batch));
      return [value(tf.concat(tensors, order.indexOf(axis) + 1), shape, order)];
    };
  },
  split({ axis, sizes }, { tf, outputs }) {
    return ([x]) => {
      if (!x) return [];
      const parts = tf.split(x.tensor, [...sizes], x.order.indexOf(axis) + 1);
      return parts.map((part, i) => value(part, outputs[i] ?? [], x.order));
    };
  },
  slice({ axis, start, end, step }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return unary(({ tensor, order }) => {
      const at = order.indexOf(axis) + 1;
      const begin = tensor.shape.map((_, i) => (i === at ? start : 0));
      const stop = tensor.shape.map((size, i) => (i === at ? end : size));
      const extent = tensor.shape.map((size, i) => (i === at ? sizeAt(shape, axis) : size));
      if (step === 1) return value(tf.slice(tensor, begin, extent), shape, order);
      const steps = tensor.shape.map((_, i) => (i === at ? step : 1));
      return value(tf.stridedSlice(tensor, begin, stop, steps), shape, order);
    });
  },
  reshape(_, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return unary((x) => reshaped(tf, x, shape));
  },
  permute: ({ order }) => unary((x) => permuted(x, order)),
  pad({ pads, value: fill }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return unary(({ tensor, order }) => {
      const ordered = order.map((axis): [number, number] => [...(pads[axis] ?? [0, 0])] as [number, number]);
      return value(tf.pad(tensor, [[0, 0], ...ordered], fill), shape, order);
    });
  },
  reduce({ fn, axes, keepDims }, { tf, inputs, outputs }) {
    const shape = outputs[0] ?? [];
    const overMap = fn === 'mean' && inputs[0]?.length === 3 && [...axes].sort().join() === '1,2' && elements(inputs[0].slice(1)) > 1;
    return unary((x) => {
      if (overMap) return globalAverage(tf, x, shape);
      const positions = axes.map((axis) => x.order.indexOf(axis) + 1);
      const reduced = tf[fn](x.tensor, positions, keepDims);
      if (keepDims) return value(reduced, shape, x.order);
      const rest = x.order.filter((axis) => !axes.includes(axis));
      return value(
        reduced,
        shape,
        rest.map((axis) => axis - axes.filter((gone) => gone < axis).length),
      );
    });
  },
};

/** As one pooling window, which no back end has to transpose for. */
function globalAverage(tf: Tf, x: Value, shape: readonly number[]): Value {
  const map = nhwc(tf, x);
  const average: Tensor = tf.avgPool(map, [map.shape[1], map.shape[2]], 1, 'valid');
  const order = shape.length === 3 ? channelsLast : [0];
  return value(tf.reshape(average, [batchOf(map), ...order.map((axis) => sizeAt(shape, axis))]), shape, order);
}

/** The order of the largest part: the others are moved. */
function commonOrder(parts: readonly Value[]): readonly number[] {
  const largest = parts.reduce((best, part) => (part.tensor.size > best.tensor.size ? part : best));
  return largest.order;
}

/** A tensor that is alike for every image, repeated where the others are not. */
function everyImage(tf: Tf, tensor: Tensor, batch: number): Tensor {
  return batchOf(tensor) === batch
    ? tensor
    : tf.tile(
        tensor,
        tensor.shape.map((_, i) => (i === 0 ? batch : 1)),
      );
}
