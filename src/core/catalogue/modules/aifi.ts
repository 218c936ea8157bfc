/** RT-DETR's encoder: self-attention over the positions of its smallest map. */
import { checkHeads, multiheadAttention } from '../../net/attention.ts';
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, affine, concat, matmul, permute, reshape, slice, split, unary } from '../../net/functions.ts';
import { activation, dropout, layerNorm } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import { any, bool, int, number } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { channelsOf, put } from '../rewriting.ts';
import { inputChannels } from './common.ts';
import { feedForward, ownActivation } from './transformer-parts.ts';

/** One layer of a transformer's encoder on a feature map. */
export const aifi = defineModule({
  name: 'AIFI',
  summary: 'One layer of a transformer encoder over all positions of a feature map, with a sine-cosine position code.',
  docs: 'The parser notes no output channels: later rows read those of the last row that wrote some, usually the row before.',
  composition: 'multi-head attention + input → LayerNorm; Linear → GELU → Linear + input → LayerNorm',
  args: [
    inputChannels,
    int('cm', 'hidden channels of the feed-forward part', 2048),
    int('num_heads', 'heads; they must divide the channels', 8),
    number('dropout', 'share dropped while training', 0),
    any('act', 'a module, which a YAML cannot give: leave it out', null),
    bool('normalize_before', 'normalise before each part instead of after it', false),
  ],
  parser: {
    family: 'special',
    inserted: [0],
    rewrite: ({ from, args, channels, lastChannels }) => ({
      args: [put(channelsOf(from, channels)), ...args],
      channels: lastChannels,
      repeatsInside: false,
    }),
  },
  build: (net, x, { c1, cm, num_heads: heads, dropout: share, act: given, normalize_before: before }) => {
    checkHeads(c1, heads, 2);
    checkSizes([cm]);
    const [c = 0, h = 0, w = 0] = x.shape;
    const code = positionCode(net, c, h, w);
    const gelu = activation('act', 'gelu', net.rules.has('own-activations') ? {} : { shared: 'aifi_act' });
    const attend: Layer = (m, y) => {
      const query = add(m, y, code);
      return m.chain(multiheadAttention(m, 'ma', { dim: c1, heads }, { query, key: query, value: y }), dropout('dropout1', share));
    };
    const feed = feedForward({
      dim: c1,
      hidden: cm,
      share,
      act: ownActivation(net, 4, given, gelu),
      names: ['fc1', 'dropout', 'fc2', 'dropout2'],
    });
    const part = (y: Feature, layer: Layer, norm: Layer) =>
      before ? add(net, y, net.chain(y, norm, layer)) : net.chain(add(net, y, net.chain(y, layer)), norm);
    const positions = permute(net, reshape(net, x, [c, h * w]), [1, 0]);
    const attended = part(positions, attend, layerNorm('norm1', c1));
    return reshape(net, permute(net, part(attended, feed, layerNorm('norm2', c1)), [1, 0]), [c, h, w]);
  },
  examples: [
    { input: [64, 6, 4], args: [128, 4], output: [64, 6, 4], params: 33_472 },
    { input: [64, 6, 4], args: [128, 4, 0, null, true], output: [64, 6, 4], params: 33_472 },
  ],
});

/** The longest wave is 2π times this. */
const temperature = 10_000;

/** [h·w, c]: sine and cosine of row and column in c / 4 wave lengths. Older releases lay the grid out by columns. */
function positionCode(net: Net, c: number, h: number, w: number): Feature {
  if (c % 4 !== 0) throw new Refused('AssertionError', 'Embed dimension must be divisible by 4 for 2D sin-cos position embedding', 'from');
  const waves = c / 4;
  const steps = slice(net, cells(net, 1, waves), 0, 0, 1);
  const frequencies = unary(net, 'exp', affine(net, steps, -Math.log(temperature) / waves, 0));
  const [columns, rows] = split(net, net.rules.has('aifi-row-grid') ? cells(net, h, w) : cells(net, w, h), [1, 1]);
  return concat(
    net,
    [rows, columns].flatMap((axis) => {
      const phase = matmul(net, axis as Feature, frequencies, { transposeA: true });
      return [unary(net, 'sin', phase), unary(net, 'cos', phase)];
    }),
    1,
  );
}

/** Column and row of every cell of a map: [2, h·w]. */
function cells(net: Net, h: number, w: number): Feature {
  return net.apply({ kind: 'anchorPoints', sizes: [[h, w]], offset: 0 }, [], [2, h * w], { function: 'arange' });
}
