import { elements, type Shape } from '../../src/core/ops.ts';
import type { PrimitiveOf } from '../../src/profiler/executor/kernel.ts';
import type { PrimitiveCase } from './primitiveCases.ts';
import { anchorBoxes, gridSample, referencePool, referenceResize, sampleOffsets } from './referenceMaps.ts';
import { binaryReference, unaryReference } from './referenceScalars.ts';

/** An array in the graph's order, of one image. */
export interface Plain {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

/** What a primitive means, written as loops over indices and with nothing taken from the executor. */
export function reference(
  { primitive: p, outputs }: PrimitiveCase,
  inputs: readonly Plain[],
  weights: Readonly<Record<string, Plain>>,
): Plain[] {
  const shape = outputs[0] ?? [];
  const [x = { shape: [], data: [] }, y = x, z] = inputs;
  const w = (role: string): Plain => weights[role] ?? { shape: [], data: [] };
  switch (p.kind) {
    case 'conv2d':
      return [conv(p, x, w('weight'), p.bias ? w('bias') : undefined, shape)];
    case 'dynamicConv2d':
      return [conv(p, x, y, z, shape)];
    case 'convTranspose2d':
      return [transposed(p, x, w('weight'), w('bias'), shape)];
    case 'batchNorm': {
      const norm = (v: number, c: number) => (v - at(w('running_mean'), [c])) / Math.sqrt(at(w('running_var'), [c]) + p.eps);
      return [
        fill(shape, (i) =>
          p.affine ? norm(at(x, i), i[0] ?? 0) * at(w('weight'), [i[0] ?? 0]) + at(w('bias'), [i[0] ?? 0]) : norm(at(x, i), i[0] ?? 0),
        ),
      ];
    }
    case 'layerNorm': {
      const split = x.shape.length - p.axes;
      return [
        standardise(
          x,
          (i) => i.slice(0, split).join(),
          p.eps,
          (i) => (p.affine ? [at(w('weight'), i.slice(split)), at(w('bias'), i.slice(split))] : [1, 0]),
        ),
      ];
    }
    case 'groupNorm': {
      const size = (x.shape[0] ?? 1) / p.groups;
      return [
        standardise(
          x,
          ([c = 0]) => `${Math.floor(c / size)}`,
          p.eps,
          ([c = 0]) => (p.affine ? [at(w('weight'), [c]), at(w('bias'), [c])] : [1, 0]),
        ),
      ];
    }
    case 'linear':
      return [
        fill(
          shape,
          (i) =>
            sum(x.shape.at(-1) ?? 0, (k) => at(x, [...i.slice(0, -1), k]) * at(w('weight'), [i.at(-1) ?? 0, k])) +
            (p.bias ? at(w('bias'), i.slice(-1)) : 0),
        ),
      ];
    case 'unary':
      return [fill(shape, (i) => unaryReference(p.fn, at(x, i), p.alpha))];
    case 'binary':
      return [fill(shape, (i) => binaryReference(p.fn, broadcast(x, i), broadcast(y, i)))];
    case 'affine':
      return [fill(shape, (i) => at(x, i) * p.scale + p.shift)];
    case 'prelu':
      return [
        fill(shape, (i) =>
          at(x, i) >= 0 ? at(x, i) : at(x, i) * (w('weight').data[elements(w('weight').shape) === 1 ? 0 : (i[0] ?? 0)] ?? 0),
        ),
      ];
    case 'maxPool2d':
    case 'avgPool2d':
    case 'adaptiveAvgPool2d':
    case 'adaptiveMaxPool2d':
      return [referencePool(p, x, shape)];
    case 'resize':
      return [referenceResize(p, x, shape)];
    case 'reduce':
      return [reduce(p, x, shape)];
    case 'concat': {
      const pick = (i: number[]): number => {
        let offset = i[p.axis] ?? 0;
        for (const part of inputs) {
          const size = part.shape[p.axis] ?? 0;
          if (offset < size)
            return at(
              part,
              i.map((v, a) => (a === p.axis ? offset : v)),
            );
          offset -= size;
        }
        return Number.NaN;
      };
      return [fill(shape, pick)];
    }
    case 'split':
      return outputs.map((part, n) => {
        const start = p.sizes.slice(0, n).reduce((a, b) => a + b, 0);
        return fill(part, (i) =>
          at(
            x,
            i.map((v, a) => (a === p.axis ? v + start : v)),
          ),
        );
      });
    case 'slice':
      return [
        fill(shape, (i) =>
          at(
            x,
            i.map((v, a) => (a === p.axis ? p.start + v * p.step : v)),
          ),
        ),
      ];
    case 'matmul':
      return [matmul(p, x, y, shape)];
    case 'softmax': {
      const along = (i: number[], k: number) =>
        at(
          x,
          i.map((v, a) => (a === p.axis ? k : v)),
        );
      return [fill(shape, (i) => Math.exp(at(x, i)) / sum(x.shape[p.axis] ?? 0, (k) => Math.exp(along(i, k))))];
    }
    case 'reshape':
      return [{ shape, data: x.data }];
    case 'permute':
      return [
        fill(shape, (i) =>
          at(
            x,
            x.shape.map((_, axis) => i[p.order.indexOf(axis)] ?? 0),
          ),
        ),
      ];
    case 'pad':
      return [
        fill(shape, (i) => {
          const source = i.map((v, a) => v - (p.pads[a]?.[0] ?? 0));
          return source.every((v, a) => v >= 0 && v < (x.shape[a] ?? 0)) ? at(x, source) : p.value;
        }),
      ];
    case 'weight':
      return [w(p.weight)];
    case 'anchorPoints': {
      const cells = p.sizes.flatMap(([h, width]) =>
        range(h).flatMap((row) => range(width).map((column) => [column + p.offset, row + p.offset])),
      );
      return [fill(shape, ([axis = 0, n = 0]) => cells[n]?.[axis] ?? 0)];
    }
    case 'anchorStrides': {
      const cells = p.sizes.flatMap(([h, width], level) => range(h * width).map(() => p.strides[level] ?? 0));
      return [{ shape, data: cells }];
    }
    case 'anchorBoxes':
      return anchorBoxes(p);
    case 'selectBest': {
      const order = range(x.shape[0] ?? 0).sort((a, b) => at(x, [b]) - at(x, [a]));
      return inputs.slice(1).map((list, n) => fill(outputs[n] ?? [], ([row = 0, ...rest]) => at(list, [order[row] ?? 0, ...rest])));
    }
    case 'gridSample':
      return [gridSample(x, y, shape)];
    case 'topDetections':
      return [topDetections(p.count, x, y, shape)];
    case 'sampleOffsets':
      return [sampleOffsets(p, x, y, shape)];
  }
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
export const sum = (count: number, term: (k: number) => number): number => range(count).reduce((total, k) => total + term(k), 0);

/** The element at an index. */
export function at({ shape, data }: Plain, index: readonly number[]): number {
  return data[shape.reduce((offset, size, axis) => offset * size + (index[axis] ?? 0), 0)] ?? Number.NaN;
}

export function fill(shape: Shape, element: (index: number[]) => number): Plain {
  const data = range(elements(shape)).map((n) => {
    const index: number[] = [];
    for (let axis = shape.length - 1, rest = n; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      index[axis] = rest % size;
      rest = Math.floor(rest / size);
    }
    return element(index);
  });
  return { shape, data };
}

function broadcast(x: Plain, index: number[]): number {
  const own = index.slice(index.length - x.shape.length);
  return at(
    x,
    own.map((v, axis) => (x.shape[axis] === 1 ? 0 : v)),
  );
}

function conv(p: Omit<PrimitiveOf<'dynamicConv2d'>, 'kind'>, x: Plain, weight: Plain, bias: Plain | undefined, shape: Shape): Plain {
  const [, perGroup = 1, kh = 1, kw = 1] = weight.shape;
  const [, h = 1, w = 1] = x.shape;
  const outputsPerGroup = (shape[0] ?? 1) / p.groups;
  return fill(shape, ([o = 0, row = 0, column = 0]) => {
    let total = bias ? at(bias, [o]) : 0;
    for (const c of range(perGroup))
      for (const i of range(kh))
        for (const j of range(kw)) {
          const r = row * p.stride[0] - p.padding[0] + i * p.dilation[0];
          const s = column * p.stride[1] - p.padding[1] + j * p.dilation[1];
          if (r < 0 || s < 0 || r >= h || s >= w) continue;
          total += at(x, [Math.floor(o / outputsPerGroup) * perGroup + c, r, s]) * at(weight, [o, c, i, j]);
        }
    return total;
  });
}

/** Scatters: every input cell adds its kernel to the output. */
function transposed(p: PrimitiveOf<'convTranspose2d'>, x: Plain, weight: Plain, bias: Plain, shape: Shape): Plain {
  const [channels = 1, h = 1, w = 1] = x.shape;
  const [, perGroup = 1, kh = 1, kw = 1] = weight.shape;
  const [, height = 1, width = 1] = shape;
  const out = [...(fill(shape, ([o = 0]) => at(bias, [o])).data as number[])];
  for (const c of range(channels))
    for (const r of range(h))
      for (const s of range(w))
        for (const o of range(perGroup))
          for (const i of range(kh))
            for (const j of range(kw)) {
              const row = r * p.stride[0] - p.padding[0] + i * p.dilation[0];
              const column = s * p.stride[1] - p.padding[1] + j * p.dilation[1];
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              const channel = Math.floor(c / (channels / p.groups)) * perGroup + o;
              const n = (channel * height + row) * width + column;
              out[n] = (out[n] ?? 0) + at(x, [c, r, s]) * at(weight, [c, o, i, j]);
            }
  return { shape, data: out };
}

function standardise(x: Plain, group: (i: number[]) => string, eps: number, affine: (i: number[]) => [number, number]): Plain {
  const members = new Map<string, number[]>();
  fill(x.shape, (i) => {
    members.set(group(i), [...(members.get(group(i)) ?? []), at(x, i)]);
    return 0;
  });
  return fill(x.shape, (i) => {
    const all = members.get(group(i)) ?? [];
    const mean = sum(all.length, (k) => all[k] ?? 0) / all.length;
    const variance = sum(all.length, (k) => ((all[k] ?? 0) - mean) ** 2) / all.length;
    const [gamma, beta] = affine(i);
    return ((at(x, i) - mean) / Math.sqrt(variance + eps)) * gamma + beta;
  });
}

function reduce(p: PrimitiveOf<'reduce'>, x: Plain, shape: Shape): Plain {
  return fill(shape, (i) => {
    const kept = [...i];
    const base = x.shape.map((_, axis) => (p.axes.includes(axis) ? 0 : p.keepDims ? (i[axis] ?? 0) : (kept.shift() ?? 0)));
    const window = x.shape.map((size, axis) => (p.axes.includes(axis) ? size : 1));
    const values = fill(window, (offset) =>
      at(
        x,
        base.map((v, axis) => v + (offset[axis] ?? 0)),
      ),
    ).data as number[];
    if (p.fn === 'max') return Math.max(...values);
    const total = sum(values.length, (k) => values[k] ?? 0);
    return p.fn === 'mean' ? total / values.length : total;
  });
}

function matmul(p: PrimitiveOf<'matmul'>, a: Plain, b: Plain, shape: Shape): Plain {
  const matrix = (x: Plain, row: boolean): Plain =>
    x.shape.length > 1 ? x : { shape: row ? [1, ...x.shape] : [...x.shape, 1], data: x.data };
  const [left, right] = [matrix(a, true), matrix(b, false)];
  const inner = left.shape.at(p.transposeA ? -2 : -1) ?? 1;
  return fill(shape, (i) => {
    const [m, n] = a.shape.length > 1 ? [i.at(-2) ?? 0, i.at(-1) ?? 0] : [0, i.at(-1) ?? 0];
    const lead = (x: Plain) =>
      i
        .slice(0, -2)
        .slice(-(x.shape.length - 2))
        .slice(0, x.shape.length - 2);
    return sum(
      inner,
      (k) =>
        at(left, [...lead(left), ...(p.transposeA ? [k, m] : [m, k])]) * at(right, [...lead(right), ...(p.transposeB ? [n, k] : [k, n])]),
    );
  });
}

function topDetections(count: number, scores: Plain, features: Plain, shape: Shape): Plain {
  const [anchors = 1, classes = 1] = scores.shape;
  const best = (n: number) => Math.max(...range(classes).map((c) => at(scores, [n, c])));
  const chosen = range(anchors)
    .sort((m, n) => best(n) - best(m))
    .slice(0, count);
  const pairs = chosen.flatMap((n) => range(classes).map((c) => ({ n, c, score: at(scores, [n, c]) })));
  const rows = pairs
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ n, c, score }) => {
      const row = range(features.shape[1] ?? 0).map((k) => at(features, [n, k]));
      return [...row.slice(0, 4), score, c, ...row.slice(4)];
    });
  return fill(shape, ([row = 0, column = 0]) => rows[row]?.[column] ?? Number.NaN);
}
