/** Convolutions of `torch.nn`, and the layer that does nothing. Their arguments go to PyTorch as they stand. */

import { conv2d, convTranspose2d } from '../../net/convolutions.ts';
import { Refused } from '../../net/refused.ts';
import { pair } from '../../net/sizes.ts';
import type { PyValue } from '../../python.ts';
import { any, bool, int, showPython, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';
const convArguments = [
  int('in_channels', 'input channels, as they really are after scaling'),
  strictInt('out_channels', 'output channels, not scaled'),
  size('kernel_size', 'kernel size'),
  size('stride', 'stride', 1),
] as const;

export const torchConv2d = defineModule({
  name: 'nn.Conv2d',
  summary: 'Convolution with bias.',
  docs,
  composition: 'Conv2d',
  args: [
    ...convArguments,
    any('padding', 'padding', 0),
    size('dilation', 'dilation', 1),
    strictInt('groups', 'groups', 1),
    bool('bias', 'add a bias', true),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const padding = o.padding === 'same' ? evenPadding(o.kernel_size, o.dilation) : o.padding === 'valid' ? 0 : plainPadding(o.padding);
    return conv2d('', {
      in: o.in_channels,
      out: o.out_channels,
      kernel: o.kernel_size,
      stride: o.stride,
      padding,
      dilation: o.dilation,
      groups: o.groups,
      bias: o.bias,
    })(net, x);
  },
  examples: [{ input: [8, 20, 20], args: [8, 16, 3, 2, 1], output: [16, 10, 10], params: 1168 }],
});

export const torchConvTranspose2d = defineModule({
  name: 'nn.ConvTranspose2d',
  summary: 'Transposed convolution: makes feature maps larger.',
  docs: 'The parser puts the input channels in and scales the output channels.',
  composition: 'ConvTranspose2d',
  args: [
    ...convArguments,
    size('padding', 'padding', 0),
    size('output_padding', 'rows and columns added at one side', 0),
    strictInt('groups', 'groups', 1),
    bool('bias', 'add a bias', true),
    size('dilation', 'dilation', 1),
  ],
  parser: { family: 'scaled' },
  build: (net, x, o) =>
    convTranspose2d('', {
      in: o.in_channels,
      out: o.out_channels,
      kernel: o.kernel_size,
      stride: o.stride,
      padding: o.padding,
      outputPadding: o.output_padding,
      groups: o.groups,
      bias: o.bias,
      dilation: o.dilation,
    })(net, x),
  examples: [{ input: [8, 10, 10], args: [8, 2, 2], output: [8, 20, 20], params: 264 }],
});

export const torchIdentity = defineModule({
  name: 'nn.Identity',
  summary: 'Hands its input on.',
  docs: 'Takes any arguments and ignores them.',
  composition: 'x',
  args: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => any(name, 'ignored', null)),
  parser: { family: 'verbatim' },
  build: (_net, x) => x,
  examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 0 }],
});

/** Padding that is no word: an integer or a list of them. */
function plainPadding(padding: PyValue): number | readonly number[] {
  if (typeof padding === 'number' || (Array.isArray(padding) && padding.every((p) => typeof p === 'number'))) return padding;
  if (typeof padding === 'string') {
    throw new Refused(
      'ValueError',
      `Invalid padding string ${showPython(padding)}, should be one of {'same', 'valid'}`,
      'args',
      4,
      undefined,
      true,
    );
  }
  throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments', 'args', 4);
}

/** PyTorch's `padding='same'`: half of the dilated kernel on either side, for odd kernels. */
function evenPadding(kernel: number | readonly number[], dilation: number | readonly number[]): readonly number[] {
  const [k, d] = [pair(kernel), pair(dilation)];
  return [0, 1].map((i) => Math.floor(((d[i] ?? 1) * ((k[i] ?? 1) - 1)) / 2));
}
