/** Attention made by large or local convolutions: the map keeps its shape. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, binary, concat, mul, permute, reduce, reshape, slice, split, unary } from '../../../net/functions.ts';
import { activation, batchNorm, dropout, layerNorm } from '../../../net/layers.ts';
import { adaptivePool2d } from '../../../net/pooling.ts';
import { Refused } from '../../../net/refused.ts';
import { bool, int, number } from '../../arguments.ts';
import { keepsChannels } from '../../conventions.ts';
import { defineModule } from '../../define.ts';
import { conv1d, keptChannels, nowhere, oddWindow } from './common.ts';

/** Depth-wise, with zeros around that keep the size. */
function depthWise(name: string, c: number, kernel: readonly [number, number], dilation = 1): Layer {
  const padding = kernel.map((k) => ((k - 1) >> 1) * dilation);
  return conv2d(name, { in: c, out: c, kernel, padding, dilation, groups: c });
}

/** Strips of three lengths. */
export const segNextAttention = defineModule({
  name: 'SegNext_Attention',
  summary: 'Convolutional attention of SegNeXt: depth-wise strips of three lengths behind a depth-wise 5×5 convolution weigh every place.',
  docs: 'SegNeXt (Guo et al., NeurIPS 2022). By convention [c1].',
  composition: 'x · Conv2d 1×1(y + strips 7, 11 and 21 of y), y = depth-wise Conv2d 5×5(x)',
  args: [keptChannels],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'SegNeXt',
  build: (net, x, { c1 }) => {
    const y = net.chain(x, depthWise('conv0', c1, [5, 5]));
    const strips = [7, 11, 21].map((k, i) => net.chain(y, depthWise(`conv${i}_1`, c1, [1, k]), depthWise(`conv${i}_2`, c1, [k, 1])));
    const sum = strips.reduce((a, b) => add(net, a, b), y);
    return mul(net, net.chain(sum, conv2d('conv3', { in: c1, out: c1 })), x);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 11_200 }],
});

/** Two kernel sizes, chosen at every place; in the current module. */
function selectiveKernel(net: Net, x: Feature, c: number): Feature {
  const half = Math.floor(c / 2);
  const near = net.chain(x, depthWise('conv0', c, [5, 5]));
  const parts = [
    net.chain(near, conv2d('conv1', { in: c, out: half })),
    net.chain(near, depthWise('conv_spatial', c, [7, 7], 3), conv2d('conv2', { in: c, out: half })),
  ];
  const joined = concat(net, parts);
  const summary = concat(net, [reduce(net, 'mean', joined, [0], true), reduce(net, 'max', joined, [0], true)]);
  const shares = unary(net, 'sigmoid', net.chain(summary, conv2d('conv_squeeze', { in: 2, out: 2, kernel: 7, padding: 3 })));
  const chosen = parts.map((part, i) => mul(net, part, slice(net, shares, 0, i, i + 1))).reduce((a, b) => add(net, a, b));
  return mul(net, x, net.chain(chosen, conv2d('conv', { in: half, out: c })));
}

const largeKernels = 'LSKNet (Li et al., ICCV 2023). By convention [c1].';

export const lskUnit = defineModule({
  name: 'LSKblock',
  summary: 'Large selective kernel: two depth-wise convolutions, near and far, of which every place chooses, weigh every place.',
  docs: `${largeKernels} LSKBlock is this between two 1×1 convolutions.`,
  composition: 'x · Conv2d 1×1(near · share + far · share), shares = sigmoid(Conv2d 7×7(mean, max over channels))',
  args: [keptChannels],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'LSKNet',
  build: (net, x, { c1 }) => selectiveKernel(net, x, c1),
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 11_334 }],
});

export const lskBlock = defineModule({
  name: 'LSKBlock',
  summary: 'Attention of LSKNet: a large selective kernel between two 1×1 convolutions, around which the input goes.',
  docs: largeKernels,
  composition: 'Conv2d 1×1 → GELU → LSKblock → Conv2d 1×1, + input',
  args: [keptChannels],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'LSKNet',
  build: (net, x, { c1 }) => {
    const y = net.chain(x, conv2d('proj_1', { in: c1, out: c1 }), activation('activation', 'gelu'));
    const gated = net.within('spatial_gating_unit', 'LSKBlock_SA', () => selectiveKernel(net, y, c1));
    return add(net, net.chain(gated, conv2d('proj_2', { in: c1, out: c1 })), x);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 19_654 }],
});

/** Context of growing reach modulates the query. */
export const focalModulation = defineModule({
  name: 'FocalModulation',
  summary: 'Focal modulation: contexts of growing reach, gated and summed, are multiplied with a query of every place.',
  docs: 'Focal Modulation Networks (Yang et al., NeurIPS 2022). By convention [c1, focal_window, focal_level, focal_factor, …].',
  composition:
    'Conv2d 1×1 → query, context, gates; context through depth-wise convolutions and GELU, each gated, and its mean; query · Conv2d 1×1(sum) → Conv2d 1×1',
  args: [
    keptChannels,
    int('focal_window', 'kernel of the first convolution', 3),
    int('focal_level', 'number of convolutions', 2),
    int('focal_factor', 'by how much each kernel is larger', 2),
    bool('bias', 'biases in the first two 1×1 convolutions', true),
    number('proj_drop', 'dropout at the end, in training', 0),
    bool('use_postln_in_modulation', 'layer normalisation, which does not fit maps', false),
    bool('normalize_modulator', 'the sum is divided by the number of contexts', false),
  ],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'FocalNet',
  build: (net, x, o) => {
    const { c1: c, focal_level: levels, bias } = o;
    const y = net.chain(x, conv2d('f_linear', { in: c, out: 2 * c + levels + 1, bias }));
    const [query, first, gates] = split(net, y, [c, c, levels + 1]) as [Feature, Feature, Feature];
    const gate = (i: number) => slice(net, gates, 0, i, i + 1);
    const contexts: Feature[] = [];
    let context = first;
    for (let i = 0; i < levels; i++) {
      const kernel = o.focal_factor * i + o.focal_window;
      const wide = conv2d(`focal_layers.${i}.0`, { in: c, out: c, kernel, padding: Math.floor(kernel / 2), groups: c, bias: false });
      context = net.chain(context, wide, activation(`focal_layers.${i}.1`, 'gelu'));
      contexts.push(mul(net, context, gate(i)));
    }
    contexts.push(mul(net, net.chain(reduce(net, 'mean', context, [1, 2], true), activation('act', 'gelu')), gate(levels)));
    const sum = contexts.reduce((a, b) => add(net, a, b));
    const even = o.normalize_modulator ? affine(net, sum, 1 / (levels + 1), 0) : sum;
    const modulated = mul(net, query, net.chain(even, conv2d('h', { in: c, out: c, bias })));
    const normed = o.use_postln_in_modulation ? net.chain(modulated, layerNorm('ln', c)) : modulated;
    return net.chain(normed, conv2d('proj', { in: c, out: c }), dropout('proj_drop', o.proj_drop));
  },
  examples: [
    { input: [32, 20, 20], args: [], output: [32, 20, 20], params: 5411 },
    { input: [32, 20, 20], args: [5, 3, 2, true, 0, false, true], output: [32, 20, 20], params: 9316 },
  ],
});

/** ECA over the whole map and over its parts. */
export const mlca = defineModule({
  name: 'MLCA',
  summary:
    'Mixed local channel attention: short one-dimensional convolutions over the means of 5×5 parts, and over the mean of all, weigh the parts.',
  docs: 'MLCA (Wan et al., 2023). By convention [c1, local_size, gamma, b, local_weight].',
  composition: 'x · (sigmoid(Conv1d(local means)) · share + sigmoid(Conv1d(global mean)) · (1 − share)), enlarged by an adaptive mean',
  args: [
    keptChannels,
    int('local_size', 'parts along each side', 5),
    number('gamma', 'divisor of the window', 2),
    number('b', 'shift of the window', 1),
    number('local_weight', 'share of the local weights', 0.5),
  ],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'MLCA',
  build: (net, x, o) => {
    const [c = 0, h = 0, w = 0] = x.shape;
    const [n, k] = [o.local_size, oddWindow(o.c1, o.b, o.gamma)];
    if (n <= 0) throw new Refused('RuntimeError', 'shape is invalid', 'args', 1);
    const parts = net.chain(x, adaptivePool2d('local_arv_pool', 'avg', n));
    const whole = net.chain(parts, adaptivePool2d('global_arv_pool', 'avg', 1));
    const places = permute(net, reshape(net, parts, [c, n * n]), [1, 0]);
    const local = net.chain(reshape(net, places, [1, 1, n * n * c]), conv1d('conv_local', k));
    const global = net.chain(reshape(net, whole, [1, 1, c]), conv1d('conv', k));
    const back = reshape(net, permute(net, reshape(net, local, [n * n, c]), [1, 0]), [c, n, n]);
    const shares = [
      affine(net, unary(net, 'sigmoid', reshape(net, global, [c, 1, 1])), 1 - o.local_weight, 0),
      affine(net, unary(net, 'sigmoid', back), o.local_weight, 0),
    ];
    const all = shares.reduce((a, b) => add(net, a, b));
    return mul(net, x, net.apply({ kind: 'adaptiveAvgPool2d', size: [h, w] }, [all], [c, h, w], { function: 'adaptive_avg_pool2d' }));
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 6 }],
});

/** The scale of a normalisation says how much its channel counts. */
export const namAttention = defineModule({
  name: 'NAMAttention',
  summary: 'Normalisation-based attention: channels are weighed by the scales of a batch normalisation.',
  docs: 'NAM (Liu et al., 2021), of channels only, as the copies have it. By convention [c1, …]; what follows is not used.',
  composition: 'x · sigmoid(BatchNorm2d(x) · |scale| / sum of |scale|)',
  args: [keptChannels, int('out_channels', 'not used', 0), bool('no_spatial', 'not used', true)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'NAM',
  build: (net, x, { c1 }) => {
    const gate = net.within('Channel_Att', 'Channel_Att', () => {
      const y = net.chain(x, batchNorm('bn2', c1));
      const scales = net.within('bn2', 'nn.BatchNorm2d', () => unary(net, 'abs', net.stored('weight', [c1])));
      const shares = binary(net, 'div', scales, reduce(net, 'sum', scales, [0], true));
      return unary(net, 'sigmoid', mul(net, y, reshape(net, shares, [c1, 1, 1])));
    });
    return mul(net, gate, x);
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 128 }],
});
