/**
 * Dynamic convolution of ParameterNet (CVPR 2024), mixed as in CondConv: several expert kernels are weighted for each image by
 * sigmoid routing from the globally pooled input, then one convolution runs with the mixed kernel. Parameters grow by the number
 * of experts, the work hardly at all. Two names from public trees stand for the two variants.
 */
import type { Feature, Net } from '../../net/builder.ts';
import { globalMean, matmul, reshape, unary } from '../../net/functions.ts';
import { batchNorm, identity, linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { pair } from '../../net/sizes.ts';
import { activationFlag, any, bool, int, optionalSize, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { samePadding } from './conv.ts';

const paper = 'ParameterNet (Han et al., CVPR 2024); the mixing is CondConv (Yang et al., NeurIPS 2019).';
const experts = int('num_experts', 'number of expert kernels', 4, { values: [2, 4, 8] });
const inputChannels = int('c1', 'input channels; the parser puts them in');
const outputChannels = strictInt('c2', 'output channels, scaled by the width and rounded up to a multiple of 8');

/** The dynamic convolution alone, without normalisation or activation. */
export const dynamicConvSingle = defineModule({
  name: 'DynamicConv_Single',
  summary: 'Dynamic convolution alone: expert kernels mixed for each image, no normalisation, no activation.',
  docs: paper,
  composition: 'sigmoid(Linear(global mean)) · experts → one convolution with the mixed kernel',
  args: [
    inputChannels,
    outputChannels,
    size('kernel_size', 'kernel size', 1),
    size('stride', 'stride', 1),
    any('padding', "padding; '' keeps the size at stride 1", ''),
    int('dilation', 'dilation', 1),
    strictInt('groups', 'groups', 1),
    bool('bias', 'a bias, mixed like the kernels', false),
    experts,
  ],
  parser: { family: 'scaled' },
  upstream: () => false,
  origin: 'public copies of the framework that add it',
  build: (net, x, o) => {
    const padding = o.padding === '' ? dynamicPadding(o.kernel_size, o.stride, o.dilation) : readPadding(o.padding);
    return mixedConv(net, x, { ...o, kernel: o.kernel_size, padding });
  },
  examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 18_500 }],
});

/** Dynamic convolution, batch normalisation, activation: takes the place of `Conv`. */
export const dynamicConv = defineModule({
  name: 'DynamicConv',
  summary: 'Dynamic convolution with batch normalisation and activation: the drop-in for Conv.',
  docs: paper,
  composition: 'DynamicConv_Single → BatchNorm2d → activation',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    strictInt('g', 'groups', 1),
    int('d', 'dilation', 1),
    activationFlag('act'),
    experts,
  ],
  parser: { family: 'scaled' },
  upstream: () => false,
  origin: 'public copies of the framework that add it',
  build: (net, x, { c1, c2, k, s, p, g, d, act, num_experts }) =>
    net.chain(
      net.within('conv', 'DynamicConv_Single', () =>
        mixedConv(net, x, {
          c1,
          c2,
          kernel: k,
          stride: s,
          padding: p ?? samePadding(k, d),
          dilation: d,
          groups: g,
          bias: false,
          num_experts,
        }),
      ),
      batchNorm('bn', c2),
      act ? net.options.activation : identity('act'),
    ),
  examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 18_564 }],
});

interface MixedConv {
  readonly c1: number;
  readonly c2: number;
  readonly kernel: number | readonly number[];
  readonly stride: number | readonly number[];
  readonly padding: number | readonly number[];
  readonly dilation: number;
  readonly groups: number;
  readonly bias: boolean;
  readonly num_experts: number;
}

/** Routing, mixing and the convolution with one kernel an image. */
function mixedConv(net: Net, x: Feature, o: MixedConv): Feature {
  const [kernel, stride, pad] = [pair(o.kernel), pair(o.stride), pair(o.padding)];
  if (o.groups <= 0 || o.c1 % o.groups !== 0 || o.c2 % o.groups !== 0)
    throw new Refused(
      'ValueError',
      `${o.c1 % o.groups === 0 ? 'out' : 'in'}_channels must be divisible by groups`,
      'args',
      undefined,
      'groups',
      true,
    );
  if (x.shape[0] !== o.c1)
    throw new Refused(
      'RuntimeError',
      `mat1 and mat2 shapes cannot be multiplied (1x${x.shape[0]} and ${o.c1}x${o.num_experts})`,
      'from',
      undefined,
      'channel-mismatch',
    );
  const weight = [o.c2, o.c1 / o.groups, ...kernel];
  const routing = unary(net, 'sigmoid', net.chain(globalMean(net, x), linear('routing', { in: o.c1, out: o.num_experts })));
  const row = reshape(net, routing, [1, o.num_experts]);
  return net.within('cond_conv', 'CondConv2d', () => {
    const mixed = reshape(
      net,
      mix(
        net,
        row,
        'weight',
        weight.reduce((a, b) => a * b),
        o.num_experts,
      ),
      weight,
    );
    const inputs = o.bias ? [x, mixed, reshape(net, mix(net, row, 'bias', o.c2, o.num_experts), [o.c2])] : [x, mixed];
    const side = (d: 0 | 1) => Math.floor(((x.shape[d + 1] ?? 0) + 2 * pad[d] - o.dilation * (kernel[d] - 1) - 1) / stride[d]) + 1;
    const primitive = {
      kind: 'dynamicConv2d',
      stride,
      padding: [pad[0], pad[1], pad[0], pad[1]],
      dilation: [o.dilation, o.dilation],
      groups: o.groups,
    } as const;
    return net.apply(primitive, inputs, [o.c2, side(0), side(1)], { function: 'conv2d' });
  });
}

/** routing [1, E] · experts [E, n]. */
function mix(net: Net, routing: Feature, name: string, count: number, experts: number): Feature {
  return matmul(net, routing, net.stored(name, [experts, count]));
}

/** timm's rule: ((s − 1) + d (k − 1)) // 2. */
function dynamicPadding(kernel: number | readonly number[], stride: number | readonly number[], dilation: number): readonly number[] {
  const [k, s] = [pair(kernel), pair(stride)];
  return [0, 1].map((d) => Math.floor(((s[d] ?? 1) - 1 + dilation * ((k[d] ?? 1) - 1)) / 2));
}

function readPadding(value: unknown): number | readonly number[] {
  if (typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((v): v is number => typeof v === 'number')) return value;
  throw new Refused('TypeError', "conv2d(): argument 'padding' must be a number, two numbers or ''");
}
