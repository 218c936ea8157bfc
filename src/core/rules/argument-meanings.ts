/** What the framework's words about a value mean, and which argument they speak of. */
import { distance } from 'fastest-levenshtein';
import { showPython } from '../catalogue/arguments.ts';
import { torchvisionModels } from '../catalogue/torchvision-models.ts';
import { t } from '../l10n.ts';
import type { PyValue } from '../python.ts';
import { scaledChannels } from '../resolve/numbers.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { sized } from './words.ts';

export interface Meaning {
  /** Where the words mean this for one module only. */
  readonly module?: string;
  readonly pattern: RegExp;
  /** Names of the argument to blame. */
  readonly names: readonly string[];
  /** Of these, the argument that is 0 is meant. */
  readonly zero?: boolean;
  /** The framework's own place is not where the mistake is. */
  readonly surer?: boolean;
  said(context: RuleContext, refusal: RowRefusal, value: string): string;
  readonly values?: readonly string[];
  /** Values that fit this row. */
  valuesFor?(context: RuleContext, refusal: RowRefusal): readonly string[];
}

export const meanings: readonly Meaning[] = [
  {
    pattern: /non-positive stride|stride should not be zero/,
    names: ['s', 'stride', 'kernel_size'],
    said: () => t`the stride must be at least 1`,
    values: ['1', '2'],
  },
  { pattern: /negative padding/, names: ['p', 'padding'], said: () => t`the padding must not be negative`, values: ['None'] },
  { pattern: /pad should be at most half/, names: ['padding', 'p'], said: () => t`the padding may be at most half of the kernel` },
  { pattern: /dilation should be/, names: ['d', 'dilation'], said: () => t`the dilation must be at least 1`, values: ['1'] },
  {
    pattern: /greater than actual input size/,
    names: ['k', 'kernel_size', 'kernel'],
    said: (context, { inputs }) => t`the kernel is larger than what it reads, ${sized(context, inputs?.[0])}`,
  },
  { pattern: /negative dimension/, names: ['c2', 'k', 'nc'], said: () => t`a number of channels or a kernel size is negative` },
  {
    pattern: /at least 1 at dimension 0/,
    names: ['nc', 'c2', 'reg_max'],
    zero: true,
    said: () => t`a convolution would have no output channels`,
  },
  {
    pattern: /only one of size or scale_factor/,
    names: ['size'],
    surer: true,
    said: () => t`give the size or the factor, not both`,
    values: ['None'],
  },
  {
    pattern: /could not convert string to float/,
    names: ['scale_factor'],
    surer: true,
    said: () => t`the size comes first and the factor second: [None, 2, nearest]`,
    valuesFor: () => [],
  },
  {
    pattern: /embed_dim must be divisible by num_heads/,
    names: ['num_heads', 'nh'],
    said: (_, { row }) => t`the number of heads must divide the ${showPython(row.args?.[0]?.value ?? null)} channels`,
    valuesFor: (_, { row }) => headsFor(row.args?.[0]?.value),
  },
  {
    pattern: /Dimension of ABlock/,
    names: ['c2'],
    surer: true,
    said: ({ header }, { row }) => {
      const [written, scaled] = [row.args?.[1]?.written ?? row.args?.[1]?.value, row.args?.[1]?.value];
      return t`half of the channels must be a multiple of 32, but ${showPython(written ?? null)} becomes ${showPython(scaled ?? null)} at width ${showPython(header.width)}`;
    },
    valuesFor: ({ header }, { row }) => nextChannels(row.args?.[1]?.written ?? row.args?.[1]?.value, header, (c) => c % 64 === 0),
  },
  {
    pattern: /object is not subscriptable/,
    names: ['kpt_shape'],
    said: () => t`kpt_shape is a list, the number of key points and the values of each: [17, 3]`,
  },
  {
    module: 'RepConv',
    pattern: /^$/,
    names: ['k'],
    said: () => t`RepConv is written for kernels of 3 with a padding of 1`,
    values: ['3'],
  },
  { pattern: /either size or scale_factor/, names: [], said: () => t`the size or the factor is needed: [None, 2, nearest]` },
  {
    pattern: /align_corners option/,
    names: ['align_corners'],
    said: () => t`align_corners is nothing for nearest; leave it out`,
    values: ['None'],
  },
  { pattern: /for the modes/, names: ['mode'], said: (_, __, value) => t`there is no interpolation ${value}` },
  { pattern: /^kernel size must be 3 or 7/, names: ['kernel_size'], said: () => t`the kernel size must be 3 or 7` },
  {
    pattern: /must be divisible by nh/,
    names: ['nh'],
    said: () => t`the number of heads, scaled by the width, must divide the hidden channels, c2 · e`,
  },
  {
    module: 'C2fAttn',
    pattern: /is invalid for input of size/,
    names: ['nh'],
    said: () => t`after scaling, ec must be the hidden channels, c2 · e, and nh must divide them`,
  },
  {
    module: 'ImagePoolingAttn',
    pattern: /is invalid for input of size/,
    names: ['nh'],
    said: () => t`the number of heads must divide ec`,
  },
  {
    module: 'TorchVision',
    pattern: /^Unknown model/,
    names: ['model'],
    said: (_, __, value) => t`torchvision has no model ${value}`,
    valuesFor: (_, { error }) => nearModels(error.text.replace('Unknown model ', '')),
  },
  { pattern: /Dimension out of range/, names: ['dimension'], said: () => t`there is no such axis; 1 are the channels`, values: ['1'] },
];

/** Models of torchvision whose names are nearest, but for marks between their parts. */
function nearModels(name: string): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[_-]/g, '');
  const far = torchvisionModels.map((model) => ({ model, far: distance(plain(model), plain(name)) }));
  const least = Math.min(...far.map((one) => one.far));
  return least > 2
    ? []
    : far
        .filter((one) => one.far === least)
        .map(({ model }) => model)
        .slice(0, 3);
}

/** Usual numbers of attention heads that divide the channels. */
function headsFor(channels: PyValue | undefined): string[] {
  return typeof channels === 'number' ? [8, 4, 16].filter((heads) => channels % heads === 0).map(String) : [];
}

/** The next larger number of channels, as a file writes it, whose scaled number is as wanted. */
function nextChannels(
  from: PyValue | undefined,
  { maxChannels, width }: RuleContext['header'],
  fits: (channels: number) => boolean,
): string[] {
  if (typeof from !== 'number') return [];
  for (let c = Math.ceil(from / 64) * 64; c <= 2048; c += 64) if (fits(scaledChannels(c, maxChannels, width))) return [String(c)];
  return [];
}
