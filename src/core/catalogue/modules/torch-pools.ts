/** Poolings of `torch.nn` that can be a row. */
import type { Feature, Net } from '../../net/builder.ts';
import { affine, binary, mul, unary } from '../../net/functions.ts';
import { adaptivePool2d, avgPool2d, maxPool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { pair, type Size } from '../../net/sizes.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, bool, pythonType } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { extent, flag, iterated, optionalExtent, optionalInteger, sizeElement } from '../torch-arguments.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';
const parser = { family: 'verbatim' } as const;
const window = extent('kernel_size', 'window');
/** Python itself takes the pair apart. */
const twoOf: typeof window = {
  ...window,
  read(value) {
    const given = iterated(value)?.length ?? 2;
    if (given < 2) throw new Refused('ValueError', `not enough values to unpack (expected 2, got ${given})`, 'args', 1);
    if (given > 2) throw new Refused('ValueError', 'too many values to unpack (expected 2)', 'args', 1);
    return window.read(value);
  },
};
const stride = optionalExtent('stride', 'stride; None is the window');
const ceilMode = flag('ceil_mode', 'round sizes up', false);

export const torchMaxPool2d = defineModule({
  name: 'nn.MaxPool2d',
  summary: 'Maximum over a sliding window.',
  docs,
  composition: 'MaxPool2d',
  args: [
    window,
    stride,
    extent('padding', 'padding', 0),
    extent('dilation', 'dilation', 1),
    bool('return_indices', 'hand on where the maxima were, too', false),
    ceilMode,
  ],
  parser,
  build: (net, x, o) => {
    const options = { kernel: o.kernel_size, stride: o.stride, padding: o.padding, dilation: o.dilation, ceil: o.ceil_mode };
    return withIndices(o.return_indices, maxPool2d('', options)(net, x));
  },
  examples: [
    { input: [8, 20, 20], args: [2, 2], output: [8, 10, 10], params: 0 },
    { input: [8, 21, 21], args: [2, 2, 0, 1, false, true], output: [8, 11, 11], params: 0 },
  ],
});

export const torchAvgPool2d = defineModule({
  name: 'nn.AvgPool2d',
  summary: 'Mean over a sliding window.',
  docs,
  composition: 'AvgPool2d',
  args: [
    window,
    stride,
    extent('padding', 'padding', 0),
    ceilMode,
    flag('count_include_pad', 'count the padding', true),
    optionalInteger('divisor_override', 'what is divided by; None: the cells of the window'),
  ],
  parser,
  build: (net, x, o) => {
    if (o.divisor_override === 0) throw new Refused('RuntimeError', 'divisor must be not zero', 'args', 5);
    const options = { kernel: o.kernel_size, stride: o.stride, padding: o.padding, ceil: o.ceil_mode };
    if (o.divisor_override === null) return avgPool2d('', { ...options, countPadding: o.count_include_pad })(net, x);
    // A mean over the whole window, undone.
    const cells = pair(o.kernel_size)[0] * pair(o.kernel_size)[1];
    return affine(net, avgPool2d('', { ...options, countPadding: true })(net, x), cells / o.divisor_override, 0);
  },
  examples: [
    { input: [8, 20, 20], args: [2, 2], output: [8, 10, 10], params: 0 },
    { input: [8, 20, 20], args: [2, 2, 0, false, true, 3], output: [8, 10, 10], params: 0 },
  ],
});

export const torchLpPool2d = defineModule({
  name: 'nn.LPPool2d',
  summary: 'Power mean over a sliding window: the root of the sum of powers.',
  docs,
  composition: 'power → sum over the window → root',
  args: [any('norm_type', 'the power: 1 sums, 2 is the length'), twoOf, stride, ceilMode],
  parser,
  build: (net, x, o) => {
    const power = pythonNorm(o.norm_type);
    const options = { kernel: o.kernel_size, stride: o.stride, ceil: o.ceil_mode };
    const cells = pair(o.kernel_size)[0] * pair(o.kernel_size)[1];
    if (!Number.isFinite(power)) {
      const size = unary(net, 'abs', x);
      return power > 0 ? maxPool2d('', options)(net, size) : unary(net, 'neg', maxPool2d('', options)(net, unary(net, 'neg', size)));
    }
    const mean = avgPool2d('', { ...options, road: { function: 'avg_pool2d' } });
    const sum = affine(net, mean(net, raised(net, x, power)), cells, 0);
    return power === 1 ? sum : power === 2 ? unary(net, 'sqrt', sum) : raised(net, sum, 1 / power);
  },
  examples: [
    { input: [8, 20, 20], args: [2, 2], output: [8, 10, 10], params: 0 },
    { input: [8, 20, 20], args: [1, 3, 2], output: [8, 9, 9], params: 0 },
  ],
});

/** As many windows as the output has cells. */
export const torchAdaptivePools: readonly ModuleDefinition[] = [
  defineModule({
    name: 'nn.AdaptiveAvgPool2d',
    summary: 'Mean over as many windows as the output has cells.',
    docs,
    composition: 'AdaptiveAvgPool2d',
    args: [any('output_size', 'height and width of the output; None is the size of the input')],
    parser,
    build: (net, x, o) => adaptivePool2d('', 'avg', outputSize(x, o.output_size))(net, x),
    examples: [
      { input: [8, 20, 20], args: [1], output: [8, 1, 1], params: 0 },
      { input: [8, 20, 20], args: [[null, 5]], output: [8, 20, 5], params: 0 },
    ],
  }),
  defineModule({
    name: 'nn.AdaptiveMaxPool2d',
    summary: 'Maximum over as many windows as the output has cells.',
    docs,
    composition: 'AdaptiveMaxPool2d',
    args: [
      any('output_size', 'height and width of the output; None is the size of the input'),
      bool('return_indices', 'hand on where the maxima were, too', false),
    ],
    parser,
    build: (net, x, o) => withIndices(o.return_indices, adaptivePool2d('', 'max', outputSize(x, o.output_size))(net, x)),
    examples: [{ input: [8, 20, 20], args: [1], output: [8, 1, 1], params: 0 }],
  }),
];

/** A pair for the next row, which can do nothing with it. */
function withIndices(asked: boolean, y: Feature): Feature | { readonly outputs: readonly Feature[]; readonly list: true } {
  return asked ? { outputs: [y, y], list: true } : y;
}

/** x to a power. */
function raised(net: Net, x: Feature, power: number): Feature {
  if (power === 1) return x;
  if (power === 2) return mul(net, x, x);
  const size = unary(net, 'exp', affine(net, unary(net, 'log', unary(net, 'abs', x)), power, 0));
  // An odd power keeps the sign.
  return Number.isInteger(power) && power % 2 !== 0 ? mul(net, size, binary(net, 'div', x, unary(net, 'abs', x))) : size;
}

function pythonNorm(value: PyValue): number {
  const power =
    typeof value === 'number' ? value : value instanceof PyFloat ? value.value : typeof value === 'boolean' ? Number(value) : undefined;
  if (power === 0) throw new Refused('ValueError', 'norm_type must be a non-zero value, but got 0', 'args', 0, undefined, true);
  if (power !== undefined) return power;
  if (typeof value === 'string') throw new Refused('ValueError', `could not convert string to float: '${value}'`, 'args', 0);
  throw new Refused('TypeError', `float() argument must be a string or a real number, not '${pythonType(value)}'`, 'args', 0);
}

/** The size that is asked for, with the input's where nothing is. */
function outputSize(x: Feature, value: PyValue): Size {
  if (typeof value === 'number') return value;
  const list = typeof value === 'boolean' ? undefined : iterated(value);
  if (list === undefined) throw new Refused('TypeError', `object of type '${pythonType(value)}' has no len()`, 'args', 0);
  const rank = x.shape.length + 1;
  if (rank <= list.length) throw new Refused('ValueError', `Input dimension should be at least ${list.length + 1}`, 'from');
  const defaults = [1, ...x.shape].slice(rank - list.length);
  return list.map((n, i) => (n === null ? (defaults[i] ?? 1) : sizeElement(n, i, 'output_size', 0)));
}
