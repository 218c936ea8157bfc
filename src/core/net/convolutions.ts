/** Convolutions of `torch.nn` as named steps, refused as PyTorch refuses them. */
import type { FoldedBranch, Primitive } from '../ops.ts';
import type { Feature, Layer, Net } from './builder.ts';
import { Refused } from './refused.ts';
import { checkGroups, checkSizes, convolved, exactPair, type Pair, pair, refuseFlags, type Size } from './sizes.ts';

export interface ConvOptions {
  readonly in: number;
  readonly out: number;
  readonly kernel?: Size;
  readonly stride?: Size;
  readonly padding?: Size;
  readonly dilation?: Size;
  readonly groups?: number;
  readonly bias?: boolean;
  /** In fused graphs: the branches beside it that it is made of. */
  readonly branches?: readonly FoldedBranch[];
}

/** `nn.Conv2d`: weight [out, in / groups, h, w]. */
export function conv2d(name: string, options: ConvOptions): Layer {
  return (net, x) => net.within(name, 'nn.Conv2d', () => applyConv(net, x, options));
}

export interface Geometry {
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** `F.conv2d` with a weight [out, in / groups, h, w] that was computed before, and a bias [out] if there is one. */
export function convolvedBy(
  net: Net,
  x: Feature,
  kernel: readonly [weight: Feature, ...bias: readonly Feature[]],
  { stride: s, padding: p, dilation: d, groups }: Geometry,
): Feature {
  const [out = 0, , h = 1, w = 1] = kernel[0].shape;
  const size = convolved(x, [h, w], [s, s], [p, p], [d, d]);
  const primitive = { kind: 'dynamicConv2d', stride: [s, s], padding: [p, p, p, p], dilation: [d, d], groups } as const;
  return net.apply(primitive, [x, ...kernel], [out, ...size], { function: 'conv2d' });
}

function applyConv(net: Net, x: Feature, options: ConvOptions): Feature {
  const { in: inputs, out, groups = 1, bias = true } = options;
  checkGroups(inputs, out, groups);
  const weight = [out, inputs / groups, ...asStored(options.kernel ?? 1)];
  checkSizes(weight);
  net.parameter('weight', weight);
  if (bias) net.parameter('bias', [out]);
  if (net.options.constructing) return net.given([out, ...x.shape.slice(1)]);
  const [kernel, stride, padding, dilation] = [
    exactPair(options.kernel ?? 1),
    pair(options.stride ?? 1),
    pair(options.padding ?? 0),
    pair(options.dilation ?? 1),
  ];
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
  refuseFlags('conv2d', { stride: options.stride, padding: options.padding, dilation: options.dilation });
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
  // A window of nothing: no processor's library has such a convolution.
  if (kernel.includes(0))
    throw new Refused('RuntimeError', 'could not create a primitive descriptor for the convolution forward propagation primitive');
  const shape = [out, ...convolved(x, kernel, stride, padding, dilation)];
  const primitive: Primitive = {
    kind: 'conv2d',
    stride,
    padding: [padding[0], padding[1], padding[0], padding[1]],
    dilation,
    groups,
    bias,
  };
  return net.apply(primitive, [x], shape, { module: 'nn.Conv2d' }, options.branches);
}

/** `nn.ConvTranspose2d`, or the subclass `type` of it: weight [in, out / groups, h, w]. */
export function convTranspose2d(name: string, options: ConvOptions & { readonly outputPadding?: Size; readonly type?: string }): Layer {
  const { in: inputs, out, groups = 1, bias = true, type = 'nn.ConvTranspose2d' } = options;
  return (net, x) =>
    net.within(name, type, () => {
      checkGroups(inputs, out, groups);
      const weight = [inputs, out / groups, ...asStored(options.kernel ?? 1)];
      checkSizes(weight);
      net.parameter('weight', weight);
      if (bias) net.parameter('bias', [out]);
      if (net.options.constructing) return net.given([out, ...x.shape.slice(1)]);
      const [kernel, stride, padding] = [exactPair(options.kernel ?? 1), pair(options.stride ?? 1), pair(options.padding ?? 0)];
      const [dilation, outputPadding] = [pair(options.dilation ?? 1), pair(options.outputPadding ?? 0)];
      if (x.shape[0] !== inputs) {
        throw new Refused(
          'RuntimeError',
          `Given transposed=1, weight of size [${weight.join(', ')}], expected input[1, ${x.shape.join(', ')}] to have ${inputs} channels, but got ${x.shape[0]} channels instead`,
          'from',
          undefined,
          'channel-mismatch',
        );
      }
      refuseFlags('conv_transpose2d', {
        stride: options.stride,
        padding: options.padding,
        output_padding: options.outputPadding,
        dilation: options.dilation,
      });
      checkTransposed(stride, padding, dilation, outputPadding);
      const side = (d: 0 | 1) =>
        ((x.shape[d + 1] ?? 0) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel[d] - 1) + outputPadding[d] + 1;
      if (side(0) < 1 || side(1) < 1) {
        const text = `Given input size per channel: (${x.shape.slice(1).join(' x ')}). Calculated output size per channel: (${side(0)} x ${side(1)}). Output size is too small`;
        throw new Refused('RuntimeError', text);
      }
      const primitive: Primitive = { kind: 'convTranspose2d', stride, padding, outputPadding, dilation, groups, bias };
      return net.apply(primitive, [x], [out, side(0), side(1)], { module: type });
    });
}

/** A constructor stores a window of as many axes as its list has: only what runs refuses another number than two. */
function asStored(kernel: Size): readonly number[] {
  return typeof kernel === 'number' ? [kernel, kernel] : kernel;
}

function checkTransposed(stride: Pair, padding: Pair, dilation: Pair, outputPadding: Pair): void {
  const refuse = (text: string) => new Refused('RuntimeError', text);
  if (stride.some((s) => s <= 0)) throw refuse('non-positive stride is not supported');
  if (padding.some((p) => p < 0)) throw refuse('negative padding is not supported');
  if (outputPadding.some((p) => p < 0)) throw refuse('negative output_padding is not supported');
  if (dilation.some((d) => d <= 0)) throw refuse('dilation should be greater than zero');
  if ([0, 1].some((d) => (outputPadding[d] ?? 0) >= Math.max(stride[d] ?? 1, dilation[d] ?? 1))) {
    throw refuse(
      `output padding must be smaller than either stride or dilation, but got output_padding_height: ${outputPadding[0]} output_padding_width: ${outputPadding[1]} stride_height: ${stride[0]} stride_width: ${stride[1]} dilation_height: ${dilation[0]} dilation_width: ${dilation[1]}`,
    );
  }
}
