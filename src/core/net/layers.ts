/** Layers of `torch.nn` as named steps: each is one leaf module with one operation, refused as PyTorch refuses it. */
import type { Primitive, Road, UnaryFunction } from '../ops.ts';
import type { Layer } from './builder.ts';
import { Refused } from './refused.ts';

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

export interface LayerNormOptions {
  readonly eps?: number;
  readonly affine?: boolean;
}

/** `nn.LayerNorm` over the last axes, which must be as large as `sizes` says. */
export function layerNorm(name: string, sizes: number | readonly number[], options: LayerNormOptions = {}): Layer {
  const { eps = 1e-5, affine = true } = options;
  const shape = typeof sizes === 'number' ? [sizes] : sizes;
  return (net, x) =>
    net.within(name, 'nn.LayerNorm', () => {
      if (affine) {
        net.parameter('weight', shape);
        net.parameter('bias', shape);
      }
      if (x.shape.slice(-shape.length).join() !== shape.join())
        throw new Refused(
          'RuntimeError',
          `Given normalized_shape=[${shape.join(', ')}], expected input with shape [*, ${shape.join(', ')}], but got input of size[1, ${x.shape.join(', ')}]`,
          'from',
          undefined,
          'channel-mismatch',
        );
      return net.apply({ kind: 'layerNorm', eps, axes: shape.length, affine }, [x], x.shape, { module: 'nn.LayerNorm' });
    });
}

/** `nn.GroupNorm` over `channels` in `groups`. */
export function groupNorm(name: string, groups: number, channels: number, eps = 1e-5): Layer {
  return (net, x) =>
    net.within(name, 'nn.GroupNorm', () => {
      if (groups <= 0 || channels % groups !== 0)
        throw new Refused('ValueError', 'num_channels must be divisible by num_groups', 'args', undefined, 'groups', true);
      net.parameter('weight', [channels]);
      net.parameter('bias', [channels]);
      return net.apply({ kind: 'groupNorm', eps, groups, affine: true }, [x], x.shape, { module: 'nn.GroupNorm' });
    });
}

export interface LinearOptions {
  readonly in: number;
  readonly out: number;
  readonly bias?: boolean;
  /** A subclass of `nn.Linear`, and the road on which it runs there. */
  readonly type?: string;
  readonly road?: Road;
}

/** `nn.Linear` over the last axis: weight [out, in]. */
export function linear(name: string, options: LinearOptions): Layer {
  const { in: inputs, out, bias = true, type = 'nn.Linear', road = { module: 'nn.Linear' } } = options;
  return (net, x) =>
    net.within(name, type, () => {
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
      return net.apply({ kind: 'linear', bias }, [x], [...x.shape.slice(0, -1), out], road);
    });
}

/** `nn.Dropout`, which does nothing in evaluation; refused where `share` is none. */
export function dropout(name: string, share: number): Layer {
  if (share < 0 || share > 1) {
    throw new Refused('ValueError', `dropout probability has to be between 0 and 1, but got ${share}`, 'args', undefined, undefined, true);
  }
  return identity(name, 'nn.Dropout');
}
