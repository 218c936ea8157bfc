/** Diverse branch blocks: several kinds of convolution beside each other while training, summed. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, binary, mul, reshape, sub, unary } from '../../../net/functions.ts';
import { batchNorm } from '../../../net/layers.ts';
import { avgPool2d } from '../../../net/pooling.ts';
import { bordered } from '../../../net/space.ts';
import { aroundShortcut } from '../csp.ts';
import { convBnAct } from './common.ts';
import { type KinPart, kinOf } from './kin.ts';

const origin = 'DBB in forks of Ultralytics';
const paper = 'Diverse Branch Block (Ding et al., CVPR 2021). The framework’s fuse() leaves the branches; that of some forks merges them.';

interface Branches {
  readonly in: number;
  readonly out: number;
  readonly kernel: number;
  readonly groups: number;
}

/** k × k, 1×1, 1×1 → average and 1×1 → k × k beside each other; `first` stands for the k × k one. */
function diverse(net: Net, x: Feature, o: Branches, first: Layer): Feature {
  const { in: c1, out: c2, kernel: k, groups } = o;
  const padding = Math.floor(k / 2);
  const across = groups < c2;
  const around = { kernel: k, stride: 1 };
  const parts = [net.chain(x, first)];
  if (across) parts.push(net.chain(x, convBnAct(['dbb_1x1.conv', 'dbb_1x1.bn'], { in: c1, out: c2, groups })));
  const averaged = across
    ? net.chain(
        x,
        conv2d('dbb_avg.conv', { in: c1, out: c2, groups, bias: false }),
        normAndBorder('dbb_avg.bn', c2, padding),
        avgPool2d('dbb_avg.avg', around),
      )
    : net.chain(x, avgPool2d('dbb_avg.avg', { ...around, padding }));
  parts.push(net.chain(averaged, batchNorm('dbb_avg.avgbn', c2)));
  const inner = across ? c1 : 2 * c1;
  const narrow = across
    ? identityBased('dbb_1x1_kxk.idconv1', c1, groups)
    : conv2d('dbb_1x1_kxk.conv1', { in: c1, out: inner, groups, bias: false });
  parts.push(
    net.chain(
      x,
      narrow,
      normAndBorder('dbb_1x1_kxk.bn1', inner, padding),
      conv2d('dbb_1x1_kxk.conv2', { in: inner, out: c2, kernel: k, groups, bias: false }),
      batchNorm('dbb_1x1_kxk.bn2', c2),
    ),
  );
  return parts.reduce((a, b) => add(net, a, b));
}

/** The plain k × k branch. */
function plain({ in: c1, out: c2, kernel, groups }: Branches): Layer {
  return convBnAct(['dbb_origin.conv', 'dbb_origin.bn'], { in: c1, out: c2, kernel, padding: Math.floor(kernel / 2), groups });
}

/** A 1×1 convolution with a one added on its diagonal, so that it starts as the identity. */
function identityBased(name: string, c: number, groups: number): Layer {
  return (net, x) =>
    net.within(name, 'IdentityBasedConv1x1', () => {
      const weight = net.within('conv', 'nn.Conv2d', () => net.stored('weight', [c, c / groups, 1, 1]));
      const y = net.apply(
        { kind: 'dynamicConv2d', stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups },
        [x, weight],
        x.shape,
        { function: 'conv2d' },
      );
      return add(net, x, y);
    });
}

/** Batch normalisation, then a border of what it makes of zeros. */
function normAndBorder(name: string, c: number, n: number, eps = 1e-3): Layer {
  return (net, x) =>
    net.within(name, 'BNAndPadLayer', () => {
      const y = net.chain(x, batchNorm('bn', c, eps));
      if (n === 0) return y;
      const zeros = net.within('bn', 'nn.BatchNorm2d', () => {
        const stored = (tensor: string) => net.stored(tensor, [c]);
        const deviation = unary(net, 'sqrt', affine(net, stored('running_var'), 1, eps));
        return sub(net, stored('bias'), binary(net, 'div', mul(net, stored('running_mean'), stored('weight')), deviation));
      });
      const border = mul(net, bordered(net, affine(net, y, 0, 0), [n, n], 1), reshape(net, zeros, [c, 1, 1]));
      return add(net, bordered(net, y, [n, n]), border);
    });
}

/** A block as a convolution of its own, with the model's activation. */
type Block = (net: Net, x: Feature, o: Branches) => Feature;

const single: Block = (net, x, o) => diverse(net, x, o, plain(o));
const deep: Block = (net, x, o) => diverse(net, x, o, (n, y) => n.within('dbb_origin', 'DiverseBranchBlockNOAct', () => single(n, y, o)));
const wide: Block = (net, x, o) => {
  const { in: c1, out: c2, kernel: k, groups } = o;
  const strip = (name: 'ver' | 'hor', kernel: readonly number[]) =>
    net.chain(
      x,
      convBnAct([`${name}_conv`, `${name}_bn`], {
        ...{ in: c1, out: c2, groups, kernel },
        padding: kernel.map((side) => Math.floor(side / 2)),
      }),
    );
  return [strip('ver', [k, 1]), strip('hor', [1, k])].reduce((a, b) => add(net, a, b), single(net, x, o));
};

/** A bottleneck of two such blocks. */
function bottleneckOf(block: Block): KinPart {
  return (name, c, { shortcut, g, k, e }) => {
    const hidden = Math.trunc(c * e);
    const step = (child: string, o: Branches): Layer => {
      return (net, x) => net.within(child, 'DiverseBranchBlock', () => net.chain(block(net, x, o), net.options.activation));
    };
    const first = step('cv1', { in: c, out: hidden, kernel: k[0], groups: 1 });
    return aroundShortcut(name, 'Bottleneck', shortcut, first, step('cv2', { in: hidden, out: c, kernel: k[1], groups: g }));
  };
}

const composition = 'DBB k → DBB k (+ input)';

export const diverseKin = [
  ...kinOf({
    suffix: 'DBB',
    part: bottleneckOf(single),
    parts: 'two diverse branch blocks',
    docs: paper,
    origin,
    composition,
    params: { c3k2: [10_016, 32_896], c2f: 13_824, c3: 9216 },
  }),
  ...kinOf({
    suffix: 'DeepDBB',
    part: bottleneckOf(deep),
    parts: 'two diverse branch blocks whose k × k branch is such a block itself',
    docs: `${paper} The deep form is YOLO-MIF’s (Wan et al., 2024).`,
    origin: 'YOLO-MIF',
    composition,
    params: { c3k2: [13_392, 45_824] },
  }),
  ...kinOf({
    suffix: 'WDBB',
    part: bottleneckOf(wide),
    parts: 'two diverse branch blocks with a row and a column convolution beside',
    docs: `${paper} The wide form is YOLO-MIF’s (Wan et al., 2024).`,
    origin: 'YOLO-MIF',
    composition,
    params: { c3k2: [11_648, 39_296] },
  }),
];
