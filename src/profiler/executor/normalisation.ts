import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { elements } from '../shapes.ts';
import { type KernelContext, type KernelMakers, unary } from './kernel.ts';
import { batchOf, inOrder, lastInOrder, naturalOrder, sizeAt, type Tf, value } from './layout.ts';

export const normalisationKernels: KernelMakers<'batchNorm' | 'layerNorm' | 'groupNorm' | 'softmax'> = {
  batchNorm({ eps, affine }, { tf, keep, weight }) {
    const [mean, variance, gamma, beta] = keep(() =>
      ['running_mean', 'running_var', ...(affine ? ['weight', 'bias'] : [])].map(weight),
    ) as Tensor1D[];
    return unary((x) => {
      const order = lastInOrder(x.order, 0);
      const tensor = inOrder(tf, x, order);
      const flat = tf.reshape(tensor, [1, 1, -1, sizeAt(x.shape, 0)]) as Tensor4D;
      const result = tf.batchNorm(flat, mean as Tensor1D, variance as Tensor1D, beta, gamma, eps);
      return value(tf.reshape(result, tensor.shape), x.shape, order);
    });
  },
  layerNorm({ eps, axes, affine }, context) {
    const { tf } = context;
    const [gamma, beta] = affineWeights(context, affine);
    return unary((x) => {
      const order = naturalOrder(x.shape.length);
      const tensor = inOrder(tf, x, order);
      const width = elements(x.shape.slice(-axes));
      const rows = tf.reshape(tensor, [-1, width]);
      const result = scaled(tf, standardised(tf, rows, [1], eps), gamma && tf.reshape(gamma, [width]), beta && tf.reshape(beta, [width]));
      return value(tf.reshape(result, tensor.shape), x.shape, order);
    });
  },
  groupNorm({ eps, groups, affine }, context) {
    const { tf } = context;
    const [gamma, beta] = affineWeights(context, affine);
    return unary((x) => {
      const order = lastInOrder(x.order, 0);
      const tensor = inOrder(tf, x, order);
      const channels = sizeAt(x.shape, 0);
      const grouped = tf.reshape(tensor, [batchOf(tensor), -1, groups, channels / groups]);
      const result = scaled(tf, tf.reshape(standardised(tf, grouped, [1, 3], eps), tensor.shape), gamma, beta);
      return value(result, x.shape, order);
    });
  },
  softmax: ({ axis }, { tf }) =>
    unary((x) => {
      const order = lastInOrder(x.order, axis);
      return value(tf.softmax(inOrder(tf, x, order)), x.shape, order);
    }),
};

function affineWeights({ keep, weight }: KernelContext, affine: boolean): (Tensor | undefined)[] {
  return affine ? keep(() => [weight('weight'), weight('bias')]) : [];
}

function standardised(tf: Tf, x: Tensor, axes: number[], eps: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), axes, true), eps)));
}

function scaled(tf: Tf, x: Tensor, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  return gamma && beta ? tf.add(tf.mul(x, gamma), beta) : x;
}
