/** Convolutions of `torch.nn`, and the layer that does nothing. Their arguments go to PyTorch as they stand. */

import { conv2d, convTranspose2d } from '../../net/convolutions.ts';
import { Refused } from '../../net/refused.ts';
import { checkGroups, exactPair, pair, type Size } from '../../net/sizes.ts';
import type { PyValue } from '../../python.ts';
import { any, bool, int, showPython, size, strictInt } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { checkFactory, factory } from '../torch-arguments.ts';
import { torchMirrors, zeroPad2d } from './torch-pads.ts';

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
    any('padding_mode', 'what lies beyond the border', 'zeros', { values: ['zeros', 'reflect', 'replicate', 'circular'] }),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const { in_channels: inputs, out_channels: out, kernel_size: kernel, stride, dilation, groups, bias } = o;
    checkGroups(inputs, out, groups);
    const options = { in: inputs, out, kernel, stride, dilation, groups, bias };
    const padding = checkedPadding(o.padding, stride);
    const border = borders.get(o.padding_mode);
    if (border === undefined) {
      const names = [...borders.keys()].map(showPython).join(', ');
      const text = `padding_mode must be one of {${names}}, but got padding_mode=${showPython(o.padding_mode)}`;
      throw new Refused('ValueError', text, 'args', 8, undefined, true);
    }
    checkFactory(o, 9);
    if (net.options.constructing) return conv2d('', options)(net, x);
    const sides = padding === 'same' ? sameSides(kernel, dilation) : padding === 'valid' ? [0, 0, 0, 0] : undefined;
    const [left, right, top, bottom] = sides ?? [];
    // The library adds as many zeros on both sides; every other border is made before.
    if (border === zeroPad2d && left === right && top === bottom) {
      return conv2d('', { ...options, padding: sides ? [top ?? 0, left ?? 0] : plainPadding(o.padding) })(net, x);
    }
    const bordered = border.build(net, [x], { padding: sides ?? bothSides(plainPadding(o.padding)) }).outputs[0] ?? x;
    return conv2d('', options)(net, bordered);
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
    any('padding_mode', 'what lies beyond the border', 'zeros'),
    ...factory,
  ],
  parser: { family: 'scaled' },
  build: (net, x, o) => {
    if (o.padding_mode !== 'zeros') {
      throw new Refused('ValueError', 'Only "zeros" padding mode is supported for ConvTranspose2d', 'args', 9, undefined, true);
    }
    checkGroups(o.in_channels, o.out_channels, o.groups);
    checkFactory(o, 10);
    return convTranspose2d('', {
      in: o.in_channels,
      out: o.out_channels,
      kernel: o.kernel_size,
      stride: o.stride,
      padding: o.padding,
      outputPadding: o.output_padding,
      groups: o.groups,
      bias: o.bias,
      dilation: o.dilation,
    })(net, x);
  },
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

/** What makes the border of each kind. */
const borders: ReadonlyMap<PyValue, ModuleDefinition> = new Map([
  ['zeros', zeroPad2d],
  ...['reflect', 'replicate', 'circular'].flatMap((mode, i) => (torchMirrors[i] ? [[mode, torchMirrors[i]] as const] : [])),
]);

/** What a constructor looks at of the padding: words, of which one needs a stride of one. */
function checkedPadding(padding: PyValue, stride: Size): PyValue {
  const refuse = (text: string) => new Refused('ValueError', text, 'args', 4, undefined, true);
  if (typeof padding !== 'string') return padding;
  if (padding !== 'same' && padding !== 'valid')
    throw refuse(`Invalid padding string ${showPython(padding)}, should be one of {'same', 'valid'}`);
  if (padding === 'same' && [stride].flat().some((s) => s !== 1)) throw refuse("padding='same' is not supported for strided convolutions");
  return padding;
}

/** Padding that is no word: an integer or a list of them. */
function plainPadding(padding: PyValue): number | readonly number[] {
  if (typeof padding === 'number' || (Array.isArray(padding) && padding.every((p) => typeof p === 'number'))) return padding;
  throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments', 'args', 4);
}

/** [left, right, top, bottom] of rows and columns: PyTorch writes the last axis first. */
function bothSides(padding: number | readonly number[]): readonly number[] {
  const list = typeof padding === 'number' ? [padding, padding] : padding;
  return list.toReversed().flatMap((p) => [p, p]);
}

/** PyTorch's `padding='same'`: what the dilated kernel takes away, an odd cell on the right and below. */
function sameSides(kernel: Size, dilation: Size): readonly number[] {
  const [k, d] = [exactPair(kernel), pair(dilation)];
  return [1, 0].flatMap((axis) => {
    const total = (d[axis] ?? 1) * ((k[axis] ?? 1) - 1);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
}
