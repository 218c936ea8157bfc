/** Activations of `torch.nn`, as rows and behind `activation:`. */
import type { Feature, Net } from '../../net/builder.ts';
import { affine, binary, mul, softmax, split, sub, unary } from '../../net/functions.ts';
import { activation } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import type { UnaryFunction } from '../../ops.ts';
import type { PyValue } from '../../python.ts';
import { type Argument, any, bool, pythonType, text } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { axisOf, integer, optionalInteger, pythonNumber, scalar } from '../torch-arguments.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';
const inplace = bool('inplace', 'change the input', false);
const example = (...args: readonly PyValue[]) => ({ input: [8, 20, 20], args, output: [8, 20, 20], params: 0 });

/** Activations that are one function of every number, and what they can be told. */
export const torchActivations: readonly ModuleDefinition[] = [
  ...(['SiLU', 'ReLU', 'ReLU6', 'Hardswish', 'Hardsigmoid', 'Mish'] as const).map((name) => simple(name, [inplace])),
  ...(['Sigmoid', 'Tanh'] as const).map((name) => simple(name, [])),
  shaped('LeakyReLU', 'A rectifier with a small slope below zero.', [scalar('negative_slope', 'slope below zero', 0.01), inplace], {
    build: (net, x, o) => activation('', 'leakyRelu', { alpha: o.negative_slope })(net, x),
  }),
  shaped('ELU', 'An exponential below zero, a line above.', [scalar('alpha', 'how far it falls below zero', 1), inplace], {
    build: (net, x, o) => activation('', 'elu', { alpha: o.alpha })(net, x),
    more: [[0.5]],
  }),
  shaped('SELU', 'ELU with factors that keep mean and variance.', [inplace], {
    build: (net, x) => affine(net, activation('', 'elu', { alpha: 1.6732632423543772 })(net, x), 1.0507009873554805, 0),
  }),
  shaped('CELU', 'ELU that is smooth for every alpha.', [scalar('alpha', 'how far it falls below zero', 1), inplace], {
    build: (net, x, { alpha }) => {
      if (alpha === 0) throw new Refused('RuntimeError', 'ZeroDivisionError: alpha cannot be 0 for CELU');
      // Below zero for a negative alpha, too: the line and the exponential are added.
      const below = affine(net, unary(net, 'exp', affine(net, negativePart(net, x), 1 / alpha, 0)), alpha, -alpha);
      return binary(net, 'add', unary(net, 'relu', x), below);
    },
    more: [[2]],
  }),
  shaped(
    'GELU',
    'A smooth gate by the normal distribution.',
    [text('approximate', "'none' or 'tanh'", 'none', { values: ['none', 'tanh'] })],
    {
      build: (net, x, { approximate }) => {
        if (approximate === 'none') return activation('', 'gelu')(net, x);
        if (approximate === 'tanh') return tanhGelu(net, x);
        throw new Refused('RuntimeError', 'approximate argument must be either none or tanh.', 'args', 0);
      },
      more: [['tanh']],
    },
  ),
  shaped('Softplus', 'A smooth rectifier.', [scalar('beta', 'sharpness', 1), scalar('threshold', 'above it, times beta, a line', 20)], {
    build: (net, x, { beta, threshold }) => {
      if (beta === 1 && threshold === 20) return activation('', 'softplus')(net, x);
      const sharp = affine(net, x, beta, 0);
      const curve = affine(net, unary(net, 'softplus', sharp), 1 / beta, 0);
      return binary(net, 'add', curve, mul(net, sub(net, x, curve), unary(net, 'step', affine(net, sharp, 1, -threshold))));
    },
    more: [[2, 1]],
  }),
  shaped('LogSigmoid', 'Logarithm of the sigmoid.', [], {
    build: (net, x) => unary(net, 'neg', unary(net, 'softplus', unary(net, 'neg', x))),
  }),
  shaped('Softsign', 'x / (1 + |x|).', [], {
    build: (net, x) => binary(net, 'div', x, affine(net, unary(net, 'abs', x), 1, 1)),
  }),
  shaped('Tanhshrink', 'x less its hyperbolic tangent.', [], { build: (net, x) => sub(net, x, unary(net, 'tanh', x)) }),
  shaped('Hardshrink', 'Nothing near zero.', [scalar('lambd', 'how near', 0.5)], {
    build: (net, x, { lambd }) => mul(net, x, unary(net, 'step', affine(net, unary(net, 'abs', x), 1, -lambd))),
  }),
  shaped('Softshrink', 'Nothing near zero, and as much less beyond.', [scalar('lambd', 'how near', 0.5)], {
    build: (net, x, { lambd }) => {
      if (!(lambd >= 0 && lambd < 3.5e38))
        throw new Refused('RuntimeError', `lambda must be in range [0, 3.40282e+38] for input dtype Float, but found ${lambd}`, 'args', 0);
      return sub(net, x, clamped(net, x, -lambd, lambd));
    },
  }),
  shaped(
    'Hardtanh',
    'Cut off at both ends.',
    [
      any('min_val', 'lower end', -1),
      any('max_val', 'upper end', 1),
      inplace,
      any('min_value', 'the older name of min_val', null),
      any('max_value', 'the older name of max_val', null),
    ],
    {
      build: (net, x, o) => {
        const [low, high] = [o.min_value ?? o.min_val, o.max_value ?? o.max_val];
        const ends = [pythonNumber(high), pythonNumber(low)] as const;
        if (ends[0] <= ends[1]) {
          throw new Refused('AssertionError', `max_val (${ends[0]}) must be greater than min_val (${ends[1]})`, 'args', 1, undefined, true);
        }
        return clamped(net, x, ends[1], ends[0]);
      },
      more: [[0, 2]],
    },
  ),
  shaped(
    'Threshold',
    'Another value where the input is not above a threshold.',
    [scalar('threshold', 'threshold'), scalar('value', 'the other value'), inplace],
    {
      args: [0.1, 2],
      build: (net, x, { threshold, value }) =>
        affine(net, mul(net, affine(net, x, 1, -value), unary(net, 'step', affine(net, x, 1, -threshold))), 1, value),
    },
  ),
  shaped(
    'RReLU',
    'A rectifier whose slope below zero is drawn by chance while training, and the mean in evaluation.',
    [scalar('lower', 'least slope', 1 / 8), scalar('upper', 'largest slope', 1 / 3), inplace],
    {
      build: (net, x, { lower, upper }) => {
        if (!Number.isFinite(lower) || !Number.isFinite(upper))
          throw new Refused('RuntimeError', 'rrelu: bounds must be finite', 'args', 0);
        if (lower > upper) throw new Refused('RuntimeError', 'Lower bound should be less than or equal to the upper bound', 'args', 0);
        return activation('', 'leakyRelu', { alpha: (lower + upper) / 2 })(net, x);
      },
    },
  ),
  ...(['Softmax', 'LogSoftmax'] as const).map((name) =>
    shaped(name, 'Shares that sum to one along an axis.', [any('dim', 'axis, the batch counted; None: the channels', null)], {
      args: [1],
      build: (net, x, { dim }) => {
        if (dim !== null && typeof dim !== 'number') {
          throw new Refused('TypeError', `dim must be an int or None, got <class '${pythonType(dim)}'>`, 'args', 0, undefined, true);
        }
        const shares = along(net, x, dim, `nn.${name}`);
        return name === 'Softmax' ? shares : unary(net, 'log', shares);
      },
      more: [[-1]],
    }),
  ),
  shaped('Softmin', 'Softmax of the negative.', [optionalInteger('dim', 'axis, the batch counted; None: the channels')], {
    args: [1],
    build: (net, x, { dim }) => along(net, unary(net, 'neg', x), dim, 'nn.Softmin'),
  }),
  shaped('Softmax2d', 'Softmax over the channels.', [], {
    build: (net, x) => {
      if (x.shape.length < 2)
        throw new Refused('ValueError', `Softmax2d: expected input to be 3D or 4D, got ${x.shape.length + 1}D instead`, 'from');
      return along(net, x, -3, 'nn.Softmax2d');
    },
  }),
  defineModule({
    name: 'nn.GLU',
    summary: 'One half of the input, gated by the other.',
    docs,
    composition: 'split → a · sigmoid(b)',
    args: [integer('dim', 'axis that is halved, the batch counted', -1)],
    parser: { family: 'verbatim' },
    build: (net, x, { dim }) => {
      const axis = axisOf(dim, x.shape.length);
      const size = axis === 0 ? 1 : (x.shape[axis - 1] ?? 0);
      if (size % 2 !== 0)
        throw new Refused('RuntimeError', `Halving dimension must be even, but dimension ${axis} is size ${size}`, 'args', 0);
      const [a, b] = split(net, x, [size / 2, size / 2], axis - 1) as [Feature, Feature];
      return mul(net, a, unary(net, 'sigmoid', b));
    },
    examples: [{ input: [8, 20, 20], args: [1], output: [4, 20, 20], params: 0 }],
  }),
];

function simple(name: string, args: readonly Argument[]): ModuleDefinition {
  return shaped(name, `The activation ${name}.`, args, { build: (net, x) => activation('', name.toLowerCase() as UnaryFunction)(net, x) });
}

type Values<A extends readonly Argument[]> = { readonly [K in A[number] as K['name']]: K extends Argument<string, infer V> ? V : never };

/** An activation that keeps the shape; `args` and `more` are the arguments of its examples. */
function shaped<const A extends readonly Argument[]>(
  name: string,
  summary: string,
  args: A,
  source: {
    build(net: Net, x: Feature, values: Values<A>): Feature;
    readonly args?: readonly PyValue[];
    readonly more?: readonly (readonly PyValue[])[];
  },
): ModuleDefinition {
  return defineModule({
    name: `nn.${name}`,
    summary,
    docs,
    composition: name,
    args,
    parser: { family: 'verbatim' },
    build: source.build,
    examples: [example(...(source.args ?? [])), ...(source.more ?? []).map((more) => example(...more))],
  });
}

/** Softmax along an axis of the batch and the rest. */
function along(net: Net, x: Feature, dim: number | null, type: string): Feature {
  const rank = x.shape.length;
  const axis = dim === null ? (rank === 2 || rank === 0 ? 0 : 1) : axisOf(dim, rank);
  // An image is alone in its batch: every share is one.
  if (axis === 0) return net.apply({ kind: 'affine', scale: 0, shift: 1 }, [x], x.shape, { module: type });
  return softmax(net, x, axis - 1, { module: type });
}

function negativePart(net: Net, x: Feature): Feature {
  return unary(net, 'neg', unary(net, 'relu', unary(net, 'neg', x)));
}

/** min(max(x, low), high), by rectifiers. */
function clamped(net: Net, x: Feature, low: number, high: number): Feature {
  const above = unary(net, 'relu', affine(net, x, 1, -low));
  return affine(net, unary(net, 'relu', affine(net, above, -1, high - low)), -1, high);
}

function tanhGelu(net: Net, x: Feature): Feature {
  const cube = mul(net, mul(net, x, x), x);
  const inner = binary(net, 'add', affine(net, x, Math.sqrt(2 / Math.PI), 0), affine(net, cube, 0.044715 * Math.sqrt(2 / Math.PI), 0));
  return mul(net, affine(net, x, 0.5, 0), affine(net, unary(net, 'tanh', inner), 1, 1));
}
