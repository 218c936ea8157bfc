/** FasterNet's block and its kin: a partial convolution, then two 1×1 convolutions, around which the input goes. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, mul, split } from '../../../net/functions.ts';
import { activation, identity } from '../../../net/layers.ts';
import { conv } from '../conv.ts';
import { mixedAggregation, partialConv } from './blocks.ts';
import { type KinPart, kinOf } from './kin.ts';
import { ema } from './spatial-attention.ts';

const origin = 'FasterNet in forks of Ultralytics';
const docs = 'FasterNet (Chen et al., CVPR 2023).';

/** FasterNet's block: `mixed` stands for what makes channels of channels, by default Conv 1×1 to twice as many and back. */
function fasterBlock(name: string, c: number, mixed: Layer = twiceAndBack(c)): Layer {
  return (net, x) =>
    net.within(name, 'Faster_Block', () => {
      const y = net.chain(x, partialConv.as('spatial_mixing', { c1: c }), mixed, identity('drop_path', 'DropPath'));
      return add(net, x, y);
    });
}

function twiceAndBack(c: number): Layer {
  return (net, x) => net.chain(x, conv.as('mlp.0', { c1: c, c2: 2 * c }), conv2d('mlp.1', { in: 2 * c, out: c, bias: false }));
}

const faster: KinPart = (name, c) => fasterBlock(name, c);
const fasterEma: KinPart = (name, c) =>
  fasterBlock(name, c, (net, x) => net.chain(x, twiceAndBack(c), identity('drop_path', 'DropPath'), ema.as('attention', { c1: c })));
const fasterGlu: KinPart = (name, c) => fasterBlock(name, c, convolutionalGlu('mlp', c));

/** Half of the channels gate the other half, a depth-wise convolution between; the input is added. */
function convolutionalGlu(name: string, c: number, hidden = Math.trunc((2 * c) / 3)): Layer {
  return (net, x) =>
    net.within(name, 'ConvolutionalGLU', () => {
      const [gate, value] = split(net, net.chain(x, conv2d('fc1', { in: c, out: 2 * hidden })), [hidden, hidden]) as [Feature, Feature];
      const deep = conv2d('dwconv.0', { in: hidden, out: hidden, kernel: 3, padding: 1, groups: hidden });
      const gated = mul(net, net.chain(gate, deep, activation('dwconv.1', 'gelu')), value);
      return add(net, x, net.chain(gated, identity('drop', 'nn.Dropout'), conv2d('fc2', { in: hidden, out: c })));
    });
}

export const fasterKin = [
  ...kinOf({
    suffix: 'Faster',
    part: faster,
    parts: 'blocks of FasterNet, whatever shortcut and g say',
    docs,
    origin,
    composition: 'Partial_conv3 → Conv 1×1 to twice the channels → Conv2d 1×1, + input',
    params: { c3k2: [5520, 13_088], c2f: 3920, c3: 3408 },
  }),
  ...kinOf({
    suffix: 'Faster_EMA',
    part: fasterEma,
    parts: 'blocks of FasterNet with EMA attention, whatever shortcut and g say',
    docs: `${docs} EMA (Ouyang et al., ICASSP 2023).`,
    origin,
    composition: 'Partial_conv3 → Conv 1×1 to twice the channels → Conv2d 1×1 → EMA, + input',
    params: { c3k2: [5568, 13_184], c2f: 3968, c3: 3456 },
  }),
  ...kinOf({
    suffix: 'Faster_CGLU',
    part: fasterGlu,
    parts: 'blocks of FasterNet with a convolutional gated linear unit, whatever shortcut and g say',
    docs: `${docs} The gate is TransNeXt’s (Shi, CVPR 2024).`,
    origin,
    composition: 'Partial_conv3 → ConvolutionalGLU, + input',
    params: { c3k2: [5048, 12_144] },
  }),
];

/** StarNet's block: two 1×1 convolutions multiplied, between depth-wise 7×7 ones. */
function starBlock(name: string, c: number): Layer {
  return (net, x) => net.within(name, 'Star_Block', () => add(net, x, net.chain(star(net, x, c), identity('drop_path'))));
}

function star(net: Net, x: Feature, c: number): Feature {
  const y = net.chain(x, conv.as('dwconv', { c1: c, c2: c, k: 7, g: c, act: false }));
  const wide = (name: string) => net.chain(y, conv2d(name, { in: c, out: 3 * c }));
  const product = mul(net, net.chain(wide('f1'), activation('act', 'relu6')), wide('f2'));
  const back = conv.as('g', { c1: 3 * c, c2: c, act: false });
  return net.chain(product, back, conv2d('dwconv2', { in: c, out: c, kernel: 7, padding: 3, groups: c }));
}

export const starKin = kinOf({
  suffix: 'Star',
  part: starBlock,
  parts: 'blocks of StarNet, whatever shortcut and g say',
  docs: 'StarNet (Ma et al., CVPR 2024).',
  origin: 'StarNet in forks of Ultralytics',
  composition: 'DWConv 7×7 → ReLU6(Conv2d 1×1) · Conv2d 1×1 → Conv 1×1 → depth-wise Conv2d 7×7, + input',
  params: { c3k2: [8336, 18_720], c2f: 6736 },
});

export const maNetKin = [
  mixedAggregation({
    name: 'MANet_FasterBlock',
    parts: 'blocks of FasterNet',
    composition: 'FasterNet’s block',
    part: faster,
    params: 9424,
  }),
  mixedAggregation({
    name: 'MANet_FasterCGLU',
    parts: 'blocks of FasterNet with a convolutional gated linear unit',
    composition: 'FasterNet’s block with ConvolutionalGLU',
    part: fasterGlu,
    params: 8952,
  }),
  mixedAggregation({ name: 'MANet_Star', parts: 'blocks of StarNet', composition: 'StarNet’s block', part: starBlock, params: 12_240 }),
];
