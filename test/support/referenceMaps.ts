import type { Shape } from '../../src/core/ops.ts';
import type { PrimitiveOf } from '../../src/profiler/executor/kernel.ts';
import { at, fill, type Plain, range, sum } from './reference.ts';

type Pool = PrimitiveOf<'maxPool2d' | 'avgPool2d' | 'adaptiveAvgPool2d' | 'adaptiveMaxPool2d'>;

export function referencePool(p: Pool, x: Plain, shape: Shape): Plain {
  const [, h = 1, w = 1] = x.shape;
  return fill(shape, ([c = 0, row = 0, column = 0]) => {
    const cells = (size: number, output: number, i: number, axis: 0 | 1): number[] => {
      if ('size' in p) {
        const start = Math.floor((i * size) / output);
        return range(Math.ceil(((i + 1) * size) / output) - start).map((k) => start + k);
      }
      const dilation = 'dilation' in p ? p.dilation[axis] : 1;
      return range(p.kernel[axis]).map((k) => i * p.stride[axis] - p.padding[axis] + k * dilation);
    };
    const rows = cells(h, shape[1] ?? 1, row, 0);
    const columns = cells(w, shape[2] ?? 1, column, 1);
    const inside = rows.flatMap((r) => columns.filter((s) => r >= 0 && s >= 0 && r < h && s < w).map((s) => at(x, [c, r, s])));
    if (p.kind === 'maxPool2d' || p.kind === 'adaptiveMaxPool2d') return Math.max(...inside);
    const count = p.kind === 'avgPool2d' && p.countPadding ? rows.length * columns.length : inside.length;
    return sum(inside.length, (k) => inside[k] ?? 0) / count;
  });
}

export function referenceResize(p: PrimitiveOf<'resize'>, x: Plain, shape: Shape): Plain {
  const sizes = [x.shape[1] ?? 1, x.shape[2] ?? 1] as const;
  const taps = (axis: 0 | 1, i: number): { cell: number; weight: number }[] => {
    const size = sizes[axis];
    const count = p.size[axis];
    if (p.mode === 'nearest-exact') return [{ cell: Math.floor(((i + 0.5) * size) / count), weight: 1 }];
    if (p.mode === 'nearest') return [{ cell: Math.floor((i * size) / count), weight: 1 }];
    let source = p.alignCorners ? (i * (size - 1)) / (count - 1) : ((i + 0.5) * size) / count - 0.5;
    if (p.mode === 'bilinear') source = Math.max(0, source);
    const clamp = (cell: number) => Math.min(size - 1, Math.max(0, cell));
    const first = Math.floor(source);
    const reach = p.mode === 'bilinear' ? [0, 1] : [-1, 0, 1, 2];
    return reach.map((k) => ({ cell: clamp(first + k), weight: kernel(p.mode, Math.abs(source - first - k)) }));
  };
  return fill(shape, ([c = 0, row = 0, column = 0]) => {
    let total = 0;
    for (const r of taps(0, row)) for (const s of taps(1, column)) total += at(x, [c, r.cell, s.cell]) * r.weight * s.weight;
    return total;
  });
}

/** Keys' kernel with a = −3/4, or the tent. */
function kernel(mode: string, d: number): number {
  if (mode === 'bilinear') return Math.max(0, 1 - d);
  if (d < 1) return 1.25 * d ** 3 - 2.25 * d ** 2 + 1;
  return d < 2 ? -0.75 * (d ** 3 - 5 * d ** 2 + 8 * d - 4) : 0;
}

export function sampleOffsets(p: PrimitiveOf<'sampleOffsets'>, x: Plain, offsets: Plain, shape: Shape): Plain {
  const [, h = 1, w = 1] = x.shape;
  const positions = p.kernel[0] * p.kernel[1];
  return fill(shape, ([channel = 0, row = 0, column = 0]) => {
    const [c, n] = [Math.floor(channel / positions), channel % positions];
    const [i, j] = [Math.floor(n / p.kernel[1]), n % p.kernel[1]];
    const y = row * p.stride[0] - p.padding[0] + i * p.dilation[0] + at(offsets, [2 * n, row, column]);
    const z = column * p.stride[1] - p.padding[1] + j * p.dilation[1] + at(offsets, [2 * n + 1, row, column]);
    let total = 0;
    for (const r of range(h))
      for (const s of range(w)) {
        total += at(x, [c, r, s]) * Math.max(0, 1 - Math.abs(y - r)) * Math.max(0, 1 - Math.abs(z - s));
      }
    return total;
  });
}

/** Every cell by its distance to the point, in cells; edges of the map at −1 and 1. */
export function gridSample(x: Plain, points: Plain, shape: Shape): Plain {
  const [, , h = 1, w = 1] = x.shape;
  return fill(shape, ([group = 0, c = 0, n = 0, m = 0]) => {
    const place = (axis: number, size: number) => ((at(points, [group, n, m, axis]) + 1) * size - 1) / 2;
    const [z, y] = [place(0, w), place(1, h)];
    const weight = (r: number, s: number) => Math.max(0, 1 - Math.abs(y - r)) * Math.max(0, 1 - Math.abs(z - s));
    return sum(h, (r) => sum(w, (s) => at(x, [group, c, r, s]) * weight(r, s)));
  });
}

export function anchorBoxes(p: PrimitiveOf<'anchorBoxes'>): Plain[] {
  const boxes = p.sizes.flatMap(([h, w], level) =>
    range(h).flatMap((r) => range(w).map((s) => [(s + 0.5) / w, (r + 0.5) / h, p.side * 2 ** level, p.side * 2 ** level])),
  );
  const valid = boxes.map((box) => box.every((n) => n > p.margin && n < 1 - p.margin));
  const logits = boxes.flatMap((box, i) => box.map((n) => (valid[i] ? Math.log(n) - Math.log(1 - n) : 1e4)));
  return [
    { shape: [boxes.length, 4], data: logits },
    { shape: [boxes.length, 1], data: valid.map(Number) },
  ];
}
