/**
 * Attention within areas of a feature map. Two classes of one name: YOLO12's, as the framework has it, and the one of the public trees
 * of YOLOv12 and YOLOv13. Heads are 32 channels wide in both.
 */
import type { Feature, Net } from '../../net/builder.ts';
import { add, affine, binary, matmul, permute, reduce, reshape, softmax, split, sub, unary } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { conv } from './conv.ts';

/** One convolution makes queries, keys and values; the position code is 7 × 7. */
export function areaAttention(net: Net, x: Feature, c: number, area: number): Feature {
  const [, height = 1, width = 1] = x.shape;
  const heads = Math.floor(c / 32);
  const headDim = Math.floor(c / heads);
  const areas = areasOf(height * width, 3 * c, area);
  const qkv = net.chain(x, conv.as('qkv', { c1: c, c2: 3 * headDim * heads, act: false }));
  // [heads, 3·d, areas, positions] with the areas in front.
  const byArea = permute(net, reshape(net, qkv, [heads, 3 * headDim, areas, (height * width) / areas]), [2, 0, 1, 3]);
  const [q, k, v] = split(net, byArea, [headDim, headDim, headDim], 2) as [Feature, Feature, Feature];
  const weights = softmax(net, matmul(net, affine(net, q, headDim ** -0.5, 0), k, { transposeA: true }), -1);
  const map = (y: Feature) => reshape(net, permute(net, y, [1, 2, 0, 3]), [heads * headDim, height, width]);
  const mixed = map(matmul(net, v, weights, { transposeB: true }));
  const position = net.chain(
    map(v),
    conv.as('pe', { c1: heads * headDim, c2: heads * headDim, k: 7, p: 3, g: heads * headDim, act: false }),
  );
  return net.chain(add(net, mixed, position), conv.as('proj', { c1: heads * headDim, c2: c, act: false }));
}

/** Queries and keys from one convolution, values from another, a position code of 5 × 5 and a softmax written out. */
export function areaAttentionOfTrees(net: Net, x: Feature, c: number, area: number): Feature {
  const [, height = 1, width = 1] = x.shape;
  const heads = Math.floor(c / 32);
  const headDim = Math.floor(c / heads);
  const areas = areasOf(height * width, 2 * c, area);
  const qk = net.chain(x, conv.as('qk', { c1: c, c2: 2 * c, act: false }));
  const values = net.chain(x, conv.as('v', { c1: c, c2: c, act: false }));
  const position = net.chain(values, conv.as('pe', { c1: c, c2: c, k: 5, p: 2, g: c, act: false }));
  // [areas, heads, d, positions] of channels that are heads · d.
  const byArea = (y: Feature) => permute(net, reshape(net, y, [heads, headDim, areas, (height * width) / areas]), [2, 0, 1, 3]);
  const [queries, keys] = split(net, qk, [c, c]) as [Feature, Feature];
  const products = affine(net, matmul(net, byArea(queries), byArea(keys), { transposeA: true }), headDim ** -0.5, 0);
  const powers = unary(net, 'exp', sub(net, products, reduce(net, 'max', products, [3], true)));
  const weights = binary(net, 'div', powers, reduce(net, 'sum', powers, [3], true));
  const mixed = permute(net, matmul(net, byArea(values), weights, { transposeB: true }), [1, 2, 0, 3]);
  return net.chain(add(net, reshape(net, mixed, [c, height, width]), position), conv.as('proj', { c1: c, c2: c, act: false }));
}

/** An area is a stretch of the rows of the map; one or less means the whole of it. */
function areasOf(positions: number, channels: number, area: number): number {
  if (area <= 1) return 1;
  if (positions % area === 0) return area;
  throw new Refused(
    'RuntimeError',
    `shape '[${area}, ${Math.floor(positions / area)}, ${channels}]' is invalid for input of size ${channels * positions}`,
  );
}
