/** Layers of `torch.nn` that change height and width without weights. */
import type { ResizeMode, Road } from '../ops.ts';
import type { Feature, Layer, Net } from './builder.ts';
import { reshape } from './functions.ts';
import { Refused } from './refused.ts';
import { checkPool, convolved, exactPair, type Pair, pair, refuseFlags, type Size } from './sizes.ts';

export interface PoolOptions {
  readonly kernel: Size;
  readonly stride?: Size | null;
  readonly padding?: Size;
  /** Sizes are rounded up, as long as a window begins inside. */
  readonly ceil?: boolean;
}

/** `nn.MaxPool2d`: the stride is the window where it is not given. */
export function maxPool2d(name: string, options: PoolOptions & { readonly dilation?: Size }): Layer {
  return (net, x) =>
    net.within(name, 'nn.MaxPool2d', () => {
      if (net.options.constructing) return x;
      const kernel = pair(options.kernel);
      refuseFlags('max_pool2d', {
        kernel_size: options.kernel,
        stride: options.stride,
        padding: options.padding,
        dilation: options.dilation,
      });
      const [stride, padding, dilation] = [strideOf(options), pair(options.padding ?? 0), pair(options.dilation ?? 1)];
      checkPool(kernel, stride, padding, dilation);
      return overMap(net, x, (map) => {
        const shape = [map.shape[0] ?? 0, ...convolved(map, kernel, stride, padding, dilation, options.ceil)];
        return net.apply({ kind: 'maxPool2d', kernel, stride, padding, dilation }, [map], shape, { module: 'nn.MaxPool2d' });
      });
    });
}

/** `nn.AvgPool2d`: the stride is the window where it is not given; `countPadding` divides by the whole window at the border too. */
export function avgPool2d(name: string, options: PoolOptions & { readonly countPadding?: boolean; readonly road?: Road }): Layer {
  const { countPadding = true, road = { module: 'nn.AvgPool2d' } } = options;
  return (net, x) =>
    net.within(name, 'nn.AvgPool2d', () => {
      if (net.options.constructing) return x;
      const kernel = pair(options.kernel);
      refuseFlags('avg_pool2d', { kernel_size: options.kernel, stride: options.stride, padding: options.padding });
      const [stride, padding] = [strideOf(options), pair(options.padding ?? 0)];
      checkPool(kernel, stride, padding);
      return overMap(net, x, (map) => {
        const shape = [map.shape[0] ?? 0, ...convolved(map, kernel, stride, padding, [1, 1], options.ceil)];
        return net.apply({ kind: 'avgPool2d', kernel, stride, padding, countPadding }, [map], shape, road);
      });
    });
}

/** `nn.AdaptiveAvgPool2d` or `nn.AdaptiveMaxPool2d`: as many windows as the output has cells. */
export function adaptivePool2d(name: string, fn: 'avg' | 'max', size: Size): Layer {
  const [type, kind] =
    fn === 'avg' ? (['nn.AdaptiveAvgPool2d', 'adaptiveAvgPool2d'] as const) : (['nn.AdaptiveMaxPool2d', 'adaptiveMaxPool2d'] as const);
  return (net, x) =>
    net.within(name, type, () => {
      if (net.options.constructing) return x;
      const target = exactPair(size);
      if (target.some((n) => n < 0)) {
        const text = `adaptive_${fn}_pool2d: elements of output_size must be greater than or equal to 0 but received {${target.join(', ')}}`;
        throw new Refused('RuntimeError', text, 'args', 0);
      }
      return overMap(net, x, (map) => net.apply({ kind, size: target }, [map], [map.shape[0] ?? 0, ...target], { module: type }));
    });
}

/** An empty list is no stride either. */
function strideOf({ kernel, stride }: PoolOptions): Pair {
  return pair(stride === null || stride === undefined || (typeof stride !== 'number' && stride.length === 0) ? kernel : stride);
}

/** PyTorch takes a map of two axes for one channel. */
function overMap(net: Net, x: Feature, run: (map: Feature) => Feature): Feature {
  if (x.shape.length === 3) return run(x);
  if (x.shape.length !== 2) {
    const text = `Expected 3D or 4D (batch mode) tensor for input, but got: [1, ${x.shape.join(', ')}]`;
    throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
  }
  const y = run(reshape(net, x, [1, ...x.shape]));
  return reshape(net, y, y.shape.slice(1));
}

/** `F.interpolate` to a size. */
export function interpolate(net: Net, x: Feature, mode: ResizeMode, size: Pair, alignCorners = false): Feature {
  return net.apply({ kind: 'resize', mode, size, alignCorners }, [x], [x.shape[0] ?? 0, ...size], { function: 'interpolate' });
}

/** `nn.Upsample` in the modes that images use. */
export function upsample(name: string, mode: ResizeMode, size: (x: Feature) => Pair, alignCorners = false): Layer {
  return (net, x) =>
    net.within(name, 'nn.Upsample', () => {
      const target = size(x);
      return net.apply({ kind: 'resize', mode, size: target, alignCorners }, [x], [x.shape[0] ?? 0, ...target], { module: 'nn.Upsample' });
    });
}
