/** Blocks that make feature maps smaller or larger. */
import type { Feature, Net } from '../../net/builder.ts';
import { convTranspose2d } from '../../net/convolutions.ts';
import { concat, slice, split } from '../../net/functions.ts';
import { activation, batchNorm, identity } from '../../net/layers.ts';
import { maxPool2d } from '../../net/pooling.ts';
import { gcd } from '../../net/sizes.ts';
import type { Primitive } from '../../ops.ts';
import { activationFlag, bool, ints, optionalSize, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { halvedChannels, inputChannels, outputChannels } from './common.ts';
import { conv } from './conv.ts';

/** Pixels of 2×2 cells become channels. */
export const focus = defineModule({
  name: 'Focus',
  summary: 'Puts the pixels of every 2×2 cell into the channels, then convolves.',
  composition: 'space to depth (4 × c1) → Conv',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size'),
    strictInt('g', 'groups', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, p, g, act }) => {
    const part = (dy: number, dx: number) => slice(net, slice(net, x, 1, dy, x.shape[1] ?? 0, 2), 2, dx, x.shape[2] ?? 0, 2);
    return net.chain(concat(net, [part(0, 0), part(1, 0), part(0, 1), part(1, 1)]), conv.as('conv', { c1: 4 * c1, c2, k, s, p, g, act }));
  },
  examples: [{ input: [3, 64, 64], args: [16, 3], output: [16, 32, 32], params: 1760 }],
});

/** Transposed convolution, normalisation, activation. */
export const convTranspose = defineModule({
  name: 'ConvTranspose',
  summary: 'Transposed convolution, batch normalisation and SiLU: makes feature maps larger.',
  composition: 'ConvTranspose2d → BatchNorm2d → SiLU',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 2),
    size('s', 'stride', 2),
    size('p', 'padding', 0),
    bool('bn', 'normalise; otherwise the convolution has a bias', true),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, p, bn, act }) =>
    net.chain(
      x,
      convTranspose2d('conv_transpose', { in: c1, out: c2, kernel: k, stride: s, padding: p, bias: !bn }),
      bn ? batchNorm('bn', c2) : identity('bn'),
      act ? activation('act', 'silu', { shared: 'conv_transpose_act' }) : identity('act'),
    ),
  examples: [{ input: [16, 10, 10], args: [8], output: [8, 20, 20], params: 528 }],
});

/** Depth-wise transposed convolution. */
export const dwConvTranspose2d = defineModule({
  name: 'DWConvTranspose2d',
  summary: 'Transposed convolution with as many groups as both channel counts have in common.',
  composition: 'ConvTranspose2d with groups = gcd(c1, c2)',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    size('p1', 'padding', 0),
    size('p2', 'rows and columns added at one side', 0),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, p1, p2 }) => {
    const options = { in: c1, out: c2, kernel: k, stride: s, padding: p1, outputPadding: p2, groups: gcd(c1, c2) };
    return net.chain(x, convTranspose2d('', { ...options, type: 'DWConvTranspose2d' }));
  },
  examples: [{ input: [8, 10, 10], args: [16, 4, 2, 1], output: [16, 20, 20], params: 272 }],
});

/** Average, then a strided convolution. */
export const aConv = defineModule({
  name: 'AConv',
  summary: 'Downsampling of YOLOv9: a 2×2 average at stride 1, then a strided 3×3 convolution.',
  composition: 'average 2×2 → Conv 3×3 s 2',
  args: [inputChannels, outputChannels],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2 }) => net.chain(blur(net, x), conv.as('cv1', { c1, c2, k: 3, s: 2, p: 1 })),
  examples: [{ input: [16, 20, 20], args: [32], output: [32, 10, 10], params: 4672 }],
});

/** Average, then a convolution on one half and a maximum on the other. */
export const aDown = defineModule({
  name: 'ADown',
  summary:
    'Downsampling of YOLOv9: after a 2×2 average, a strided convolution on one half and a max-pool with a 1×1 convolution on the other.',
  composition: 'average 2×2 → split; Conv 3×3 s 2, beside MaxPool2d → Conv 1×1; concat',
  args: [inputChannels, halvedChannels],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2 }) => {
    const [half, c] = [Math.floor(c1 / 2), Math.floor(c2 / 2)];
    const [a, b] = split(net, blur(net, x), [(x.shape[0] ?? 0) - half, half]) as [Feature, Feature];
    const pooled = functionalMax(net, b);
    return concat(net, [
      net.chain(a, conv.as('cv1', { c1: half, c2: c, k: 3, s: 2, p: 1 })),
      net.chain(pooled, conv.as('cv2', { c1: half, c2: c })),
    ]);
  },
  examples: [{ input: [16, 20, 20], args: [32], output: [32, 10, 10], params: 1344 }],
});

/** Spatial pyramid pooling with windows beside each other. */
export const spp = defineModule({
  name: 'SPP',
  summary: 'Spatial pyramid pooling: max-pools of several sizes beside each other, all joined.',
  composition: 'Conv 1×1 to c1 / 2; MaxPool2d of each k; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, ints('k', 'windows of the max-pools', [5, 9, 13])],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k }) => {
    const hidden = Math.floor(c1 / 2);
    const y = net.chain(x, conv.as('cv1', { c1, c2: hidden }));
    const maps = k.map((window, i) => net.chain(y, maxPool2d(`m.${i}`, { kernel: window, stride: 1, padding: Math.floor(window / 2) })));
    return net.chain(concat(net, [y, ...maps]), conv.as('cv2', { c1: hidden * (k.length + 1), c2 }));
  },
  examples: [
    { input: [16, 12, 20], args: [32], output: [32, 12, 20], params: 1232 },
    { input: [16, 12, 12], args: [24, [3, 5]], output: [24, 12, 12], params: 768 },
  ],
});

/** A 2×2 average at stride 1, as a function: no counter sees it. */
function blur(net: Net, x: Feature): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const primitive: Primitive = { kind: 'avgPool2d', kernel: [2, 2], stride: [1, 1], padding: [0, 0], countPadding: true };
  return net.apply(primitive, [x], [c, h - 1, w - 1], { function: 'avg_pool2d' });
}

function functionalMax(net: Net, x: Feature): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const primitive: Primitive = { kind: 'maxPool2d', kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1] };
  return net.apply(primitive, [x], [c, Math.floor((h - 1) / 2) + 1, Math.floor((w - 1) / 2) + 1], { function: 'max_pool2d' });
}
