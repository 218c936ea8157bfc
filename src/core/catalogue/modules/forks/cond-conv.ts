/** Conditionally parameterised convolutions: the image says how much of each stored kernel is in the one that runs. */
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d, convolvedBy } from '../../../net/convolutions.ts';
import { globalMean, matmul, reshape, unary } from '../../../net/functions.ts';
import { activation, dropout, linear } from '../../../net/layers.ts';
import { adaptivePool2d } from '../../../net/pooling.ts';
import { checkGroups } from '../../../net/sizes.ts';
import { bool, int, number, strictInt, text } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { nowhere } from './common.ts';

const paper = 'CondConv (Yang et al., NeurIPS 2019).';
const summary = 'Conditionally parameterised convolution: for each image one kernel is mixed of several; no normalisation, no activation.';
const bias = bool('bias', 'a bias, mixed like the kernels', true);
const sizes = [int('kernel_size', 'kernel size'), int('stride', 'stride', 1)] as const;
const rest = [int('padding', 'padding', 0), int('dilation', 'dilation', 1), strictInt('groups', 'groups', 1), bias] as const;

/** The form of the collections of attention modules. */
export const condConv = defineModule({
  name: 'CondConv',
  summary,
  docs: `${paper} The routing is a 1×1 convolution without bias. Some copies fail where the size changes; DynamicConv is the form with normalisation and activation.`,
  composition: 'sigmoid(Conv2d 1×1(global mean)) · kernels → one convolution with the mixed kernel',
  args: [
    inputChannels,
    outputChannels,
    ...sizes,
    ...rest,
    int('K', 'number of kernels', 4),
    bool('init_weight', 'of no consequence here', true),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'collections of attention modules for YOLO',
  build: (net, x, o) => {
    checkGroups(o.c1, o.c2, o.groups);
    const shares = net.within('attention', 'CondAttention', () =>
      net.chain(
        x,
        adaptivePool2d('avgpool', 'avg', 1),
        conv2d('net', { in: o.c1, out: o.K, bias: false }),
        activation('sigmoid', 'sigmoid'),
      ),
    );
    return mixed(net, x, reshape(net, shares, [1, o.K]), { ...o, experts: o.K });
  },
  examples: [{ input: [16, 20, 20], args: [32, 3, 1, 1], output: [32, 20, 20], params: 18_624 }],
});

/** The form whose routing is a linear layer. */
export const condConv2D = defineModule({
  name: 'CondConv2D',
  summary,
  docs: `${paper} The routing is a linear layer. Of the widely copied implementation, with three kernels by default; a batch is mixed image by image. Some copies have None as the padding that keeps the size.`,
  composition: 'sigmoid(Linear(global mean)) · kernels → one convolution with the mixed kernel',
  args: [
    inputChannels,
    outputChannels,
    ...sizes,
    ...rest,
    text('padding_mode', 'how the border is filled', 'zeros', { values: ['zeros'] }),
    int('num_experts', 'number of kernels', 3),
    number('dropout_rate', 'dropout before the routing, in training', 0.2),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'forks of YOLO with CondConv',
  build: (net, x, o) => {
    checkGroups(o.c1, o.c2, o.groups);
    const shares = net.within('_routing_fn', '_routing', () =>
      net.chain(globalMean(net, x), dropout('dropout', o.dropout_rate), linear('fc', { in: o.c1, out: o.num_experts })),
    );
    return mixed(net, x, reshape(net, unary(net, 'sigmoid', shares), [1, o.num_experts]), { ...o, experts: o.num_experts });
  },
  examples: [{ input: [16, 20, 20], args: [32, 3, 2, 1], output: [32, 10, 10], params: 13_971 }],
});

interface Mixed {
  readonly c1: number;
  readonly c2: number;
  readonly kernel_size: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
  readonly bias: boolean;
  readonly experts: number;
}

/** One convolution with the sum of all kernels, each times its share of [1, kernels]. */
function mixed(net: Net, x: Feature, shares: Feature, o: Mixed): Feature {
  const { c1, c2, kernel_size: k, groups, experts: n } = o;
  const sum = (name: string, shape: readonly number[]) => {
    const flat = reshape(net, net.stored(name, [n, ...shape]), [n, shape.reduce((a, b) => a * b, 1)]);
    return reshape(net, matmul(net, shares, flat), shape);
  };
  const kernel = [sum('weight', [c2, c1 / groups, k, k]), ...(o.bias ? [sum('bias', [c2])] : [])] as const;
  return convolvedBy(net, x, kernel, o);
}
