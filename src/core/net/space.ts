/** Numbers that change places between channels, height and width. */
import type { Feature, Net } from './builder.ts';
import { concat, permute, reshape, slice } from './functions.ts';
import { convolved, type Pair } from './sizes.ts';

/** `F.pixel_shuffle`: r² channels become one, with r times the height and width. */
export function pixelShuffle(net: Net, x: Feature, r: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const out = c / (r * r);
  return reshape(net, permute(net, reshape(net, x, [out, r, r, h, w]), [0, 3, 1, 4, 2]), [out, h * r, w * r]);
}

/** `F.pixel_unshuffle`: every r × r cell becomes r² channels. */
export function pixelUnshuffle(net: Net, x: Feature, r: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  return reshape(net, permute(net, reshape(net, x, [c, h / r, r, w / r, r]), [0, 2, 4, 1, 3]), [c * r * r, h / r, w / r]);
}

/** A border of so many cells of `value`: above and below, left and right. */
export function bordered(net: Net, x: Feature, padding: Pair, value = 0): Feature {
  if (padding.every((n) => n === 0)) return x;
  const [c = 0, h = 0, w = 0] = x.shape;
  const pads = [[0, 0], ...padding.map((n) => [n, n] as const)] as const;
  return net.apply({ kind: 'pad', pads: pads as readonly Pair[], value }, [x], [c, h + 2 * padding[0], w + 2 * padding[1]], {
    function: 'pad',
  });
}

export interface Windows {
  readonly kernel: Pair;
  readonly stride?: Pair;
  readonly padding?: Pair;
  readonly dilation?: Pair;
}

/** What every cell of a sliding window sees: [c, h, w] becomes [c, cells, h', w'], zero outside the map. */
export function windows(net: Net, x: Feature, { kernel, stride = [1, 1], padding = [0, 0], dilation = [1, 1] }: Windows): Feature {
  const size = convolved(x, kernel, stride, padding, dilation);
  const wide = bordered(net, x, padding);
  const cells: Feature[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) cells.push(seenFrom(net, wide, [i * dilation[0], j * dilation[1]], size, stride));
  }
  return cells.length > 1 ? concat(net, cells, 1) : (cells[0] as Feature);
}

/** The numbers that one cell of all windows sees, as [channels, 1, rows, columns]. */
function seenFrom(net: Net, x: Feature, at: Pair, count: Pair, stride: Pair): Feature {
  const end = (axis: 0 | 1) => at[axis] + (count[axis] - 1) * stride[axis] + 1;
  const rows = slice(net, x, 1, at[0], end(0), stride[0]);
  return reshape(net, slice(net, rows, 2, at[1], end(1), stride[1]), [x.shape[0] ?? 0, 1, ...count]);
}
