/** Fusion of two images’ maps, visible light and infrared, by attention of each to the other. */
import { t } from '../../../l10n.ts';
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { add, affine, concat, matmul, permute, reshape, slice, softmax, unary } from '../../../net/functions.ts';
import { dropout, layerNorm, linear } from '../../../net/layers.ts';
import { Refused, Unknown } from '../../../net/refused.ts';
import { int, number } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { channelsOfAll, put } from '../../rewriting.ts';
import { nowhere } from './common.ts';

/** As many positions as have a code. */
const mostPositions = 6400;

export const crossTransformerFusion = defineModule({
  name: 'CrossTransformerFusion',
  summary: 'Joins the maps of two images: transformer layers in which each attends to the other, then both along the channels.',
  docs: 'YOLOv11-RGBT (Wan et al., 2025), where most fusions in the middle of a model are this one. The work grows with the square of the number of positions, of which there may be 6400. By convention [c1, num_heads, num_layers, dropout].',
  composition:
    'positions of both → Linear + stored code → num_layers × (cross attention → LayerNorm → Linear → ReLU → Linear → LayerNorm); concat',
  args: [
    int('input_dim', 'channels of the first input; the parser puts them in'),
    int('num_heads', 'number of heads', 2),
    int('num_layers', 'number of layers', 1),
    number('dropout', 'dropout, in training', 0.1),
  ],
  parser: {
    family: 'special',
    inserted: [0],
    rewrite({ from, args, channels }) {
      const all = channelsOfAll(from, channels);
      return { args: [put(all[0] ?? 0), ...args], channels: all.reduce((a, b) => a + b, 0), repeatsInside: false };
    },
  },
  upstream: nowhere,
  origin: 'YOLOv11-RGBT',
  build: (net, visible, { input_dim: dim, num_heads: heads, num_layers: count, dropout: share }, [, infrared]) => {
    if (infrared === undefined) throw new Unknown(t`CrossTransformerFusion needs two inputs`);
    if (heads <= 0 || dim % heads !== 0)
      throw new Refused('AssertionError', 'model_dim must be divisible by num_heads', 'args', 1, undefined, true);
    const [, h = 0, w = 0] = visible.shape;
    const both = net.within('encoder', 'TransformerEncoder', () => {
      let pair = [visible, infrared].map((x) => coded(net, x, dim, share)) as [Feature, Feature];
      net.container('layers');
      for (let i = 0; i < count; i++)
        pair = net.within(`layers.${i}`, 'TransformerEncoderLayer', () => layer(net, pair, dim, heads, share));
      return pair;
    });
    return concat(
      net,
      both.map((x) => reshape(net, permute(net, x, [1, 0]), [dim, h, w])),
    );
  },
  examples: [
    {
      input: [
        [32, 20, 20],
        [32, 20, 20],
      ],
      args: [],
      output: [64, 20, 20],
      params: 13_824,
    },
  ],
});

/** [positions, dim]: the map’s positions, embedded, with a code of each place. */
function coded(net: Net, x: Feature, dim: number, share: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const rows = permute(net, reshape(net, x, [c, h * w]), [1, 0]);
  const embedded = affine(net, net.chain(rows, linear('embedding', { in: dim, out: dim })), Math.sqrt(dim), 0);
  return net.within('positional_encoding', 'PositionalEncoding', () => {
    const codes = reshape(net, net.stored('pe', [1, mostPositions, dim], { buffer: true, trainable: false }), [mostPositions, dim]);
    return net.chain(add(net, embedded, slice(net, codes, 0, 0, Math.min(h * w, mostPositions))), dropout('dropout', share));
  });
}

function layer(net: Net, pair: readonly [Feature, Feature], dim: number, heads: number, share: number): [Feature, Feature] {
  const attended = net.within('cross_attention', 'MultiHeadCrossAttention', () => crossed(net, pair, dim, heads));
  const wide: Layer = (n, x) =>
    n.within('ff', 'FeedForward', () => {
      const y = unary(n, 'relu', n.chain(x, linear('fc1', { in: dim, out: 2 * dim })));
      return n.chain(y, dropout('dropout', share), linear('fc2', { in: 2 * dim, out: dim }));
    });
  return pair.map((x, i) => {
    const y = net.chain(add(net, x, attended[i] ?? x), layerNorm('norm1', dim));
    return net.chain(add(net, y, net.chain(y, wide)), layerNorm('norm2', dim));
  }) as [Feature, Feature];
}

/** The queries of each ask the keys of the other; what is found there goes to the other. */
function crossed(net: Net, pair: readonly [Feature, Feature], dim: number, heads: number): [Feature, Feature] {
  const names = ['vis', 'inf'] as const;
  const projected = (what: string) =>
    pair.map((x, i) => {
      const y = net.chain(x, linear(`${what}_${names[i]}`, { in: dim, out: dim }));
      return permute(net, reshape(net, y, [x.shape[0] ?? 0, heads, dim / heads]), [1, 0, 2]);
    }) as [Feature, Feature];
  const [queries, keys, values] = [projected('query'), projected('key'), projected('value')];
  return pair.map((x, i) => {
    const other = queries[1 - i] ?? x;
    const scores = affine(net, matmul(net, other, keys[i] ?? x, { transposeB: true }), (dim / heads) ** -0.5, 0);
    const found = matmul(net, softmax(net, scores, -1), values[i] ?? x);
    const joined = reshape(net, permute(net, found, [1, 0, 2]), [x.shape[0] ?? 0, dim]);
    return net.chain(joined, linear(`fc_out_${names[i]}`, { in: dim, out: dim }));
  }) as [Feature, Feature];
}
