import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Shape } from '../../core/index.ts';
import { elements } from '../shapes.ts';
import { type KernelContext, type KernelMakers, unary } from './kernel.ts';
import { batchOf, inOrder, lastInOrder, naturalOrder, sizeAt, type Tf, type Value, value, withRank } from './layout.ts';

export const matrixKernels: KernelMakers<'linear' | 'matmul'> = {
  linear({ bias }, { tf, keep, weight, outputs }) {
    const [matrix, offset] = keep(() => [tf.transpose(weight('weight'), [1, 0]), ...(bias ? [weight('bias')] : [])]);
    const shape = outputs[0] ?? [];
    return unary((x) => {
      const last = x.shape.length - 1;
      const order = lastInOrder(x.order, last);
      const tensor = inOrder(tf, x, order);
      const a = tf.reshape(tensor, [-1, sizeAt(x.shape, last)]) as Tensor2D;
      const product = tf.matMul(a, matrix as Tensor2D);
      const result = offset ? tf.add(product, offset as Tensor1D) : product;
      return value(tf.reshape(result, [batchOf(tensor), ...order.map((axis) => sizeAt(shape, axis))]), shape, order);
    });
  },
  matmul({ transposeA, transposeB }, context) {
    const { tf } = context;
    const shape = context.outputs[0] ?? [];
    return ([x, y]) => {
      if (!x || !y) return [];
      const rank = Math.max(x.shape.length, y.shape.length, 2);
      const column =
        y.shape.length === 1 ? value(tf.reshape(y.tensor, [batchOf(y.tensor), y.tensor.size / batchOf(y.tensor), 1]), [...y.shape, 1]) : y;
      const a = withRank(tf, x, rank);
      const b = withRank(tf, column, rank);
      const batch = Math.max(batchOf(a.tensor), batchOf(b.tensor));
      const product =
        leadingSize(b) === 1 && !transposeA ? oneMatrix(context, a, b, transposeB) : batched(context, a, b, transposeA, transposeB);
      return [value(tf.reshape(product, [batch, ...shape]), shape)];
    };
  },
};

/** Number of matrices, images of the batch included. */
const leadingSize = ({ tensor, shape }: Value): number => batchOf(tensor) * elements(shape.slice(0, -2));

/** Every row of every matrix times the same one. */
function oneMatrix({ tf, backend }: KernelContext, a: Value, b: Value, transposeB: boolean): Tensor {
  const rank = a.shape.length;
  const rows = tf.reshape(inOrder(tf, a, naturalOrder(rank)), [-1, sizeAt(a.shape, rank - 1)]) as Tensor2D;
  const { tensor, transposed } = matrices(tf, b, transposeB, b.shape.slice(0, -2), 1);
  const matrix = tf.reshape(tensor, [tensor.shape[1], tensor.shape[2]]);
  if (backend === 'wasm' && transposed) return tf.matMul(rows, tf.transpose(matrix));
  return tf.matMul(rows, matrix, false, transposed);
}

function batched({ tf, backend }: KernelContext, x: Value, y: Value, transposeA: boolean, transposeB: boolean): Tensor {
  const lead = x.shape.slice(0, -2).map((size, axis) => Math.max(size, sizeAt(y.shape, axis)));
  const batch = Math.max(batchOf(x.tensor), batchOf(y.tensor));
  const a = matrices(tf, x, transposeA, lead, batch);
  const b = matrices(tf, y, transposeB, lead, batch);
  if (backend !== 'wasm' || a.tensor.shape[0] > mostOneByOne) return tf.matMul(a.tensor, b.tensor, a.transposed, b.transposed);
  // The wasm kernel is fast for one plain product only: turn the operands and go one by one, unless there is a product for every place.
  const plain = ({ tensor, transposed }: Matrices): Tensor2D[] =>
    tf.unstack(transposed ? tf.transpose(tensor, [0, 2, 1]) : tensor) as Tensor2D[];
  const right = plain(b);
  const products = plain(a).map((left, i) => tf.matMul(left, right[i] as Tensor2D));
  return products.length === 1 ? (products[0] as Tensor) : tf.stack(products);
}

const mostOneByOne = 128;

interface Matrices {
  /** [number of matrices, …, …] */
  readonly tensor: Tensor3D;
  /** The last two axes lie the other way round than the product wants. */
  readonly transposed: boolean;
}

/** The operand as a list of matrices, its last two axes as they lie. */
function matrices(tf: Tf, x: Value, transpose: boolean, lead: Shape, batch: number): Matrices {
  const rank = x.shape.length;
  const [row, column] = [rank - 2, rank - 1];
  const swapped = x.order.indexOf(column) < x.order.indexOf(row);
  const order = [...naturalOrder(rank - 2), ...(swapped ? [column, row] : [row, column])];
  const tensor = inOrder(tf, x, order);
  const last = order.slice(-2).map((axis) => sizeAt(x.shape, axis));
  const full = [batch, ...lead, ...last];
  const expanded =
    tensor.size === elements(full)
      ? tensor
      : tf.tile(
          tensor,
          full.map((size, i) => size / sizeAt(tensor.shape, i)),
        );
  const flat = tf.reshape(expanded, [batch * elements(lead), ...last]);
  return { tensor: flat as Tensor3D, transposed: swapped !== transpose };
}
