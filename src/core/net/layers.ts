/** Layers of `torch.nn` as named steps: each is one leaf module with one operation, refused as PyTorch refuses it. */
import { elements, type Primitive, type Road, type Shape, type UnaryFunction } from '../ops.ts';
import type { Feature, Layer } from './builder.ts';
import { affine, binary, mul, reduce, unary } from './functions.ts';
import { Refused } from './refused.ts';
import { checkSizes } from './sizes.ts';

/** `nn.BatchNorm2d` over `channels` (the input's where not given). */
export function batchNorm(name: string, channels?: number, eps = 1e-3): Layer {
  return (net, x) =>
    net.within(name, 'nn.BatchNorm2d', () => {
      const n = channels ?? x.shape[0] ?? 0;
      net.parameter('weight', [n]);
      net.parameter('bias', [n]);
      net.parameter('running_mean', [n], { buffer: true, trainable: false });
      net.parameter('running_var', [n], { buffer: true, trainable: false });
      if (net.options.constructing) return x;
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
        throw singleValue([1, ...x.shape]);
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

export interface NormOptions {
  readonly eps?: number;
  readonly affine?: boolean;
  /** With a scale, a shift. */
  readonly bias?: boolean;
}

/** `nn.LayerNorm` over the last axes, which must be as large as `sizes` says. */
export function layerNorm(name: string, sizes: number | readonly number[], options: NormOptions = {}): Layer {
  const { eps = 1e-5, affine = true, bias = true } = options;
  const shape = typeof sizes === 'number' ? [sizes] : sizes;
  return (net, x) =>
    net.within(name, 'nn.LayerNorm', () => {
      if (affine) net.parameter('weight', shape);
      if (affine && bias) net.parameter('bias', shape);
      if (net.options.constructing) return x;
      checkLastSizes(x, shape);
      if (!affine || bias)
        return net.apply({ kind: 'layerNorm', eps, axes: shape.length, affine }, [x], x.shape, { module: 'nn.LayerNorm' });
      const centred = net.apply({ kind: 'layerNorm', eps, axes: shape.length, affine: false }, [x], x.shape, { module: 'nn.LayerNorm' });
      return binary(net, 'mul', centred, net.stored('weight', shape), { module: 'nn.LayerNorm' });
    });
}

/** `nn.RMSNorm` over the last axes. */
export function rmsNorm(name: string, shape: readonly number[], eps: number, scaled: boolean): Layer {
  return (net, x) =>
    net.within(name, 'nn.RMSNorm', () => {
      if (scaled) net.parameter('weight', shape);
      if (net.options.constructing) return x;
      checkLastSizes(x, shape);
      const axes = shape.map((_, i) => x.shape.length - shape.length + i);
      const square = affine(net, reduce(net, 'mean', mul(net, x, x), axes, true), 1, eps);
      const road = { module: 'nn.RMSNorm' };
      const even = binary(net, 'div', x, unary(net, 'sqrt', square), road);
      return scaled ? binary(net, 'mul', even, net.stored('weight', shape), road) : even;
    });
}

function checkLastSizes(x: Feature, shape: readonly number[]): void {
  if (shape.length === 0) throw new Refused('RuntimeError', 'Expected normalized_shape to be at least 1-dimensional, but got []');
  if (['1', ...x.shape].slice(-shape.length).join() !== shape.join())
    throw new Refused(
      'RuntimeError',
      `Given normalized_shape=[${shape.join(', ')}], expected input with shape [*, ${shape.join(', ')}], but got input of size[1, ${x.shape.join(', ')}]`,
      'from',
      undefined,
      'channel-mismatch',
    );
}

/** `nn.GroupNorm` over `channels` in `groups`. */
export function groupNorm(name: string, groups: number, channels: number, options: NormOptions = {}): Layer {
  const { eps = 1e-5, affine = true } = options;
  return (net, x) =>
    net.within(name, 'nn.GroupNorm', () => {
      if (groups <= 0 || channels % groups !== 0)
        throw new Refused('ValueError', 'num_channels must be divisible by num_groups', 'args', undefined, 'groups', true);
      if (affine) {
        net.parameter('weight', [channels]);
        net.parameter('bias', [channels]);
      }
      if (net.options.constructing) return x;
      const [real = 0, ...rest] = x.shape;
      if (elements([Math.floor(real / groups), ...rest]) === 1) throw singleValue([1, ...x.shape]);
      if (real % groups !== 0) {
        const text = `Expected number of channels in input to be divisible by num_groups, but got input of shape [1, ${x.shape.join(', ')}] and num_groups=${groups}`;
        throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
      }
      if (affine && real !== channels) {
        const text = `Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [${channels}] and input of shape [1, ${x.shape.join(', ')}]`;
        throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
      }
      return net.apply({ kind: 'groupNorm', eps, groups, affine }, [x], x.shape, { module: 'nn.GroupNorm' });
    });
}

/** `nn.InstanceNorm2d`; `tracked`: in evaluation it uses running statistics, as a batch normalisation does. */
export function instanceNorm(name: string, channels: number, options: NormOptions & { readonly tracked?: boolean } = {}): Layer {
  const { eps = 1e-5, affine = false, tracked = false } = options;
  return (net, x) =>
    net.within(name, 'nn.InstanceNorm2d', () => {
      if (affine) {
        net.parameter('weight', [channels]);
        net.parameter('bias', [channels]);
      }
      if (tracked) {
        net.parameter('running_mean', [channels], { buffer: true, trainable: false });
        net.parameter('running_var', [channels], { buffer: true, trainable: false });
      }
      if (net.options.constructing) return x;
      const [real = 0, ...map] = x.shape;
      if (x.shape.length !== 2 && x.shape.length !== 3)
        throw new Refused(
          'ValueError',
          `expected 3D or 4D input (got ${x.shape.length + 1}D input)`,
          'from',
          undefined,
          'channel-mismatch',
        );
      // Without a batch, the first axis of all is that of the channels.
      const found = x.shape.length === 3 ? real : 1;
      if (affine && found !== channels) {
        const text = `expected input's size at dim=${x.shape.length === 3 ? 1 : 0} to match num_features (${channels}), but got: ${found}.`;
        throw new Refused('ValueError', text, 'from', undefined, 'channel-mismatch');
      }
      if (tracked && found !== channels) {
        const text = `running_mean should contain ${found} elements not ${channels}`;
        throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
      }
      if (!tracked && elements(map) === 1) throw singleSpot([1, ...x.shape]);
      const road = { module: 'nn.InstanceNorm2d' };
      if (tracked) return net.apply({ kind: 'batchNorm', eps, affine }, [x], x.shape, road);
      return net.apply({ kind: 'groupNorm', eps, groups: found, affine }, [x], x.shape, road);
    });
}

function singleValue(shape: Shape): Refused {
  return new Refused(
    'ValueError',
    `Expected more than 1 value per channel when training, got input size torch.Size([${shape.join(', ')}])`,
    'row',
  );
}

function singleSpot(shape: Shape): Refused {
  return new Refused(
    'ValueError',
    `Expected more than 1 spatial element when training, got input size torch.Size([${shape.join(', ')}])`,
    'row',
  );
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
      checkSizes([out, inputs]);
      net.parameter('weight', [out, inputs]);
      if (bias) net.parameter('bias', [out]);
      const last = x.shape.at(-1);
      if (last !== inputs && !net.options.constructing) {
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
