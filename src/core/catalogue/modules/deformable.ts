/** One layer of RT-DETR's decoder: queries attend to each other, then to a few points of every map. */
import { multiheadAttention } from '../../net/attention.ts';
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, affine, concat, mul, permute, reduce, reshape, slice, softmax, split } from '../../net/functions.ts';
import { dropout, layerNorm, linear } from '../../net/layers.ts';
import { feedForward } from './transformer-parts.ts';

export interface DecoderOptions {
  readonly dim: number;
  readonly heads: number;
  /** Points that each head samples on each level. */
  readonly points: number;
  readonly hidden: number;
  readonly share: number;
  readonly act: Layer;
}

/** What the queries look at: features of all positions [positions, dim], and [height, width] of each level. */
export interface Memory {
  readonly features: Feature;
  readonly sizes: readonly (readonly [number, number])[];
}

/** Queries [n, dim] with their position code and boxes [n, 4] (centre, width, height; shares of the image) -> [n, dim]. */
export function decoderLayer(
  net: Net,
  name: string,
  o: DecoderOptions,
  { queries, code, boxes }: { readonly queries: Feature; readonly code: Feature; readonly boxes: Feature },
  memory: Memory,
): Feature {
  const { dim, heads, share } = o;
  return net.within(name, 'DeformableTransformerDecoderLayer', () => {
    const placed = add(net, queries, code);
    const attended = multiheadAttention(net, 'self_attn', { dim, heads }, { query: placed, key: placed, value: queries });
    const y = net.chain(add(net, queries, net.chain(attended, dropout('dropout1', share))), layerNorm('norm1', dim));
    const sampled = net.within('cross_attn', 'MSDeformAttn', () => deformableAttention(net, o, add(net, y, code), boxes, memory));
    const z = net.chain(add(net, y, net.chain(sampled, dropout('dropout2', share))), layerNorm('norm2', dim));
    const feed = feedForward({ ...o, names: ['linear1', 'dropout3', 'linear2', 'dropout4'] });
    return net.chain(add(net, z, net.chain(z, feed)), layerNorm('norm3', dim));
  });
}

/** Each head samples `points` positions a level around the query's box and weighs them; both follow from the query. */
function deformableAttention(net: Net, { dim, heads, points }: DecoderOptions, query: Feature, boxes: Feature, memory: Memory): Feature {
  const n = query.shape[0] ?? 0;
  const { sizes } = memory;
  const all = sizes.length * points;
  const value = reshape(net, net.chain(memory.features, linear('value_proj', { in: dim, out: dim })), [
    memory.features.shape[0] ?? 0,
    heads,
    dim / heads,
  ]);
  const offsets = reshape(net, net.chain(query, linear('sampling_offsets', { in: dim, out: heads * all * 2 })), [n, heads, all, 2]);
  const weights = softmax(
    net,
    reshape(net, net.chain(query, linear('attention_weights', { in: dim, out: heads * all })), [n, heads, all]),
    -1,
  );
  const [centre, extent] = split(net, reshape(net, boxes, [n, 1, 1, 4]), [2, 2], 3) as [Feature, Feature];
  const places = add(net, centre, mul(net, affine(net, offsets, 1 / points, 0), affine(net, extent, 0.5, 0)));
  const grid = permute(net, affine(net, places, 2, -1), [1, 0, 2, 3]);
  let first = 0;
  const samples = sizes.map(([h, w], level) => {
    const cells = slice(net, value, 0, first, first + h * w);
    first += h * w;
    const map = permute(net, reshape(net, cells, [h, w, heads, dim / heads]), [2, 3, 0, 1]);
    return sample(net, map, slice(net, grid, 2, level * points, (level + 1) * points));
  });
  const weighted = mul(net, concat(net, samples, 3), reshape(net, permute(net, weights, [1, 0, 2]), [heads, 1, n, all]));
  const mixed = permute(net, reduce(net, 'sum', weighted, [3], false), [2, 0, 1]);
  return net.chain(reshape(net, mixed, [n, dim]), linear('output_proj', { in: dim, out: dim }));
}

function sample(net: Net, map: Feature, grid: Feature): Feature {
  const [groups = 0, n = 0, m = 0] = grid.shape;
  return net.apply({ kind: 'gridSample' }, [map, grid], [groups, map.shape[1] ?? 0, n, m], { function: 'grid_sample' });
}
