/** Rows of forks that halve height and width in other ways than a strided convolution. */
import { concat, mul, permute, reduce, reshape, softmax } from '../../../net/functions.ts';
import { avgPool2d, maxPool2d } from '../../../net/pooling.ts';
import { int } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { conv } from '../conv.ts';
import { keptChannels, nowhere } from './common.ts';

/** Four candidates for every cell, weighed by the map itself. */
export const lawds = defineModule({
  name: 'LAWDS',
  summary: 'Light adaptive-weight downsampling: four candidates for every cell, weighed against each other by the quarters of the map.',
  docs: 'A module of forks of Ultralytics, without a paper. By convention [c1, group].',
  composition: 'softmax(Conv 1×1(AvgPool2d 3×3), its four quarters) · Conv 3×3 s 2 to four times the channels, summed',
  args: [keptChannels, int('group', 'channels in a group of the strided convolution', 16)],
  parser: { family: 'inputChannels' },
  upstream: nowhere,
  origin: 'forks of Ultralytics',
  build: (net, x, { c1, group }) => {
    const weights = net.chain(x, avgPool2d('attention.0', { kernel: 3, stride: 1, padding: 1 }), conv.as('attention.1', { c1, c2: c1 }));
    const candidates = net.chain(x, conv.as('ds_conv', { c1, c2: 4 * c1, k: 3, s: 2, g: Math.floor(c1 / group) }));
    const [, h = 0, w = 0] = candidates.shape;
    const quarters = reshape(net, permute(net, reshape(net, weights, [c1, 2, h, 2, w]), [1, 3, 0, 2, 4]), [4, c1, h, w]);
    const weighed = mul(net, reshape(net, candidates, [4, c1, h, w]), softmax(net, quarters, 0));
    return reduce(net, 'sum', weighed, [0], false);
  },
  examples: [{ input: [32, 20, 20], args: [], output: [32, 10, 10], params: 19_776 }],
});

/** MP of YOLOv7 with the channels that the row says. */
export const v7DownSampling = defineModule({
  name: 'V7DownSampling',
  summary: 'Downsampling of YOLOv7: a max-pool beside a strided convolution, half of the output channels each.',
  composition: 'MaxPool2d 2 → Conv 1×1, beside Conv 1×1 → Conv 3×3 s 2; concat',
  args: [inputChannels, outputChannels],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'YOLOv7 in forks of Ultralytics',
  build: (net, x, { c1, c2 }) => {
    const c = Math.floor(c2 / 2);
    const pooled = net.chain(x, maxPool2d('maxpool.0', { kernel: 2, stride: 2 }), conv.as('maxpool.1', { c1, c2: c }));
    const strided = net.chain(x, conv.as('conv.0', { c1, c2: c }), conv.as('conv.1', { c1: c, c2: c, k: 3, s: 2 }));
    return concat(net, [pooled, strided]);
  },
  examples: [{ input: [64, 20, 20], args: [64], output: [64, 10, 10], params: 13_504 }],
});
