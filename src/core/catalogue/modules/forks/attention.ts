/** Attention over channels as forks add it behind a block: the map keeps its shape. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, mul, reduce, reshape, sub } from '../../../net/functions.ts';
import { activation, linear } from '../../../net/layers.ts';
import { adaptivePool2d } from '../../../net/pooling.ts';
import { bool, int, number } from '../../arguments.ts';
import { keepsChannels } from '../../conventions.ts';
import { defineModule } from '../../define.ts';
import { conv1d, keptChannels, nowhere, oddWindow } from './common.ts';

const reduction = int('reduction', 'share of the channels inside: c1 / reduction', 16);

/** Squeeze and excitation. */
export const seAttention = defineModule({
  name: 'SEAttention',
  summary: 'Squeeze and excitation: weights the channels by two linear layers over their means.',
  docs: 'SENet (Hu et al., CVPR 2018). SEAttention, as most forks call it; by convention [c1, reduction].',
  composition: 'x · sigmoid(Linear(ReLU(Linear(global mean))))',
  args: [keptChannels, reduction],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'SENet',
  build: (net, x, { c1, reduction: r }) => excite(net, x, 'avg_pool', ['fc.0', 'fc.1', 'fc.2', 'fc.3'], c1, Math.floor(c1 / r)),
  examples: [{ input: [64, 20, 20], args: [16], output: [64, 20, 20], params: 512 }],
});

/** Channel weights from means, through two linear layers without bias. */
function excite(net: Net, x: Feature, pool: string, names: readonly [string, string, string, string], c: number, inner: number): Feature {
  const weights = net.chain(
    reshape(net, net.chain(x, adaptivePool2d(pool, 'avg', 1)), [x.shape[0] ?? 0]),
    linear(names[0], { in: c, out: inner, bias: false }),
    activation(names[1], 'relu'),
    linear(names[2], { in: inner, out: c, bias: false }),
    activation(names[3], 'sigmoid'),
  );
  return mul(net, x, reshape(net, weights, [c, 1, 1]));
}

/** ECA with the window of the paper. */
export const efficientChannelAttention = defineModule({
  name: 'EfficientChannelAttention',
  summary: 'Efficient channel attention: weights the channels by a short one-dimensional convolution over their means.',
  docs: 'ECA-Net (Wang et al., CVPR 2020): the window follows from the channels. By convention [c1, b, gamma].',
  composition: 'x · sigmoid(Conv1d(global mean))',
  args: [keptChannels, number('b', 'shift of the window', 1), number('gamma', 'divisor of the window', 2)],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'ECA-Net',
  build: (net, x, { c1, b, gamma }) =>
    channelWindow(net, x, 'avg_pool', conv1d('conv1', oddWindow(c1, b, gamma)), activation('sigmoid', 'sigmoid')),
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 3 }],
});

function channelWindow(net: Net, x: Feature, pool: string, window: Layer, gate: Layer): Feature {
  const c = x.shape[0] ?? 0;
  const means = reshape(net, net.chain(x, adaptivePool2d(pool, 'avg', 1)), [1, 1, c]);
  return mul(net, x, reshape(net, net.chain(means, window, gate), [c, 1, 1]));
}

/** One convolution over the means. */
export const effectiveSe = defineModule({
  name: 'EffectiveSEModule',
  summary: 'Effective squeeze and excitation: weights the channels by one 1×1 convolution over their means.',
  docs: 'VoVNet v2 (Lee and Park, CVPR 2020). By convention [c1].',
  composition: 'x · hardsigmoid(Conv2d 1×1(global mean))',
  args: [keptChannels],
  parser: keepsChannels,
  upstream: nowhere,
  origin: 'VoVNet v2',
  build: (net, x, { c1 }) =>
    mul(net, x, net.chain(reduce(net, 'mean', x, [1, 2], true), conv2d('fc', { in: c1, out: c1 }), activation('gate', 'hardsigmoid'))),
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 4160 }],
});

/** No weights at all. */
export const simAm = defineModule({
  name: 'SimAM',
  summary: 'Attention without parameters: places that stand out from the mean of their channel weigh more.',
  docs: 'SimAM (Yang et al., ICML 2021). By convention the arguments stand as they are: [e_lambda].',
  composition: 'x · sigmoid((x − mean)² / (4 · (variance + e_lambda)) + 0.5)',
  args: [number('e_lambda', 'added to the variance', 1e-4)],
  parser: { family: 'verbatim' },
  upstream: nowhere,
  origin: 'SimAM',
  build: (net, x, { e_lambda: lambda }) => {
    const n = Math.max((x.shape[1] ?? 0) * (x.shape[2] ?? 0) - 1, 1);
    const centred = sub(net, x, reduce(net, 'mean', x, [1, 2], true));
    const square = mul(net, centred, centred);
    const spread = affine(net, reduce(net, 'sum', square, [1, 2], true), 4 / n, 4 * lambda);
    const energy = affine(net, net.apply({ kind: 'binary', fn: 'div' }, [square, spread], square.shape, { function: 'div' }), 1, 0.5);
    return mul(net, x, net.chain(energy, activation('activaton', 'sigmoid')));
  },
  examples: [{ input: [64, 20, 20], args: [], output: [64, 20, 20], params: 0 }],
});

/** Channel attention over means and maxima, or the weights alone. */
export const hsfpnAttention = defineModule({
  name: 'ChannelAttention_HSFPN',
  summary: 'Channel attention of HS-FPN: two 1×1 convolutions over the means and over the maxima of the channels weigh them.',
  docs: 'HS-FPN of MFDS-DETR (Chen et al., 2024). By convention [c1, ratio, flag].',
  composition: 'x · sigmoid(w(global mean) + w(global maximum)), w = Conv2d 1×1(ReLU(Conv2d 1×1)); without flag only the weights',
  args: [
    keptChannels,
    int('ratio', 'share of the channels inside: c1 / ratio', 4),
    bool('flag', 'False gives the weights, not the map', true),
  ],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'HS-FPN in forks of Ultralytics',
  build: (net, x, { c1, ratio, flag }) => {
    const inner = Math.floor(c1 / ratio);
    const weights = (['avg', 'max'] as const).map((fn) =>
      net.chain(
        x,
        adaptivePool2d(`${fn}_pool`, fn, 1),
        conv2d('conv1', { in: c1, out: inner, bias: false }),
        activation('relu', 'relu'),
        conv2d('conv2', { in: inner, out: c1, bias: false }),
      ),
    );
    const gate = net.chain(
      weights.reduce((a, b) => add(net, a, b)),
      activation('sigmoid', 'sigmoid'),
    );
    return flag ? mul(net, gate, x) : gate;
  },
  examples: [
    { input: [64, 20, 20], args: [], output: [64, 20, 20], params: 2048 },
    { input: [64, 20, 20], args: [4, false], output: [64, 1, 1], params: 2048 },
  ],
});
