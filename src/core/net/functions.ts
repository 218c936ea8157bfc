/** Functional calls: work that belongs to no module, so hook-based counters may not see it. */
import type { BinaryFunction, Road, Shape, UnaryFunction } from '../ops.ts';
import { elements } from '../ops.ts';
import type { Feature, Net } from './builder.ts';
import { Refused } from './refused.ts';

export function add(net: Net, a: Feature, b: Feature): Feature {
  return binary(net, 'add', a, b);
}

export function mul(net: Net, a: Feature, b: Feature): Feature {
  return binary(net, 'mul', a, b);
}

export function sub(net: Net, a: Feature, b: Feature): Feature {
  return binary(net, 'sub', a, b);
}

/** Element-wise with NumPy's broadcasting over everything but the batch. */
export function binary(net: Net, fn: BinaryFunction, a: Feature, b: Feature, road: Road = { function: fn }): Feature {
  const shape = net.options.constructing ? a.shape : broadcast(a.shape, b.shape);
  return net.apply({ kind: 'binary', fn }, [a, b], shape, road);
}

export function unary(net: Net, fn: UnaryFunction, x: Feature): Feature {
  return net.apply({ kind: 'unary', fn }, [x], x.shape, { function: fn });
}

/** x · scale + shift. */
export function affine(net: Net, x: Feature, scale: number, shift: number): Feature {
  return net.apply({ kind: 'affine', scale, shift }, [x], x.shape, { function: 'mul' });
}

export function concat(net: Net, xs: readonly Feature[], axis = 0): Feature {
  const [first] = xs;
  if (first === undefined) throw new Refused('RuntimeError', 'torch.cat(): expected a non-empty list of Tensors');
  if (net.options.constructing) return net.given(first.shape);
  if (axis < 0 || axis >= first.shape.length) {
    const rank = first.shape.length + 1;
    throw new Refused('IndexError', `Dimension out of range (expected to be in range of [-${rank}, ${rank - 1}], but got ${axis + 1})`);
  }
  const shape = [...first.shape];
  for (const [i, x] of xs.entries()) {
    if (i === 0) continue;
    if (x.shape.length !== first.shape.length) {
      throw new Refused(
        'RuntimeError',
        `Tensors must have same number of dimensions: got ${first.shape.length + 1} and ${x.shape.length + 1}`,
        'from',
        i,
        'size-mismatch',
      );
    }
    for (const [d, size] of x.shape.entries()) {
      if (d === axis) shape[d] = (shape[d] ?? 0) + size;
      else if (size !== first.shape[d]) {
        throw new Refused(
          'RuntimeError',
          `Sizes of tensors must match except in dimension ${axis + 1}. Expected size ${first.shape[d]} but got size ${size} for tensor number ${i} in the list.`,
          'from',
          i,
          'size-mismatch',
        );
      }
    }
  }
  return net.apply({ kind: 'concat', axis }, xs, shape, { function: 'cat' });
}

export function split(net: Net, x: Feature, sizes: readonly number[], axis = 0): Feature[] {
  const total = sizes.reduce((a, b) => a + b, 0);
  if (total !== x.shape[axis] && !net.options.constructing) {
    throw new Refused(
      'RuntimeError',
      `split_with_sizes expects split_sizes to sum exactly to ${x.shape[axis]} (input tensor's size at dimension ${axis + 1}), but got split_sizes=[${sizes.join(', ')}]`,
    );
  }
  const shapes = sizes.map((size) => x.shape.map((n, d) => (d === axis ? size : n)));
  return net.applyMany({ kind: 'split', axis, sizes }, [x], shapes, { function: 'split' });
}

export function slice(net: Net, x: Feature, axis: number, start: number, end: number, step = 1): Feature {
  const shape = x.shape.map((n, d) => (d === axis ? Math.ceil((end - start) / step) : n));
  return net.apply({ kind: 'slice', axis, start, end, step }, [x], shape, { function: 'slice' });
}

export function reshape(net: Net, x: Feature, shape: Shape): Feature {
  if (elements(shape) !== elements(x.shape) && !net.options.constructing) {
    throw new Refused('RuntimeError', `shape '[1, ${shape.join(', ')}]' is invalid for input of size ${elements(x.shape)}`);
  }
  return net.apply({ kind: 'reshape' }, [x], shape, { function: 'view' });
}

export function permute(net: Net, x: Feature, order: readonly number[]): Feature {
  const shape = order.map((d) => x.shape[d] ?? 1);
  return net.apply({ kind: 'permute', order }, [x], shape, { function: 'permute' });
}

/** Matrix product over the last two axes. */
export function matmul(
  net: Net,
  a: Feature,
  b: Feature,
  options: { readonly transposeA?: boolean; readonly transposeB?: boolean; readonly road?: Road } = {},
): Feature {
  const { transposeA = false, transposeB = false, road = { function: 'matmul' } } = options;
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  return net.apply({ kind: 'matmul', transposeA, transposeB }, [a, b], [...a.shape.slice(0, -2), rows, columns], road);
}

export function softmax(net: Net, x: Feature, axis: number, road: Road = { function: 'softmax' }): Feature {
  return net.apply({ kind: 'softmax', axis: axis < 0 ? axis + x.shape.length : axis }, [x], x.shape, road);
}

/** Mean over the spatial axes without keeping them: [c, h, w] to [c]. */
export function globalMean(net: Net, x: Feature): Feature {
  return net.apply({ kind: 'reduce', fn: 'mean', axes: [1, 2], keepDims: false }, [x], [x.shape[0] ?? 0], {
    function: 'adaptive_avg_pool2d',
  });
}

export function reduce(net: Net, fn: 'mean' | 'max' | 'sum', x: Feature, axes: readonly number[], keepDims: boolean): Feature {
  const shape = keepDims ? x.shape.map((n, d) => (axes.includes(d) ? 1 : n)) : x.shape.filter((_, d) => !axes.includes(d));
  return net.apply({ kind: 'reduce', fn, axes, keepDims }, [x], shape, { function: fn });
}

/** NumPy's rule, from the last axis on; refused with PyTorch's text. */
function broadcast(a: Shape, b: Shape): Shape {
  if (a.length === b.length && a.every((n, d) => n === b[d])) return a;
  const rank = Math.max(a.length, b.length);
  const out: number[] = [];
  for (let d = 0; d < rank; d++) {
    const m = a[d - rank + a.length] ?? 1;
    const n = b[d - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new Refused(
        'RuntimeError',
        `The size of tensor a (${m}) must match the size of tensor b (${n}) at non-singleton dimension ${d + 1}`,
        'from',
        undefined,
        'size-mismatch',
      );
    }
    out.push(m === 1 ? n : m);
  }
  return out;
}
