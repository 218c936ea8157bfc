/** Involution: every place has a kernel of its own, which groups of channels share. */
import { mul, reduce, reshape } from '../../../net/functions.ts';
import { avgPool2d } from '../../../net/pooling.ts';
import { windows } from '../../../net/space.ts';
import { int } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { conv } from '../conv.ts';
import { nowhere } from './common.ts';

const groupChannels = 16;

export const involution = defineModule({
  name: 'Involution',
  summary: 'Involution: a kernel for every place, made from the place itself and shared by 16 channels, is summed over its window.',
  docs: 'Involution (Li et al., CVPR 2021), as forks of YOLOv5 have it, with Conv for both convolutions of the kernels. The output has the input’s channels; those that the row says are only what the parser notes.',
  composition: 'kernels: (AvgPool2d →) Conv 1×1 to a quarter → Conv 1×1 to k·k a group; sum over the window of input · kernel',
  args: [
    inputChannels,
    { ...outputChannels, doc: 'only noted; the output has c1 channels' },
    int('kernel_size', 'window'),
    int('stride', 'stride'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'Involution in forks of YOLOv5',
  build: (net, x, { c1, kernel_size: k, stride }) => {
    const [groups, inner, cells, padding] = [Math.floor(c1 / groupChannels), Math.floor(c1 / 4), k * k, (k - 1) >> 1];
    const small = stride > 1 ? net.chain(x, avgPool2d('avgpool', { kernel: stride, stride })) : x;
    const kernels = net.chain(small, conv.as('conv1', { c1, c2: inner }), conv.as('conv2', { c1: inner, c2: cells * groups }));
    const [, h = 0, w = 0] = kernels.shape;
    const seen = windows(net, x, { kernel: [k, k], stride: [stride, stride], padding: [padding, padding] });
    const grouped = reshape(net, seen, [groups, groupChannels, cells, h, w]);
    const weighed = mul(net, grouped, reshape(net, kernels, [groups, 1, cells, h, w]));
    return reshape(net, reduce(net, 'sum', weighed, [2], false), [c1, h, w]);
  },
  examples: [
    { input: [32, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 452 },
    { input: [32, 20, 20], args: [32, 7, 1], output: [32, 20, 20], params: 1252 },
  ],
});
