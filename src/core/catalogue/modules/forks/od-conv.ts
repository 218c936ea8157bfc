/** Omni-dimensional dynamic convolution: the image says how much each channel, filter, kernel position and kernel counts. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d, convolvedBy } from '../../../net/convolutions.ts';
import { mul, reduce, reshape, softmax, unary } from '../../../net/functions.ts';
import { activation, batchNorm } from '../../../net/layers.ts';
import { adaptivePool2d } from '../../../net/pooling.ts';
import { checkGroups } from '../../../net/sizes.ts';
import { int, number, optionalSize } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { aroundShortcut } from '../csp.ts';
import { nowhere } from './common.ts';
import { type KinPart, kinOf } from './kin.ts';

const origin = 'ODConv';
const paper = 'ODConv (Li et al., ICLR 2022).';

interface OdConv {
  readonly c1: number;
  readonly c2: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
  readonly reduction: number;
  /** Number of kernels that are mixed. */
  readonly kernels: number;
}

/** The convolution with its four attentions, in the current module. */
function omniDimensional(net: Net, x: Feature, o: OdConv): Feature {
  const { c1, c2, kernel: k, kernels: n, groups: g } = o;
  checkGroups(c1, c2, g);
  const says = net.within('attention', 'ODAttention', () => attentions(net, x, o));
  const weighed = mul(net, x, says.channel);
  let mixed = reshape(net, net.stored('weight', [n, c2, c1 / g, k, k]), [n, (c2 * c1) / g, k * k]);
  if (says.position !== undefined) mixed = mul(net, mixed, says.position);
  if (says.kernel !== undefined) mixed = mul(net, mixed, says.kernel);
  const one = reshape(net, n === 1 ? mixed : reduce(net, 'sum', mixed, [0], false), [c2, c1 / g, k, k]);
  const y = convolvedBy(net, weighed, [one], o);
  return says.filter === undefined ? y : mul(net, y, says.filter);
}

interface Attentions {
  readonly channel: Feature;
  readonly filter?: Feature;
  readonly position?: Feature;
  readonly kernel?: Feature;
}

/** Each is left out where there is nothing to choose. */
function attentions(net: Net, x: Feature, { c1, c2, kernel: k, groups, reduction, kernels: n }: OdConv): Attentions {
  const inner = Math.max(Math.trunc(c1 * reduction), 16);
  const y = net.chain(
    x,
    adaptivePool2d('avgpool', 'avg', 1),
    conv2d('fc', { in: c1, out: inner, bias: false }),
    batchNorm('bn', inner),
    activation('relu', 'relu'),
  );
  const scores = (name: string, out: number) => net.chain(y, conv2d(name, { in: inner, out }));
  const channel = unary(net, 'sigmoid', scores('channel_fc', c1));
  return {
    channel,
    ...(c1 === groups && c1 === c2 ? {} : { filter: unary(net, 'sigmoid', scores('filter_fc', c2)) }),
    ...(k === 1 ? {} : { position: unary(net, 'sigmoid', reshape(net, scores('spatial_fc', k * k), [1, 1, k * k])) }),
    ...(n === 1 ? {} : { kernel: softmax(net, reshape(net, scores('kernel_fc', n), [n, 1, 1]), 0) }),
  };
}

/** A row of its own. */
export const odConv2d = defineModule({
  name: 'ODConv2d',
  summary: 'Omni-dimensional dynamic convolution: channels, filters, kernel positions and kernels are weighted for each image.',
  docs: `${paper} Forks differ in two defaults: padding is 1 and four kernels are mixed, as here, or the padding keeps the size and there is one kernel. One fork has the normalisation inside and does not run it.`,
  composition: 'x · channels → Conv2d with the sum of the kernels · positions · kernel shares → · filters',
  args: [
    inputChannels,
    outputChannels,
    int('kernel_size', 'kernel size'),
    int('stride', 'stride', 1),
    optionalSize('padding', 'padding; None keeps the size at stride 1'),
    int('dilation', 'dilation', 1),
    int('groups', 'groups', 1),
    number('reduction', 'share of the channels inside the attention, at least 16 of them', 0.0625),
    int('kernel_num', 'number of kernels', 4),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, o) =>
    omniDimensional(net, x, {
      ...o,
      kernel: o.kernel_size,
      padding: typeof o.padding === 'number' ? o.padding : 1,
      kernels: o.kernel_num,
    }),
  examples: [{ input: [16, 20, 20], args: [32, 3, 2, 1, 1, 1, 0.0625, 4], output: [32, 10, 10], params: 19_757 }],
});

/** One kernel and a padding that keeps the size, as blocks use it. */
function inBlock(name: string, c1: number, c2: number, k: number, groups = 1): Layer {
  return (net, x) =>
    net.within(name, 'ODConv2d', () =>
      omniDimensional(net, x, {
        ...{ c1, c2, kernel: k, stride: 1, padding: Math.floor(k / 2), dilation: 1, groups },
        ...{ reduction: 0.0625, kernels: 1 },
      }),
    );
}

const odBottleneck: KinPart = (name, c, { shortcut, g, k, e }) => {
  const hidden = Math.trunc(c * e);
  return aroundShortcut(name, 'Bottleneck_ODConv', shortcut, inBlock('cv1', c, hidden, k[0]), inBlock('cv2', hidden, c, k[1], g));
};

export const odConvKin = kinOf({
  suffix: 'ODConv',
  part: odBottleneck,
  parts: 'two omni-dimensional dynamic convolutions',
  docs: `${paper} One kernel each.`,
  origin,
  composition: 'ODConv2d k → ODConv2d k (+ input)',
  params: { c3k2: [8162, 23_780], c2f: 9266, c3: 6553 },
});
