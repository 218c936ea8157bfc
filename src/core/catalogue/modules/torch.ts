/** Layers of `torch.nn` that can be a row. Their arguments go to PyTorch as they stand. */

import { conv2d, convTranspose2d } from '../../net/convolutions.ts';
import { activation, batchNorm, dropout } from '../../net/layers.ts';
import { adaptivePool2d, avgPool2d, maxPool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { pair } from '../../net/sizes.ts';
import type { UnaryFunction } from '../../ops.ts';
import type { PyValue } from '../../python.ts';
import { any, bool, int, number, optionalSize, showPython, size, strictInt } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';

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

export const torchBatchNorm2d = defineModule({
  name: 'nn.BatchNorm2d',
  summary: 'Batch normalisation. The parser passes the input channels and nothing else.',
  docs: 'Whatever the row gives as arguments is dropped.',
  composition: 'BatchNorm2d',
  args: [int('num_features', 'channels; the parser puts them in')],
  parser: { family: 'batchNorm' },
  build: (net, x, o) => batchNorm('', o.num_features)(net, x),
  examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 16 }],
});

export const torchMaxPool2d = defineModule({
  name: 'nn.MaxPool2d',
  summary: 'Maximum over a sliding window.',
  docs,
  composition: 'MaxPool2d',
  args: [
    size('kernel_size', 'window'),
    optionalSize('stride', 'stride; None is the window'),
    size('padding', 'padding', 0),
    size('dilation', 'dilation', 1),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => maxPool2d('', { kernel: o.kernel_size, stride: o.stride, padding: o.padding, dilation: o.dilation })(net, x),
  examples: [{ input: [8, 20, 20], args: [2, 2], output: [8, 10, 10], params: 0 }],
});

export const torchAvgPool2d = defineModule({
  name: 'nn.AvgPool2d',
  summary: 'Mean over a sliding window.',
  docs,
  composition: 'AvgPool2d',
  args: [
    size('kernel_size', 'window'),
    optionalSize('stride', 'stride; None is the window'),
    size('padding', 'padding', 0),
    bool('ceil_mode', 'round sizes up', false),
    bool('count_include_pad', 'count the padding', true),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) =>
    avgPool2d('', { kernel: o.kernel_size, stride: o.stride, padding: o.padding, countPadding: o.count_include_pad })(net, x),
  examples: [{ input: [8, 20, 20], args: [2, 2], output: [8, 10, 10], params: 0 }],
});

export const torchAdaptiveAvgPool2d = defineModule({
  name: 'nn.AdaptiveAvgPool2d',
  summary: 'Mean over as many windows as the output has cells.',
  docs,
  composition: 'AdaptiveAvgPool2d',
  args: [size('output_size', 'height and width of the output')],
  parser: { family: 'verbatim' },
  build: (net, x, o) => adaptivePool2d('', 'avg', o.output_size)(net, x),
  examples: [{ input: [8, 20, 20], args: [1], output: [8, 1, 1], params: 0 }],
});

export const torchAdaptiveMaxPool2d = defineModule({
  name: 'nn.AdaptiveMaxPool2d',
  summary: 'Maximum over as many windows as the output has cells.',
  docs,
  composition: 'AdaptiveMaxPool2d',
  args: [size('output_size', 'height and width of the output')],
  parser: { family: 'verbatim' },
  build: (net, x, o) => adaptivePool2d('', 'max', o.output_size)(net, x),
  examples: [{ input: [8, 20, 20], args: [1], output: [8, 1, 1], params: 0 }],
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

export const torchDropout = defineModule({
  name: 'nn.Dropout',
  summary: 'Drops activations while training; nothing in evaluation.',
  docs,
  composition: 'x in evaluation',
  args: [number('p', 'probability', 0.5), bool('inplace', 'change the input', false)],
  parser: { family: 'verbatim' },
  build: (net, x, o) => dropout('', o.p)(net, x),
  examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 0 }],
});

const inplace = [bool('inplace', 'change the input', false)] as const;

/** Activations as rows; those with a slope say so. */
export const torchActivations: readonly ModuleDefinition[] = [
  simple('nn.SiLU', 'silu'),
  simple('nn.ReLU', 'relu'),
  simple('nn.ReLU6', 'relu6'),
  simple('nn.Hardswish', 'hardswish'),
  simple('nn.Hardsigmoid', 'hardsigmoid'),
  simple('nn.Mish', 'mish'),
  simple('nn.Sigmoid', 'sigmoid'),
  simple('nn.Tanh', 'tanh'),
  defineModule({
    name: 'nn.LeakyReLU',
    summary: 'Rectifier with a small slope below zero.',
    docs,
    composition: 'LeakyReLU',
    args: [number('negative_slope', 'slope below zero', 0.01), ...inplace],
    parser: { family: 'verbatim' },
    build: (net, x, o) => activation('', 'leakyRelu', { alpha: o.negative_slope })(net, x),
    examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 0 }],
  }),
];

function simple(name: string, fn: UnaryFunction): ModuleDefinition {
  const takesInplace = fn !== 'sigmoid' && fn !== 'tanh';
  return defineModule({
    name,
    summary: `The activation ${name.slice(3)}.`,
    docs,
    composition: name.slice(3),
    args: takesInplace ? inplace : [],
    parser: { family: 'verbatim' },
    build: (net, x) => activation('', fn)(net, x),
    examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 0 }],
  });
}

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
