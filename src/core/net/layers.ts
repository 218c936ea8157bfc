/** Layers of `torch.nn` as named steps: each is one leaf module with one operation, refused as PyTorch refuses it. */
import type { Primitive, Shape, UnaryFunction } from '../ops.ts';
import type { Feature, Layer, Net } from './builder.ts';
import { Refused } from './refused.ts';

export type Size = number | readonly number[];
type Pair = readonly [number, number];

export interface ConvOptions {
  readonly in: number;
  readonly out: number;
  readonly kernel?: Size;
  readonly stride?: Size;
  readonly padding?: Size;
  readonly dilation?: Size;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** `nn.Conv2d`: weight [out, in / groups, h, w]. */
export function conv2d(name: string, options: ConvOptions): Layer {
  return (net, x) => net.within(name, 'nn.Conv2d', () => applyConv(net, x, options));
}

function applyConv(net: Net, x: Feature, options: ConvOptions): Feature {
  const { in: inputs, out, groups = 1, bias = true } = options;
  const [kernel, stride, padding, dilation] = [
    pair(options.kernel ?? 1),
    pair(options.stride ?? 1),
    pair(options.padding ?? 0),
    pair(options.dilation ?? 1),
  ];
  checkGroups(inputs, out, groups);
  const weight = [out, inputs / groups, ...kernel];
  checkSizes(weight);
  net.parameter('weight', weight);
  if (bias) net.parameter('bias', [out]);
  if (out === 0) {
    throw new Refused(
      'RuntimeError',
      `Given groups=${groups}, expected weight to be at least 1 at dimension 0, but got weight of size [${weight.join(', ')}] instead`,
    );
  }
  if (x.shape.length === 0) {
    throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments', 'row', undefined, 'activation');
  }
  if (x.shape.length !== 3) {
    throw new Refused(
      'RuntimeError',
      `Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [${['1', ...x.shape].join(', ')}]`,
      'from',
      undefined,
      'channel-mismatch',
    );
  }
  if (stride.some((s) => s <= 0)) throw new Refused('RuntimeError', 'non-positive stride is not supported');
  if (padding.some((p) => p < 0)) throw new Refused('RuntimeError', 'negative padding is not supported');
  if (dilation.some((d) => d <= 0)) throw new Refused('RuntimeError', 'dilation should be greater than zero');
  if (x.shape[0] !== inputs) {
    throw new Refused(
      'RuntimeError',
      `Given groups=${groups}, weight of size [${weight.join(', ')}], expected input[1, ${x.shape.join(', ')}] to have ${inputs} channels, but got ${x.shape[0]} channels instead`,
      'from',
      undefined,
      'channel-mismatch',
    );
  }
  const shape = [out, ...convolved(x, kernel, stride, padding, dilation)];
  const primitive: Primitive = {
    kind: 'conv2d',
    stride,
    padding: [padding[0], padding[1], padding[0], padding[1]],
    dilation,
    groups,
    bias,
  };
  return net.apply(primitive, [x], shape, { module: 'nn.Conv2d' });
}

/** `nn.ConvTranspose2d`: weight [in, out / groups, h, w]. */
export function convTranspose2d(name: string, options: ConvOptions & { readonly outputPadding?: Size }): Layer {
  const { in: inputs, out, groups = 1, bias = true } = options;
  return (net, x) =>
    net.within(name, 'nn.ConvTranspose2d', () => {
      const [kernel, stride, padding] = [pair(options.kernel ?? 1), pair(options.stride ?? 1), pair(options.padding ?? 0)];
      const [dilation, outputPadding] = [pair(options.dilation ?? 1), pair(options.outputPadding ?? 0)];
      checkGroups(inputs, out, groups);
      checkSizes([inputs, out / groups, ...kernel]);
      net.parameter('weight', [inputs, out / groups, ...kernel]);
      if (bias) net.parameter('bias', [out]);
      if (x.shape[0] !== inputs) {
        throw new Refused(
          'RuntimeError',
          `Given transposed=1, weight of size [${[inputs, out / groups, ...kernel].join(', ')}], expected input[1, ${x.shape.join(', ')}] to have ${inputs} channels, but got ${x.shape[0]} channels instead`,
          'from',
          undefined,
          'channel-mismatch',
        );
      }
      const side = (d: 0 | 1) =>
        ((x.shape[d + 1] ?? 0) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel[d] - 1) + outputPadding[d] + 1;
      const primitive: Primitive = { kind: 'convTranspose2d', stride, padding, outputPadding, dilation, groups, bias };
      return net.apply(primitive, [x], [out, side(0), side(1)], { module: 'nn.ConvTranspose2d' });
    });
}

/** `nn.BatchNorm2d` over `channels` (the input's where not given). */
export function batchNorm(name: string, channels?: number, eps = 1e-3): Layer {
  return (net, x) =>
    net.within(name, 'nn.BatchNorm2d', () => {
      const n = channels ?? x.shape[0] ?? 0;
      net.parameter('weight', [n]);
      net.parameter('bias', [n]);
      net.parameter('running_mean', [n], { buffer: true, trainable: false });
      net.parameter('running_var', [n], { buffer: true, trainable: false });
      if (x.shape.length !== 3)
        throw new Refused('ValueError', `expected 4D input (got ${x.shape.length + 1}D input)`, 'from', undefined, 'channel-mismatch');
      if (x.shape[0] !== n)
        throw new Refused(
          'RuntimeError',
          `running_mean should contain ${x.shape[0]} elements not ${n}`,
          'from',
          undefined,
          'channel-mismatch',
        );
      if (net.options.training && x.shape[1] === 1 && x.shape[2] === 1) {
        throw new Refused(
          'ValueError',
          `Expected more than 1 value per channel when training, got input size torch.Size([1, ${x.shape.join(', ')}])`,
          'row',
        );
      }
      return net.apply({ kind: 'batchNorm', eps, affine: true }, [x], x.shape, { module: 'nn.BatchNorm2d' });
    });
}

const activationClasses: Readonly<Partial<Record<UnaryFunction, string>>> = {
  silu: 'nn.SiLU',
  relu: 'nn.ReLU',
  relu6: 'nn.ReLU6',
  leakyRelu: 'nn.LeakyReLU',
  elu: 'nn.ELU',
  gelu: 'nn.GELU',
  sigmoid: 'nn.Sigmoid',
  tanh: 'nn.Tanh',
  hardswish: 'nn.Hardswish',
  hardsigmoid: 'nn.Hardsigmoid',
  softplus: 'nn.Softplus',
  mish: 'nn.Mish',
};

/** An activation module of its own, or the one object `shared` by many. */
export function activation(name: string, fn: UnaryFunction, options: { alpha?: number; shared?: string } = {}): Layer {
  const type = activationClasses[fn] ?? 'nn.Module';
  const primitive: Primitive = options.alpha === undefined ? { kind: 'unary', fn } : { kind: 'unary', fn, alpha: options.alpha };
  return (net, x) => net.within(name, type, () => net.apply(primitive, [x], x.shape, { module: type }), options.shared);
}

/** `nn.Identity` and everything that does nothing in evaluation, such as dropout. */
export function identity(name: string, type = 'nn.Identity'): Layer {
  return (net, x) => net.within(name, type, () => x);
}

/** `nn.Linear` over the last axis: weight [out, in]. */
export function linear(name: string, options: { readonly in: number; readonly out: number; readonly bias?: boolean }): Layer {
  const { in: inputs, out, bias = true } = options;
  return (net, x) =>
    net.within(name, 'nn.Linear', () => {
      net.parameter('weight', [out, inputs]);
      if (bias) net.parameter('bias', [out]);
      const last = x.shape.at(-1);
      if (last !== inputs) {
        throw new Refused(
          'RuntimeError',
          `mat1 and mat2 shapes cannot be multiplied (${x.shape.length > 1 ? x.shape.at(-2) : 1}x${last} and ${inputs}x${out})`,
          'from',
          undefined,
          'channel-mismatch',
        );
      }
      return net.apply({ kind: 'linear', bias }, [x], [...x.shape.slice(0, -1), out], { module: 'nn.Linear' });
    });
}

export function maxPool2d(name: string, options: { kernel: Size; stride?: Size | null; padding?: Size; dilation?: Size }): Layer {
  return (net, x) =>
    net.within(name, 'nn.MaxPool2d', () => {
      const kernel = pair(options.kernel);
      const [stride, padding, dilation] = [pair(options.stride ?? options.kernel), pair(options.padding ?? 0), pair(options.dilation ?? 1)];
      checkPool(kernel, stride, padding);
      const shape = [x.shape[0] ?? 0, ...convolved(x, kernel, stride, padding, dilation)];
      return net.apply({ kind: 'maxPool2d', kernel, stride, padding, dilation }, [x], shape, { module: 'nn.MaxPool2d' });
    });
}

export function avgPool2d(name: string, options: { kernel: Size; stride?: Size | null; padding?: Size; countPadding?: boolean }): Layer {
  return (net, x) =>
    net.within(name, 'nn.AvgPool2d', () => {
      const kernel = pair(options.kernel);
      const [stride, padding] = [pair(options.stride ?? options.kernel), pair(options.padding ?? 0)];
      checkPool(kernel, stride, padding);
      const shape = [x.shape[0] ?? 0, ...convolved(x, kernel, stride, padding, [1, 1])];
      return net.apply({ kind: 'avgPool2d', kernel, stride, padding, countPadding: options.countPadding ?? true }, [x], shape, {
        module: 'nn.AvgPool2d',
      });
    });
}

export function adaptivePool2d(name: string, fn: 'avg' | 'max', size: Size): Layer {
  const [type, kind] =
    fn === 'avg' ? (['nn.AdaptiveAvgPool2d', 'adaptiveAvgPool2d'] as const) : (['nn.AdaptiveMaxPool2d', 'adaptiveMaxPool2d'] as const);
  return (net, x) =>
    net.within(name, type, () => net.apply({ kind, size: pair(size) }, [x], [x.shape[0] ?? 0, ...pair(size)], { module: type }));
}

/** `nn.Upsample` in the modes that images use. */
export function upsample(name: string, mode: 'nearest' | 'bilinear' | 'bicubic', size: (x: Feature) => Pair, alignCorners = false): Layer {
  return (net, x) =>
    net.within(name, 'nn.Upsample', () => {
      const target = size(x);
      return net.apply({ kind: 'resize', mode, size: target, alignCorners }, [x], [x.shape[0] ?? 0, ...target], { module: 'nn.Upsample' });
    });
}

/** One number for both directions, or [height, width]. */
export function pair(size: Size): Pair {
  if (typeof size === 'number') return [size, size];
  const [height, width] = size;
  if (height === undefined || width === undefined || size.length !== 2) {
    throw new Refused('RuntimeError', `expected a number or two numbers, but got [${size.join(', ')}]`);
  }
  return [height, width];
}

/** Height and width after a window slides over `x`. */
function convolved(x: Feature, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair): Pair {
  const side = (d: 0 | 1) => {
    const reach = dilation[d] * (kernel[d] - 1) + 1;
    return Math.floor(((x.shape[d + 1] ?? 0) + 2 * padding[d] - reach) / stride[d]) + 1;
  };
  const size: Pair = [side(0), side(1)];
  if (size.some((n) => n < 1)) {
    const padded = [0, 1].map((d) => (x.shape[d + 1] ?? 0) + 2 * (padding[d] ?? 0));
    throw new Refused(
      'RuntimeError',
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${kernel.join(' x ')}). Kernel size can't be greater than actual input size`,
    );
  }
  return size;
}

function checkGroups(inputs: number, out: number, groups: number): void {
  if (groups <= 0) throw new Refused('ValueError', 'groups must be a positive integer', 'args', undefined, 'groups', true);
  if (inputs % groups !== 0)
    throw new Refused(
      'ValueError',
      `in_channels must be divisible by groups (in_channels is ${inputs}, groups is ${groups})`,
      'args',
      undefined,
      'groups',
      true,
    );
  if (out % groups !== 0)
    throw new Refused(
      'ValueError',
      `out_channels must be divisible by groups (out_channels is ${out}, groups is ${groups})`,
      'args',
      undefined,
      'groups',
      true,
    );
}

function checkSizes(shape: Shape): void {
  if (shape.some((n) => n < 0)) {
    throw new Refused(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${shape.find((n) => n < 0)}: [${shape.join(', ')}]`,
      'args',
      undefined,
      undefined,
      true,
    );
  }
}

function checkPool(kernel: Pair, stride: Pair, padding: Pair): void {
  if (kernel.some((k) => k <= 0) || stride.some((s) => s <= 0)) throw new Refused('RuntimeError', 'stride should not be zero');
  if (padding.some((p, d) => p * 2 > (kernel[d] ?? 0)))
    throw new Refused('RuntimeError', `pad should be at most half of effective kernel size, but got pad=${Math.max(...padding)}`);
}
