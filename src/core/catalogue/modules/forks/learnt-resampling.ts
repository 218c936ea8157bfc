/** Upsampling that looks at the map: points are moved (DySample), or every new cell is summed with a kernel of its own (CARAFE). */
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, matmul, mul, permute, reshape, slice, softmax, unary } from '../../../net/functions.ts';
import { upsample } from '../../../net/pooling.ts';
import { Refused } from '../../../net/refused.ts';
import { pixelShuffle, pixelUnshuffle, windows } from '../../../net/space.ts';
import { bool, int, text } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { conv } from '../conv.ts';
import { clampedPixels, keptChannels, nowhere, pixelsOf, sampled } from './common.ts';

/** Bilinear samples at points that the map itself moves. */
export const dySample = defineModule({
  name: 'DySample',
  summary: 'Upsampling by samples: every new cell is a bilinear sample of the map at a point that a 1×1 convolution moves.',
  docs: 'DySample (Liu et al., ICCV 2023). By convention [c1, scale, style, groups, dyscope].',
  composition: 'points = places + Conv2d 1×1 / 4 + stored places, dealt to the new cells; bilinear samples, the border repeated outside',
  args: [
    keptChannels,
    int('scale', 'factor of height and width', 2),
    text('style', 'lp: a linear layer, then shuffled to pixels; pl: pixels first', 'lp', { values: ['lp', 'pl'] }),
    int('groups', 'groups of channels, each with its own points', 4),
    bool('dyscope', 'a second convolution says how far points may move', false),
  ],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'DySample',
  build: (net, x, { c1, scale: s, style, groups: g, dyscope }) => {
    const pixelsFirst = style === 'pl';
    const fits = (pixelsFirst || style === 'lp') && c1 >= g && c1 % g === 0 && (!pixelsFirst || c1 % (s * s) === 0);
    if (!fits) throw new Refused('AssertionError', '', 'args', undefined, undefined, true);
    const map = pixelsFirst ? pixelShuffle(net, x, s) : x;
    const options = { in: pixelsFirst ? c1 / (s * s) : c1, out: pixelsFirst ? 2 * g : 2 * g * s * s };
    const learnt = (name: string) => net.chain(map, conv2d(name, options));
    const far = dyscope
      ? affine(net, mul(net, learnt('offset'), unary(net, 'sigmoid', learnt('scope'))), 0.5, 0)
      : affine(net, learnt('offset'), 0.25, 0);
    const count = 2 * g * s * s;
    const base = reshape(net, net.stored('init_pos', [1, count, 1, 1], { buffer: true, trainable: false }), [count, 1, 1]);
    return moved(net, x, add(net, pixelsFirst ? pixelUnshuffle(net, far, s) : far, base), s, g);
  },
  examples: [
    { input: [32, 20, 20], args: [], output: [32, 40, 40], params: 1056 },
    { input: [32, 20, 20], args: [2, 'pl', 4, true], output: [32, 40, 40], params: 144 },
  ],
});

/** Samples of each group at its own points; offsets [2 · groups · s², h, w] in cells, horizontal before vertical. */
function moved(net: Net, x: Feature, offsets: Feature, s: number, groups: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const [rows, columns] = pixelsOf(net, h, w);
  const each = groups * s * s;
  const along = (first: number, places: Feature, size: number) => {
    const points = add(net, slice(net, offsets, 0, first, first + each), places);
    return reshape(net, pixelShuffle(net, clampedPixels(net, points, size), s), [groups, h * s, w * s]);
  };
  const grid = { horizontal: along(0, columns, w), vertical: along(each, rows, h) };
  return reshape(net, sampled(net, reshape(net, x, [groups, c / groups, h, w]), grid), [c, h * s, w * s]);
}

/** Every new cell from a window of old ones, by weights that the map itself decides. */
export const carafe = defineModule({
  name: 'CARAFE',
  summary: 'Content-aware upsampling: every new cell is a sum over a window of old cells, by softmaxed weights that a branch makes.',
  docs: 'CARAFE (Wang et al., ICCV 2019), as forks of Ultralytics have it. Forks of YOLOv5 have another form, [c2, kernel_size, up_factor], with a 1×1 convolution behind.',
  composition: 'weights: Conv 1×1 → Conv k → pixel shuffle → softmax; sum over the window of input · weight',
  args: [
    keptChannels,
    int('k_enc', 'kernel of the convolution that makes the weights', 3),
    int('k_up', 'window of each sum', 5),
    int('c_mid', 'channels inside the branch', 64),
    int('scale', 'factor of height and width', 2),
  ],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'CARAFE in forks of Ultralytics',
  build: (net, x, { c1, k_enc, k_up, c_mid, scale: s }) => {
    const [, h = 0, w = 0] = x.shape;
    const [cells, made] = [k_up * k_up, s * s];
    const narrow = net.chain(x, conv.as('comp', { c1, c2: c_mid }), conv.as('enc', { c1: c_mid, c2: cells * made, k: k_enc, act: false }));
    const weights = softmax(net, reshape(net, narrow, [cells, made, h, w]), 0);
    // Nearest enlargement and a dilated window on it see the same cells as a window on the map itself.
    const padding = Math.floor(k_up / 2);
    const seen = windows(net, x, { kernel: [k_up, k_up], padding: [padding, padding] });
    const product = matmul(net, permute(net, seen, [2, 3, 0, 1]), permute(net, weights, [2, 3, 0, 1]));
    return pixelShuffle(net, reshape(net, permute(net, product, [2, 3, 0, 1]), [c1 * made, h, w]), s);
  },
  examples: [{ input: [32, 20, 20], args: [], output: [32, 40, 40], params: 59_976 }],
});

/** Twice the size, then depth-wise and 1×1. */
export const eucb = defineModule({
  name: 'EUCB',
  summary: 'Efficient up-convolution: nearest enlargement to twice the size, a depth-wise convolution, then a 1×1 one.',
  docs: 'EMCAD (Rahman et al., CVPR 2024). By convention [c1, kernel_size, stride].',
  composition: 'Upsample ×2 → depth-wise Conv k → Conv2d 1×1',
  args: [keptChannels, int('kernel_size', 'kernel of the depth-wise convolution', 3), int('stride', 'its stride', 1)],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'EMCAD in forks of Ultralytics',
  build: (net, x, { c1, kernel_size: k, stride: s }) => {
    const doubled = upsample('up_dwc.0', 'nearest', (map) => [2 * (map.shape[1] ?? 0), 2 * (map.shape[2] ?? 0)]);
    return net.chain(x, doubled, conv.as('up_dwc.1', { c1, c2: c1, k, s, g: c1 }), conv2d('pwc.0', { in: c1, out: c1 }));
  },
  examples: [{ input: [32, 20, 20], args: [], output: [32, 40, 40], params: 1408 }],
});
