/** Rows that join several maps with learned weights, in the manner of BiFPN. */
import { t } from '../../../l10n.ts';
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, binary, concat, mul, reduce, slice, softmax, split } from '../../../net/functions.ts';
import { activation } from '../../../net/layers.ts';
import { Unknown } from '../../../net/refused.ts';
import { int, ints, text } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { channelsOfAll } from '../../rewriting.ts';
import { conv } from '../conv.ts';
import { noting, nowhere, withAllChannels } from './common.ts';

/** The joining row of many forks, whose kind a key of the file says. */
export const fusion = defineModule({
  name: 'Fusion',
  summary:
    'Joins feature maps of equal shape: with learned weights (bifpn), after 1×1 convolutions (weight, adaptive), or along the channels (concat).',
  docs: 'BiFPN (EfficientDet, Tan et al., CVPR 2020) and its kin. The row names a key of the file, such as fusion_mode; the parser puts the channels of all inputs in front.',
  composition: 'bifpn: sum of w[i] · x[i], w = ReLU(w) / (sum + 0.0001)',
  args: [
    ints('inc_list', 'channels of the inputs; the parser puts them in'),
    text('fusion', 'how to join', 'bifpn', { values: ['bifpn', 'weight', 'adaptive', 'concat'] }),
  ],
  parser: withAllChannels((all, { args }) => (args[0]?.value === 'concat' ? all.reduce((a, b) => a + b, 0) : (all[0] ?? 0))),
  upstream: nowhere,
  origin: 'forks of Ultralytics with BiFPN',
  build: (net, _x, { inc_list: channels, fusion: mode }, inputs) => {
    if (mode === 'concat') return concat(net, inputs);
    if (mode === 'bifpn')
      return weightedMaps(net, inputs, net.chain(net.stored('fusion_weight', [inputs.length]), activation('relu', 'relu'))).reduce((a, b) =>
        add(net, a, b),
      );
    if (mode !== 'weight' && mode !== 'adaptive') throw new Unknown(t`Fusion by ${mode} is not described here`);
    const maps = inputs.map((x, i) => net.chain(x, conv.as(`fusion_conv.${i}`, { c1: channels[i] ?? 0, c2: channels[i] ?? 0 })));
    if (mode === 'weight') return maps.reduce((a, b) => add(net, a, b));
    const total = channels.reduce((a, b) => a + b, 0);
    const scores = softmax(net, net.chain(concat(net, maps), conv.as('fusion_adaptive', { c1: total, c2: channels.length })), 0);
    const shares = split(net, scores, Array<number>(maps.length).fill(1));
    return shares.map((share, i) => mul(net, share, maps[i] ?? share)).reduce((a, b) => add(net, a, b));
  },
  examples: [{ input: maps(2), args: ['bifpn'], output: [16, 20, 20], params: 2 }],
});

/** Weighted concatenation of YOLOv5’s BiFPN. */
function weightedConcat(count: 2 | 3) {
  return defineModule({
    name: `BiFPN_Concat${count}`,
    summary: 'Joins feature maps along an axis, each times a learned weight.',
    docs: 'Of the BiFPN files for YOLOv5 and v8. By convention [dimension], with the sum of all channels noted, as Concat does.',
    composition: 'torch.cat of w[i] · x[i], w = w / (sum + 0.0001)',
    args: [int('dimension', 'axis to join along, the batch counted: 1 are the channels', 1, { values: [1] })],
    parser: { family: 'concat' },
    upstream: nowhere,
    origin: 'YOLOv5 with BiFPN',
    build: (net, _x, { dimension }, inputs) =>
      concat(net, weightedMaps(net, inputs.slice(0, count), net.stored('w', [count])), dimension - 1),
    examples: [{ input: maps(count), args: [1], output: [16 * count, 20, 20], params: count }],
  });
}

export const biFpnConcat2 = weightedConcat(2);
export const biFpnConcat3 = weightedConcat(3);

/** Weighted sum of YOLOv5’s BiFPN. */
function weightedSum(count: 2 | 3) {
  return defineModule({
    name: `BiFPN_Add${count}`,
    summary: 'Adds feature maps of equal shape, each times a learned weight, then SiLU and a 1×1 convolution.',
    docs: 'Of the BiFPN files for YOLOv5; a few repositories have other classes by this name. By convention the arguments stand as they are, [c1, c2], as they really are after scaling; noted are the most channels of an input.',
    composition: 'Conv2d 1×1(SiLU(sum of w[i] · x[i])), w = w / (sum + 0.0001)',
    args: [int('c1', 'channels of each input, as they really are'), int('c2', 'output channels, as they really are')],
    parser: noting(({ from, channels }) => Math.max(...channelsOfAll(from, channels))),
    upstream: nowhere,
    origin: 'YOLOv5 with BiFPN',
    build: (net, _x, { c1, c2 }, inputs) => {
      const sum = weightedMaps(net, inputs.slice(0, count), net.stored('w', [count])).reduce((a, b) => add(net, a, b));
      return net.chain(sum, activation('silu', 'silu'), conv2d('conv', { in: c1, out: c2 }));
    },
    examples: [{ input: maps(count), args: [16, 16], output: [16, 20, 20], params: 272 + count }],
  });
}

export const biFpnAdd2 = weightedSum(2);
export const biFpnAdd3 = weightedSum(3);

/** Every input times its share of the weights. */
function weightedMaps(net: Net, inputs: readonly Feature[], weights: Feature): Feature[] {
  const shares = binary(net, 'div', weights, affine(net, reduce(net, 'sum', weights, [0], true), 1, 1e-4));
  return inputs.map((x, i) => mul(net, x, slice(net, shares, 0, i, i + 1)));
}

/** Three sizes at the middle one. */
export const zoomCat = defineModule({
  name: 'Zoom_cat',
  summary: 'Joins three feature maps at the size of the second: the larger is pooled, the smaller enlarged.',
  docs: 'ASF-YOLO (Kang et al., 2023).',
  composition: 'adaptive max-pool + adaptive mean of the first, the second, nearest enlargement of the third; concat',
  args: [],
  parser: { family: 'concat' },
  upstream: nowhere,
  origin: 'ASF-YOLO',
  build: (net, large, _values, [, middle, small]) => {
    if (middle === undefined || small === undefined) throw new Unknown(t`Zoom_cat needs three inputs`);
    const [, h = 0, w = 0] = middle.shape;
    const shape = [large.shape[0] ?? 0, h, w];
    const pooled = (kind: 'adaptiveMaxPool2d' | 'adaptiveAvgPool2d') =>
      net.apply({ kind, size: [h, w] }, [large], shape, { function: 'adaptive_pool2d' });
    const enlarged = net.apply(
      { kind: 'resize', mode: 'nearest', size: [h, w], alignCorners: false },
      [small],
      [small.shape[0] ?? 0, h, w],
      {
        function: 'interpolate',
      },
    );
    return concat(net, [add(net, pooled('adaptiveMaxPool2d'), pooled('adaptiveAvgPool2d')), middle, enlarged]);
  },
  examples: [
    {
      input: [
        [16, 40, 40],
        [16, 20, 20],
        [16, 10, 10],
      ],
      args: [],
      output: [48, 20, 20],
      params: 0,
    },
  ],
});

function maps(count: number) {
  return Array.from({ length: count }, () => [16, 20, 20]);
}
