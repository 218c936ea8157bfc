/** Bottlenecks with another second convolution, or with attention behind: the parts of many kin of C3k2 and C2f. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, mul, unary } from '../../../net/functions.ts';
import { activation, batchNorm, identity } from '../../../net/layers.ts';
import { avgPool2d, interpolate } from '../../../net/pooling.ts';
import { conv } from '../conv.ts';
import { aroundShortcut } from '../csp.ts';
import { partialConv, rfaConv } from './blocks.ts';
import { convBnAct } from './common.ts';
import { mlca } from './convolved-attention.ts';
import { type KinPart, kinOf, type PartOptions } from './kin.ts';
import { ema } from './spatial-attention.ts';

/** Conv k to the hidden channels, then what `second` makes of them; the input is added where shortcut is set. */
function bottleneckWith(second: (hidden: number, c: number, options: PartOptions) => Layer): KinPart {
  return (name, c, options) => {
    const hidden = Math.trunc(c * options.e);
    const first = conv.as('cv1', { c1: c, c2: hidden, k: options.k[0] });
    return aroundShortcut(name, 'Bottleneck', options.shortcut, first, second(hidden, c, options));
  };
}

const withEma = bottleneckWith((hidden, c, { g, k }) => {
  return (net, x) => net.chain(x, conv.as('cv2', { c1: hidden, c2: c, k: k[1], g }), ema.as('attention', { c1: c }));
});
const withMlca = bottleneckWith((hidden, c, { g, k }) => {
  return (net, x) => net.chain(x, conv.as('cv2', { c1: hidden, c2: c, k: k[1], g }), mlca.as('attention', { c1: c }));
});
const withRfa = bottleneckWith((hidden, c, { k }) => rfaConv.as('cv2', { c1: hidden, c2: c, kernel_size: k[1] }));
const withSelfCalibration = bottleneckWith((hidden, c, { g }) => selfCalibrated('cv2', hidden, c, g));

/** Self-calibrated convolution: the map at a quarter of the size says how much each place counts. */
function selfCalibrated(name: string, c1: number, c2: number, g: number): Layer {
  return (net, x) =>
    net.within(name, 'SCConv', () => {
      const [, h = 0, w = 0] = x.shape;
      const step = (child: string) => conv.as(child, { c1, c2, k: 3, g, act: false });
      const coarse = net.chain(x, avgPool2d('k2.0', { kernel: 4, stride: 4 }), step('k2.1'));
      const gate = unary(net, 'sigmoid', add(net, x, interpolate(net, coarse, 'nearest', [h, w])));
      return net.chain(mul(net, net.chain(x, step('k3')), gate), conv.as('k4', { c1, c2, k: 3, g, act: false }));
    });
}

/** Both convolutions are partial ones, without normalisation or activation. */
const partial: KinPart = (name, c, { shortcut }) =>
  aroundShortcut(name, 'Bottleneck', shortcut, partialConv.as('cv1', { c1: c }), partialConv.as('cv2', { c1: c }));

/** RepViT's block: a depth-wise mixing of places, then 1×1 convolutions to twice the channels and back around which the input goes. */
function repVit(attention?: (c: number) => Layer): KinPart {
  return (name, c) => (net, x) =>
    net.within(name, 'RepViTBlock', () => {
      const mixed = net.within('token_mixer', 'Container', () => {
        const y = net.within('0', 'RepVGGDW', () => mixPlaces(net, x, c));
        return net.chain(y, attention?.(c) ?? identity('1'));
      });
      return net.within('channel_mixer', 'Residual', () => {
        const y = net.chain(
          mixed,
          convBnAct(['fn.0.c', 'fn.0.bn'], { in: c, out: 2 * c }),
          activation('fn.1', 'gelu'),
          convBnAct(['fn.2.c', 'fn.2.bn'], { in: 2 * c, out: c }),
        );
        return add(net, mixed, y);
      });
    });
}

function mixPlaces(net: Net, x: Feature, c: number): Feature {
  const wide = net.chain(x, convBnAct(['conv.c', 'conv.bn'], { in: c, out: c, kernel: 3, padding: 1, groups: c }));
  const point = net.chain(x, conv2d('conv1', { in: c, out: c, groups: c }));
  return net.chain(add(net, add(net, wide, point), x), batchNorm('bn', c));
}

const origin = 'forks of Ultralytics';

export const bottleneckKin = [
  ...kinOf({
    suffix: 'EMA',
    part: withEma,
    parts: 'bottlenecks with EMA attention behind',
    docs: 'EMA (Ouyang et al., ICASSP 2023).',
    origin,
    composition: 'Conv k → Conv k → EMA (+ input)',
    params: { c3k2: [6688, 20_064] },
  }),
  ...kinOf({
    suffix: 'MLCA',
    part: withMlca,
    parts: 'bottlenecks with MLCA attention behind',
    docs: 'MLCA (Wan et al., 2023).',
    origin,
    composition: 'Conv k → Conv k → MLCA (+ input)',
    params: { c3k2: [6646, 19_980], c2f: 7366, c3: 4806 },
  }),
  ...kinOf({
    suffix: 'RFAConv',
    part: withRfa,
    parts: 'bottlenecks whose second convolution attends to its receptive field',
    docs: 'RFAConv (Zhang et al., 2023).',
    origin: 'RFAConv in forks of Ultralytics',
    composition: 'Conv k → RFAConv k (+ input)',
    params: { c3k2: [7504, 23_424], c2f: 9088 },
  }),
  ...kinOf({
    suffix: 'SCConv',
    part: withSelfCalibration,
    parts: 'bottlenecks whose second convolution is self-calibrated',
    docs: 'SCNet (Liu et al., CVPR 2020). ScConv, of spatial and channel reconstruction, is another module.',
    origin: 'SCNet in forks of Ultralytics',
    composition: 'Conv k → Conv(Conv 3×3 · sigmoid(input + Conv 3×3(AvgPool 4))) (+ input)',
    params: { c3k2: [undefined, 29_312], c2f: 12_032 },
  }),
  ...kinOf({
    suffix: 'PConv',
    part: partial,
    parts: 'two partial convolutions of FasterNet',
    docs: 'FasterNet (Chen et al., CVPR 2023).',
    origin: 'FasterNet in forks of Ultralytics',
    composition: 'Partial_conv3 → Partial_conv3 (+ input)',
    params: { c3k2: [4576, 11_200] },
  }),
  ...kinOf({
    suffix: 'RVB',
    part: repVit(),
    parts: 'blocks of RepViT, whatever shortcut and g say',
    docs: 'RepViT (Wang et al., CVPR 2024), without squeeze and excitation. One fork normalises the depth-wise 1×1 convolution too.',
    origin: 'RepViT in forks of Ultralytics',
    composition: 'BatchNorm2d(depth-wise 3×3 + depth-wise 1×1 + input) → 1×1 to twice the channels → GELU → 1×1, + its input',
    params: { c3k2: [5648, 13_344], c2f: 4048 },
  }),
  ...kinOf({
    suffix: 'RVB_EMA',
    part: repVit((c) => ema.as('1', { c1: c })),
    parts: 'blocks of RepViT with EMA attention, whatever shortcut and g say',
    docs: 'RepViT (Wang et al., CVPR 2024), EMA (Ouyang et al., ICASSP 2023). One fork normalises the depth-wise 1×1 convolution too.',
    origin: 'RepViT in forks of Ultralytics',
    composition: 'BatchNorm2d(depth-wise 3×3 + depth-wise 1×1 + input) → EMA → 1×1 to twice the channels → GELU → 1×1, + its input',
    params: { c3k2: [5696, 13_440], c2f: 4096 },
  }),
];
