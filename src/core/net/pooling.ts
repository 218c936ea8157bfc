/** Layers of `torch.nn` that change height and width without weights. */
import type { Feature, Layer, Net } from './builder.ts';
import { checkPool, convolved, type Pair, pair, refuseFlags, type Size } from './sizes.ts';

/** `nn.MaxPool2d`: the stride is the window where it is not given. */
export function maxPool2d(name: string, options: { kernel: Size; stride?: Size | null; padding?: Size; dilation?: Size }): Layer {
  return (net, x) =>
    net.within(name, 'nn.MaxPool2d', () => {
      const kernel = pair(options.kernel);
      refuseFlags('max_pool2d', {
        kernel_size: options.kernel,
        stride: options.stride,
        padding: options.padding,
        dilation: options.dilation,
      });
      const [stride, padding, dilation] = [pair(options.stride ?? options.kernel), pair(options.padding ?? 0), pair(options.dilation ?? 1)];
      checkPool(kernel, stride, padding);
      const shape = [x.shape[0] ?? 0, ...convolved(x, kernel, stride, padding, dilation)];
      return net.apply({ kind: 'maxPool2d', kernel, stride, padding, dilation }, [x], shape, { module: 'nn.MaxPool2d' });
    });
}

/** `nn.AvgPool2d`: the stride is the window where it is not given; `countPadding` divides by the whole window at the border too. */
export function avgPool2d(name: string, options: { kernel: Size; stride?: Size | null; padding?: Size; countPadding?: boolean }): Layer {
  return (net, x) =>
    net.within(name, 'nn.AvgPool2d', () => {
      const kernel = pair(options.kernel);
      refuseFlags('avg_pool2d', { kernel_size: options.kernel, stride: options.stride, padding: options.padding });
      const [stride, padding] = [pair(options.stride ?? options.kernel), pair(options.padding ?? 0)];
      checkPool(kernel, stride, padding);
      const shape = [x.shape[0] ?? 0, ...convolved(x, kernel, stride, padding, [1, 1])];
      return net.apply({ kind: 'avgPool2d', kernel, stride, padding, countPadding: options.countPadding ?? true }, [x], shape, {
        module: 'nn.AvgPool2d',
      });
    });
}

/** `nn.AdaptiveAvgPool2d` or `nn.AdaptiveMaxPool2d`: as many windows as the output has cells. */
export function adaptivePool2d(name: string, fn: 'avg' | 'max', size: Size): Layer {
  const [type, kind] =
    fn === 'avg' ? (['nn.AdaptiveAvgPool2d', 'adaptiveAvgPool2d'] as const) : (['nn.AdaptiveMaxPool2d', 'adaptiveMaxPool2d'] as const);
  return (net, x) =>
    net.within(name, type, () => net.apply({ kind, size: pair(size) }, [x], [x.shape[0] ?? 0, ...pair(size)], { module: type }));
}

/** `F.interpolate` to a size. */
export function interpolate(net: Net, x: Feature, mode: 'nearest' | 'bilinear' | 'bicubic', size: Pair, alignCorners = false): Feature {
  return net.apply({ kind: 'resize', mode, size, alignCorners }, [x], [x.shape[0] ?? 0, ...size], { function: 'interpolate' });
}

/** `nn.Upsample` in the modes that images use. */
export function upsample(name: string, mode: 'nearest' | 'bilinear' | 'bicubic', size: (x: Feature) => Pair, alignCorners = false): Layer {
  return (net, x) =>
    net.within(name, 'nn.Upsample', () => {
      const target = size(x);
      return net.apply({ kind: 'resize', mode, size: target, alignCorners }, [x], [x.shape[0] ?? 0, ...target], { module: 'nn.Upsample' });
    });
}
