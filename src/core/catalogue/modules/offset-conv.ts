/** The offset-based dynamic convolution, after Deformable ConvNets (Dai et al., ICCV 2017): where it looks is learnt for every position. */
import { conv2d } from '../../net/convolutions.ts';
import { batchNorm, identity } from '../../net/layers.ts';
import { pair } from '../../net/sizes.ts';
import { activationFlag, int, optionalSize, size } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { inputChannels, outputChannels } from './common.ts';
import { samePadding } from './conv.ts';

export const offsetDynamicConv = defineModule({
  name: 'OffsetDynamicConv',
  summary:
    'Offset-based dynamic convolution with batch normalisation and activation: every kernel position looks where a branch tells it to.',
  docs: 'Deformable ConvNets (Dai et al., ICCV 2017). The work grows by the offset branch; sampling is no multiply-accumulate in either count.',
  composition:
    'Conv2d to 2·k·k offsets; bilinear samples at the moved positions, k·k times the channels → Conv2d 1×1 → BatchNorm2d → activation',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    int('g', 'groups of the convolution over the samples', 1),
    int('d', 'dilation', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: () => false,
  origin: 'the Python module that this tool generates',
  build: (net, x, { c1, c2, k, s, p, g, d, act }) => {
    const [kernel, stride, padding] = [pair(k), pair(s), pair(p ?? samePadding(k, d))];
    const positions = kernel[0] * kernel[1];
    const offsets = net.chain(x, conv2d('offset', { in: c1, out: 2 * positions, kernel: k, stride: s, padding, dilation: d }));
    const [, height = 0, width = 0] = offsets.shape;
    const samples = net.apply(
      { kind: 'sampleOffsets', kernel, stride, padding, dilation: [d, d] },
      [x, offsets],
      [c1 * positions, height, width],
      { function: 'grid_sample' },
    );
    return net.chain(
      samples,
      conv2d('conv', { in: c1 * positions, out: c2, groups: g, bias: false }),
      batchNorm('bn', c2),
      act ? net.options.activation : identity('act'),
    );
  },
  examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 7_282 }],
});
