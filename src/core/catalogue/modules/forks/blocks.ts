/** Convolutions and blocks of forks that stand where the framework has Conv, C2f or SPPF. */
import type { Feature } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { concat, mul, permute, reshape, slice, softmax, split } from '../../../net/functions.ts';
import { avgPool2d, maxPool2d } from '../../../net/pooling.ts';
import { int, number } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { expansion, groupsArgument, inputChannels, outputChannels, repeats, shortcutArgument } from '../common.ts';
import { conv, dwConv } from '../conv.ts';
import { bottleneck } from '../csp.ts';
import { convBnAct, keptChannels, nowhere } from './common.ts';
import type { KinPart } from './kin.ts';
import { lska } from './spatial-attention.ts';

/** Pixels of 2×2 cells become channels, then a convolution. */
export const spdConv = defineModule({
  name: 'SPDConv',
  summary: 'Downsampling without loss: the pixels of every 2×2 cell become channels, then a 3×3 convolution.',
  docs: 'SPD-Conv (Sunkara and Luo, 2022), in the form that most forks have, whose parser puts the repeats in as an argument that is not used. Another fork has a 1×1 convolution with the arguments of Conv.',
  composition: 'space to depth (4 × c1) → Conv 3×3',
  args: [inputChannels, outputChannels, int('dimension', 'not used', 1)],
  parser: { family: 'scaled', repeatsInside: true },
  upstream: nowhere,
  origin: 'SPD-Conv',
  build: (net, x, { c1, c2 }) => {
    const part = (dy: number, dx: number) => slice(net, slice(net, x, 1, dy, x.shape[1] ?? 0, 2), 2, dx, x.shape[2] ?? 0, 2);
    return net.chain(concat(net, [part(0, 0), part(1, 0), part(0, 1), part(1, 1)]), conv.as('conv', { c1: 4 * c1, c2, k: 3 }));
  },
  examples: [{ input: [16, 20, 20], args: [32], output: [32, 10, 10], params: 18_496 }],
});

/** Kernels that follow the place. */
export const rfaConv = defineModule({
  name: 'RFAConv',
  summary: 'Receptive-field attention: k × k features of every place, weighted against each other, then a convolution over them.',
  docs: 'RFAConv (Zhang et al., 2023).',
  composition: 'softmax(Conv2d 1×1(AvgPool2d)) · ReLU(BatchNorm2d(depth-wise Conv2d k×k)), laid out k × k → Conv k s k',
  args: [inputChannels, outputChannels, int('kernel_size', 'kernel size'), int('stride', 'stride', 1)],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'RFAConv',
  build: (net, x, { c1, c2, kernel_size: k, stride }) => {
    const n = k * k;
    const window = { kernel: k, stride, padding: Math.floor(k / 2) };
    const weights = net.within('get_weight', 'Container', () =>
      net.chain(x, avgPool2d('0', window), conv2d('1', { in: c1, out: c1 * n, groups: c1, bias: false })),
    );
    const features = net.within('generate_feature', 'Container', () =>
      net.chain(x, convBnAct(['0', '1', '2'], { in: c1, out: c1 * n, groups: c1, ...window }, 'relu')),
    );
    const [, h = 0, w = 0] = features.shape;
    const weighed = mul(net, reshape(net, features, [c1, n, h, w]), softmax(net, reshape(net, weights, [c1, n, h, w]), 1));
    const laid = reshape(net, permute(net, reshape(net, weighed, [c1, k, k, h, w]), [0, 3, 1, 4, 2]), [c1, h * k, w * k]);
    return net.chain(laid, conv.as('conv', { c1, c2, k, s: k, p: 0 }));
  },
  examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 6400 }],
});

/** SPPF whose joined maps attend to themselves. */
export const sppfLska = defineModule({
  name: 'SPPF_LSKA',
  summary: 'SPPF with large separable kernel attention on the joined maps.',
  docs: 'LSKA (Lau et al., 2023), with a kernel of 11.',
  composition: 'Conv 1×1 → three max-pools in a row; concat all → LSKA → Conv 1×1',
  args: [inputChannels, outputChannels, int('k', 'window of the max-pools', 5)],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'LSKA',
  build: (net, x, { c1, c2, k }) => {
    const c = Math.floor(c1 / 2);
    const maps = [net.chain(x, conv.as('cv1', { c1, c2: c }))];
    for (let i = 0; i < 3; i++)
      maps.push(net.chain(maps.at(-1) ?? x, maxPool2d('m', { kernel: k, stride: 1, padding: Math.floor(k / 2) })));
    return net.chain(concat(net, maps), lska.as('lska', { c1: 4 * c, k_size: 11 }), conv.as('cv2', { c1: 4 * c, c2 }));
  },
  examples: [{ input: [64, 20, 20], args: [64, 5], output: [64, 20, 20], params: 29_504 }],
});

/** Hyper-YOLO’s mixed aggregation. */
export const maNet = mixedAggregation({
  name: 'MANet',
  parts: 'bottlenecks',
  composition: 'Bottleneck(3×3, 3×3)',
  part: (name, c, { shortcut, g }) => bottleneck.as(name, { c1: c, c2: c, shortcut, g, e: 1 }),
  params: 12_864,
});

interface Aggregation {
  readonly name: string;
  /** What is in a row, for the summary. */
  readonly parts: string;
  readonly composition: string;
  readonly part: KinPart;
  readonly params: number;
}

/** A 1×1 branch, a depth-wise branch and a row of parts beside each other. */
export function mixedAggregation({ name, parts, composition, part, params }: Aggregation) {
  return defineModule({
    name,
    summary: `Mixed aggregation of Hyper-YOLO: C2f with a 1×1 branch and a depth-wise branch beside its ${parts}.`,
    docs: 'Hyper-YOLO (Feng et al., TPAMI 2024).',
    composition: `Conv 1×1 → Conv 1×1, beside Conv 1×1 → DWConv k → Conv 1×1, beside split; n × ${composition} in a row; concat all → Conv 1×1`,
    args: [
      inputChannels,
      outputChannels,
      repeats,
      shortcutArgument(false),
      number('p', 'widening of the depth-wise branch', 1),
      int('kernel_size', 'kernel of the depth-wise branch', 3),
      groupsArgument,
      expansion,
    ],
    parser: { family: 'scaled', repeatsInside: true },
    upstream: nowhere,
    origin: 'Hyper-YOLO',
    build: (net, x, { c1, c2, n, shortcut, p, kernel_size: k, g, e }) => {
      const c = Math.trunc(c2 * e);
      const wide = Math.trunc(p * 2 * c);
      const y = net.chain(x, conv.as('cv_first', { c1, c2: 2 * c }));
      const first = net.chain(y, conv.as('cv_block_1', { c1: 2 * c, c2: c }));
      const second = net.within('cv_block_2', 'Container', () =>
        net.chain(y, conv.as('0', { c1: 2 * c, c2: wide }), dwConv.as('1', { c1: wide, c2: wide, k }), conv.as('2', { c1: wide, c2: c })),
      );
      const joined = [first, second, ...split(net, y, [c, c])];
      net.container('m');
      for (let i = 0; i < n; i++) joined.push(net.chain(joined.at(-1) ?? y, part(`m.${i}`, c, { shortcut, g, k: [3, 3], e: 1 })));
      return net.chain(concat(net, joined), conv.as('cv_final', { c1: (4 + n) * c, c2 }));
    },
    examples: [{ input: [32, 20, 20], args: [32, true, 2, 3], output: [32, 20, 20], params }],
  });
}

/** A part of the channels is convolved, the rest goes past. */
export const partialConv = defineModule({
  name: 'Partial_conv3',
  summary: 'Partial convolution of FasterNet: a 3×3 convolution of a part of the channels; the rest stays as it is.',
  docs: 'FasterNet (Chen et al., CVPR 2023). By convention [c1, n_div].',
  composition: 'split; Conv2d 3×3 of the first part; concat',
  args: [keptChannels, int('n_div', 'the part is c1 / n_div', 4)],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'FasterNet',
  build: (net, x, { c1, n_div }) => {
    const c = Math.floor(c1 / n_div);
    const [part, rest] = split(net, x, [c, c1 - c]) as [Feature, Feature];
    return concat(net, [net.chain(part, conv2d('partial_conv3', { in: c, out: c, kernel: 3, padding: 1, bias: false })), rest]);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 2304 }],
});
