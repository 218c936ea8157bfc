import type { Tensor } from '@tensorflow/tfjs-core';
import type { BinaryFunction, UnaryFunction } from '../../core/index.ts';
import { type KernelMakers, unary } from './kernel.ts';
import { inOrder, lastInOrder, type Tf, type Value, value, withRank } from './layout.ts';

export const elementwiseKernels: KernelMakers<'unary' | 'binary' | 'affine' | 'prelu'> = {
  unary: ({ fn, alpha }, { tf }) => unary((x) => value(unaryFunctions[fn](tf, x.tensor, alpha), x.shape, x.order)),
  binary({ fn }, { tf, outputs }) {
    const shape = outputs[0] ?? [];
    return ([a, b]) => {
      if (!a || !b) return [];
      const [left, right] = [withRank(tf, a, shape.length), withRank(tf, b, shape.length)];
      // The larger operand stays as it lies; the other one follows it.
      const order = size(left) >= size(right) ? left.order : right.order;
      return [value(binaryFunctions[fn](tf, inOrder(tf, left, order), inOrder(tf, right, order)), shape, order)];
    };
  },
  affine: ({ scale, shift }, { tf }) =>
    unary(({ tensor, shape, order }) => {
      const scaled = scale === 1 ? tensor : tf.mul(tensor, scale);
      return value(shift === 0 && scale !== 1 ? scaled : tf.add(scaled, shift), shape, order);
    }),
  prelu(_, { tf, keep, weight, inputs }) {
    const [alpha] = keep(() => [weight('weight')]);
    const rank = inputs[0]?.length ?? 1;
    return unary((x) => {
      const order = lastInOrder(x.order, 0);
      return value(tf.prelu(inOrder(tf, x, rank === x.order.length ? order : x.order), alpha as Tensor), x.shape, order);
    });
  },
};

const size = (x: Value): number => x.tensor.size;

const binaryFunctions: Readonly<Record<BinaryFunction, (tf: Tf, a: Tensor, b: Tensor) => Tensor>> = {
  add: (tf, a, b) => tf.add(a, b),
  sub: (tf, a, b) => tf.sub(a, b),
  mul: (tf, a, b) => tf.mul(a, b),
  div: (tf, a, b) => tf.div(a, b),
  max: (tf, a, b) => tf.maximum(a, b),
  min: (tf, a, b) => tf.minimum(a, b),
};

type Activation = (tf: Tf, x: Tensor, alpha?: number) => Tensor;

/** Composed where not every back end has a kernel. */
const unaryFunctions: Readonly<Record<UnaryFunction, Activation>> = {
  silu: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  relu: (tf, x) => tf.relu(x),
  relu6: (tf, x) => tf.relu6(x),
  leakyRelu: (tf, x, alpha = 0.01) => tf.leakyRelu(x, alpha),
  elu: (tf, x, alpha = 1) => (alpha === 1 ? tf.elu(x) : tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), alpha))),
  gelu: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  hardswish: (tf, x) => tf.mul(x, hardsigmoid(tf, x)),
  hardsigmoid: (tf, x) => hardsigmoid(tf, x),
  softplus: (tf, x) => softplus(tf, x),
  mish: (tf, x) => tf.mul(x, tf.tanh(softplus(tf, x))),
  exp: (tf, x) => tf.exp(x),
  sqrt: (tf, x) => tf.sqrt(x),
  neg: (tf, x) => tf.neg(x),
  sin: (tf, x) => tf.sin(x),
  cos: (tf, x) => tf.cos(x),
  abs: (tf, x) => tf.abs(x),
  log: (tf, x) => tf.log(x),
  step: (tf, x) => tf.cast(tf.greater(x, 0), 'float32'),
};

const hardsigmoid = (tf: Tf, x: Tensor): Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6);

/** log(1 + eˣ) without overflow. */
const softplus = (tf: Tf, x: Tensor): Tensor => tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
