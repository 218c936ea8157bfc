/** Attention that looks at places as well as channels. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, concat, matmul, mul, permute, reduce, reshape, softmax, split, unary } from '../../../net/functions.ts';
import { activation, batchNorm, groupNorm, linear } from '../../../net/layers.ts';
import { adaptivePool2d, avgPool2d } from '../../../net/pooling.ts';
import { bool, int } from '../../arguments.ts';
import { keepsChannels } from '../../conventions.ts';
import { defineModule } from '../../define.ts';
import { conv } from '../conv.ts';
import { keptChannels, nowhere, replicateBorder } from './common.ts';

/** Means along rows and columns, encoded together. */
export const coordAtt = defineModule({
  name: 'CoordAtt',
  summary: 'Coordinate attention: means along rows and along columns are encoded together and weigh every place.',
  docs: 'Coordinate attention (Hou et al., CVPR 2021). By convention [c1, reduction]; a file that writes the channels first means the same.',
  composition: 'x · sigmoid(Conv2d(rows)) · sigmoid(Conv2d(columns)) of h-swish(BatchNorm2d(Conv2d 1×1(means)))',
  args: [keptChannels, int('reduction', 'share of the channels inside: c1 / reduction, at least 8', 32)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'CoordAtt',
  build: (net, x, { c1, reduction }) => {
    const [, h = 0, w = 0] = x.shape;
    const inner = Math.max(8, Math.floor(c1 / reduction));
    const columns = permute(net, net.chain(x, adaptivePool2d('pool_w', 'avg', [1, w])), [0, 2, 1]);
    const means = concat(net, [net.chain(x, adaptivePool2d('pool_h', 'avg', [h, 1])), columns], 1);
    const y = net.chain(means, conv2d('conv1', { in: c1, out: inner }), batchNorm('bn1', inner), hSwish('act'));
    const [rows, cols] = split(net, y, [h, w], 1) as [Feature, Feature];
    const alongRows = unary(net, 'sigmoid', net.chain(rows, conv2d('conv_h', { in: inner, out: c1 })));
    const alongColumns = unary(net, 'sigmoid', net.chain(permute(net, cols, [0, 2, 1]), conv2d('conv_w', { in: inner, out: c1 })));
    return mul(net, mul(net, x, alongColumns), alongRows);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 1688 }],
});

/** x · ReLU6(x + 3) / 6, as modules in modules. */
function hSwish(name: string): Layer {
  return (net, x) =>
    net.within(name, 'h_swish', () => {
      const gate = net.within('sigmoid', 'h_sigmoid', () =>
        affine(net, net.chain(affine(net, x, 1, 3), activation('relu', 'relu6')), 1 / 6, 0),
      );
      return mul(net, x, gate);
    });
}

/** Groups of channels that attend to each other’s means. */
export const ema = defineModule({
  name: 'EMA',
  summary: 'Efficient multi-scale attention: in groups of channels, means along rows and columns and a 3×3 convolution weigh each other.',
  docs: 'EMA (Ouyang et al., ICASSP 2023). By convention [c1, factor]; factor is the number of groups.',
  composition: 'per group: GroupNorm(x · sigmoid(rows) · sigmoid(columns)) and Conv2d 3×3(x), each weighted by the other’s softmaxed means',
  args: [keptChannels, int('factor', 'number of groups', 8)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'EMA',
  build: (net, x, { c1, factor }) => {
    const c = Math.floor(c1 / factor);
    const groups = split(net, x, Array<number>(factor).fill(c));
    return concat(
      net,
      groups.map((group) => emaGroup(net, group, c)),
    );
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 672 }],
});

function emaGroup(net: Net, x: Feature, c: number): Feature {
  const [, h = 0, w = 0] = x.shape;
  const columns = permute(net, net.chain(x, adaptivePool2d('pool_w', 'avg', [1, w])), [0, 2, 1]);
  const means = concat(net, [net.chain(x, adaptivePool2d('pool_h', 'avg', [h, 1])), columns], 1);
  const [rows, cols] = split(net, net.chain(means, conv2d('conv1x1', { in: c, out: c })), [h, w], 1) as [Feature, Feature];
  const gated = mul(net, mul(net, x, unary(net, 'sigmoid', rows)), unary(net, 'sigmoid', permute(net, cols, [0, 2, 1])));
  const first = net.chain(gated, groupNorm('gn', c, c));
  const second = net.chain(x, conv2d('conv3x3', { in: c, out: c, kernel: 3, padding: 1 }));
  const weigh = (a: Feature, b: Feature) => {
    const shares = reshape(net, net.chain(a, adaptivePool2d('agp', 'avg', 1)), [1, c]);
    const soft = net.within('softmax', 'nn.Softmax', () => softmax(net, shares, -1, { module: 'nn.Softmax' }));
    return matmul(net, soft, reshape(net, b, [c, h * w]));
  };
  const weights = reshape(net, add(net, weigh(first, second), weigh(second, first)), [1, h, w]);
  return mul(net, x, unary(net, 'sigmoid', weights));
}

/** Linear layers over channels at every place, then two wide convolutions. */
export const gam = defineModule({
  name: 'GAM',
  summary: 'Global attention: linear layers over the channels of every place, then two 7×7 convolutions over the map.',
  docs: 'GAM (Liu et al., 2021), in the form whose channel weights are not squashed. By convention [c1, rate].',
  composition: 'x · Linear(ReLU(Linear)); then · sigmoid(Conv 7×7(ReLU(Conv 7×7)))',
  args: [keptChannels, int('rate', 'share of the channels inside: c1 / rate', 4)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'GAM',
  build: (net, x, { c1, rate }) => {
    const [c = 0, h = 0, w = 0] = x.shape;
    const inner = Math.trunc(c1 / rate);
    const places = net.chain(
      reshape(net, permute(net, x, [1, 2, 0]), [h * w, c]),
      linear('linear1', { in: c1, out: inner }),
      activation('relu', 'relu'),
      linear('linear2', { in: inner, out: c1 }),
    );
    const weighed = mul(net, x, permute(net, reshape(net, places, [h, w, c1]), [2, 0, 1]));
    const wide = (name: string, from: number, to: number): Layer => {
      const layer = conv2d(name, { in: from, out: to, kernel: 7 });
      return (n, y) => layer(n, replicateBorder(n, y, 3));
    };
    const place = net.chain(
      weighed,
      wide('conv1', c1, inner),
      batchNorm('norm1', inner),
      activation('relu', 'relu'),
      wide('conv2', inner, c1),
      batchNorm('norm2', c1),
      activation('sigmoid', 'sigmoid'),
    );
    return mul(net, weighed, place);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 102_720 }],
});

/** Each pair of axes gates the map. */
export const tripletAttention = defineModule({
  name: 'TripletAttention',
  summary: 'Triplet attention: a 7×7 gate over each pair of channel, height and width, averaged.',
  docs: 'Triplet attention (Misra et al., WACV 2021). By convention a parser puts c1 in front, which the constructor takes for no_spatial: then only two gates run. Where it stands as it is, correct the convention to verbatim.',
  composition: 'mean of x · sigmoid(BatchNorm2d(Conv2d 7×7([max; mean]))) over the turned map',
  args: [bool('no_spatial', 'leave the gate over height and width out', false)],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'Triplet Attention',
  build: (net, x, { no_spatial: without }) => {
    const turned = (name: string, order: readonly number[]) => permute(net, gate(net, permute(net, x, order), name), order);
    const two = add(net, turned('cw', [1, 0, 2]), turned('hc', [2, 1, 0]));
    return without ? affine(net, two, 1 / 2, 0) : affine(net, add(net, gate(net, x, 'hw'), two), 1 / 3, 0);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 200 }],
});

function gate(net: Net, x: Feature, name: string): Feature {
  return net.within(name, 'AttentionGate', () => {
    const summary = concat(net, [reduce(net, 'max', x, [0], true), reduce(net, 'mean', x, [0], true)]);
    const scores = net.within('conv', 'BasicConv', () =>
      net.chain(summary, conv2d('conv', { in: 2, out: 1, kernel: 7, padding: 3, bias: false }), batchNorm('bn', 1, 1e-5)),
    );
    return mul(net, x, unary(net, 'sigmoid', scores));
  });
}

/** Large kernels taken apart. */
export const lska = defineModule({
  name: 'LSKA',
  summary: 'Large separable kernel attention: depth-wise rows and columns, near and dilated, weigh the map.',
  docs: 'LSKA (Lau et al., 2023). By convention [c1, k_size].',
  composition: 'x · Conv2d 1×1 of four depth-wise 1×k and k×1 convolutions, two of them dilated',
  args: [keptChannels, int('k_size', 'size of the large kernel', 7, { values: [7, 11, 23, 35, 41, 53] })],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'LSKA',
  build: (net, x, { c1, k_size }) => separable(net, x, c1, k_size),
  examples: [{ input: [64, 20, 20], args: [7], output: [64, 20, 20], params: 5184 }],
});

/** Near and dilated windows for each size of the large kernel. */
const windows: Readonly<Record<number, readonly [near: number, far: number, dilation: number]>> = {
  7: [3, 3, 2],
  11: [3, 5, 2],
  23: [5, 7, 3],
  35: [5, 11, 3],
  41: [5, 13, 3],
  53: [5, 17, 3],
};

function separable(net: Net, x: Feature, c: number, size: number): Feature {
  const [near, far, dilation] = windows[size] ?? [3, 3, 2];
  const line = (name: string, k: number, across: boolean, d: number) => {
    const pad = (d * (k - 1)) / 2;
    return conv2d(name, {
      in: c,
      out: c,
      kernel: across ? [1, k] : [k, 1],
      padding: across ? [0, pad] : [pad, 0],
      dilation: d,
      groups: c,
    });
  };
  const y = net.chain(
    x,
    line('conv0h', near, true, 1),
    line('conv0v', near, false, 1),
    line('conv_spatial_h', far, true, dilation),
    line('conv_spatial_v', far, false, dilation),
    conv2d('conv1', { in: c, out: c }),
  );
  return mul(net, x, y);
}

/** Strips along both axes after a wide mean. */
export const caa = defineModule({
  name: 'CAA',
  summary: 'Context anchor attention: depth-wise strips along rows and columns after a 7×7 mean weigh the map.',
  docs: 'PKINet (Cai et al., CVPR 2024). By convention [c1, h_kernel_size, v_kernel_size].',
  composition: 'x · sigmoid(Conv 1×1(k×1(1×k(Conv 1×1(AvgPool2d 7)))))',
  args: [
    keptChannels,
    int('h_kernel_size', 'length of the strip along rows', 11),
    int('v_kernel_size', 'length of the strip along columns', 11),
  ],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'PKINet',
  build: (net, x, { c1, h_kernel_size: h, v_kernel_size: v }) => {
    const strip = (name: string, kernel: readonly [number, number]) =>
      conv2d(name, { in: c1, out: c1, kernel, padding: kernel.map((k) => Math.floor(k / 2)), groups: c1 });
    const y = net.chain(
      x,
      avgPool2d('avg_pool', { kernel: 7, stride: 1, padding: 3 }),
      conv.as('conv1', { c1, c2: c1 }),
      strip('h_conv', [1, h]),
      strip('v_conv', [v, 1]),
      conv.as('conv2', { c1, c2: c1 }),
      activation('act', 'sigmoid'),
    );
    return mul(net, y, x);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 9984 }],
});

/** Half of each group weighs its channels, half its places. */
export const shuffleAttention = defineModule({
  name: 'ShuffleAttention',
  summary: 'Shuffle attention: in each group of channels one half weighs channels, the other places; then channels are shuffled.',
  docs: 'SA-Net (Zhang and Yang, ICASSP 2021). By convention [c1, reduction, G].',
  composition: 'per group: x · sigmoid(w · mean + b), beside x · sigmoid(w · GroupNorm(x) + b); concat, shuffle by two',
  args: [keptChannels, int('reduction', 'not used', 16), int('G', 'number of groups', 8)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'SA-Net',
  build: (net, x, { c1, G }) => {
    const half = Math.floor(c1 / (2 * G));
    const one = (name: string) => net.stored(name, [half, 1, 1]);
    const stored = ['cweight', 'cbias', 'sweight', 'sbias'].map(one) as [Feature, Feature, Feature, Feature];
    const sigmoid = activation('sigmoid', 'sigmoid');
    const parts = split(net, x, Array<number>(2 * G).fill(half)).map((part, i) => {
      const [scale, shift] = i % 2 === 0 ? [stored[0], stored[1]] : [stored[2], stored[3]];
      const basis = i % 2 === 0 ? net.chain(part, adaptivePool2d('avg_pool', 'avg', 1)) : net.chain(part, groupNorm('gn', half, half));
      return mul(net, part, net.chain(add(net, mul(net, scale, basis), shift), sigmoid));
    });
    const joined = concat(net, parts);
    const [c = 0, h = 0, w = 0] = joined.shape;
    return reshape(net, permute(net, reshape(net, joined, [2, c / 2, h, w]), [1, 0, 2, 3]), [c, h, w]);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 24 }],
});

/** The framework's own, alone. */
export const channelAttention = defineModule({
  name: 'ChannelAttention',
  summary: 'The channel half of CBAM: weights the channels by one 1×1 convolution over their means.',
  docs: 'The framework has the class, but its parser does not see it. By convention [c1].',
  composition: 'x · sigmoid(Conv2d 1×1(global mean))',
  args: [keptChannels],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { c1 }) =>
    mul(net, x, net.chain(x, adaptivePool2d('pool', 'avg', 1), conv2d('fc', { in: c1, out: c1 }), activation('act', 'sigmoid'))),
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 4160 }],
});

/** The framework's own, alone. */
export const spatialAttention = defineModule({
  name: 'SpatialAttention',
  summary: 'The spatial half of CBAM: weights the places by a convolution over mean and maximum of the channels.',
  docs: 'The framework has the class, but its parser does not see it. By convention the arguments stand as they are: [kernel_size].',
  composition: 'x · sigmoid(Conv2d k×k([mean; max] over channels))',
  args: [int('kernel_size', 'kernel, 3 or 7', 7, { values: [3, 7] })],
  parser: { family: 'verbatim' },
  upstream: nowhere,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { kernel_size: k }) => {
    const summary = concat(net, [reduce(net, 'mean', x, [0], true), reduce(net, 'max', x, [0], true)]);
    const layer = conv2d('cv1', { in: 2, out: 1, kernel: k, padding: k === 7 ? 3 : 1, bias: false });
    return mul(net, x, net.chain(summary, layer, activation('act', 'sigmoid')));
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 98 }],
});
