/** Rows of `torch.nn` that change height and width without weights. */
import type { Feature } from '../../net/builder.ts';
import { upsample as resize } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, number, text, truth } from '../arguments.ts';
import { defineModule } from '../define.ts';

/** Makes feature maps larger (or smaller) by interpolation. */
export const upsample = defineModule({
  name: 'nn.Upsample',
  summary: 'Resizes a feature map, to a size or by a factor.',
  docs: 'A layer of PyTorch; give either a size or a factor.',
  composition: 'interpolate',
  args: [
    any('size', 'height and width of the output, or None', null),
    any('scale_factor', 'factor, or None', null, { values: [2] }),
    text('mode', 'interpolation', 'nearest', { values: ['nearest', 'bilinear', 'bicubic'] }),
    any('align_corners', 'True keeps the corner cells in place; not for nearest', null),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, { size, scale_factor: factor, mode, align_corners: corners }) => {
    const target = targetSize(x, size, factor);
    if (mode !== 'nearest' && mode !== 'bilinear' && mode !== 'bicubic') {
      throw new Refused(
        'NotImplementedError',
        `Input Error: Only 3D, 4D and 5D input Tensors supported (got 4D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${mode})`,
        'args',
        2,
      );
    }
    if (mode === 'nearest' && corners !== null) {
      throw new Refused(
        'ValueError',
        'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear',
        'args',
        3,
      );
    }
    return resize('', mode, () => target, corners === true)(net, x);
  },
  examples: [{ input: [8, 20, 20], args: [null, 2, 'nearest'], output: [8, 40, 40], params: 0 }],
});

/** Adds a border of zeros. */
export const zeroPad2d = defineModule({
  name: 'nn.ZeroPad2d',
  summary: 'Adds zeros around a feature map.',
  docs: 'A layer of PyTorch; the four numbers of [left, right, top, bottom] are one argument: write [[0, 1, 0, 1]].',
  composition: 'pad',
  args: [any('padding', 'one number, or [left, right, top, bottom]')],
  parser: { family: 'verbatim' },
  build: (net, x, { padding }) => {
    const sides = typeof padding === 'number' ? [padding, padding, padding, padding] : Array.isArray(padding) ? padding : [];
    const [left, right, top, bottom] = sides.map((side) => (typeof side === 'number' ? side : Number.NaN));
    if (left === undefined || right === undefined || top === undefined || bottom === undefined || sides.length !== 4) {
      throw new Refused('ValueError', `not enough values to unpack (expected 4, got ${sides.length})`, 'args', 0);
    }
    const [c = 0, h = 0, w = 0] = x.shape;
    const pads = [
      [0, 0],
      [top, bottom],
      [left, right],
    ] as const;
    return net.apply({ kind: 'pad', pads, value: 0 }, [x], [c, h + top + bottom, w + left + right], { module: 'nn.ZeroPad2d' });
  },
  examples: [{ input: [8, 20, 20], args: [[0, 1, 0, 1]], output: [8, 21, 21], params: 0 }],
});

/** Slope of a rectifier that is learnt. */
export const prelu = defineModule({
  name: 'nn.PReLU',
  summary: 'Rectifier with a learnt slope below zero.',
  docs: 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.',
  composition: 'PReLU',
  args: [number('num_parameters', 'slopes: 1, or one a channel', 1), number('init', 'slope at the start', 0.25)],
  parser: { family: 'verbatim' },
  build: (net, x, { num_parameters: slopes }) => {
    net.parameter('weight', [slopes]);
    if (slopes !== 1 && slopes !== x.shape[0]) {
      throw new Refused(
        'RuntimeError',
        `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${slopes} and channel size = ${x.shape[0]}.`,
        'args',
        0,
      );
    }
    return net.apply({ kind: 'prelu' }, [x], x.shape, { module: 'nn.PReLU' });
  },
  examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 1 }],
});

function targetSize(x: Feature, size: PyValue, given: PyValue): readonly [number, number] {
  // The layer makes a float of what is true, and nothing of what is not.
  const factor = !truth(given) && !Array.isArray(given) ? null : given === true ? 1 : given;
  const [, height = 0, width = 0] = x.shape;
  if (size !== null && factor !== null) throw new Refused('ValueError', 'only one of size or scale_factor should be defined', 'args', 1);
  if (size !== null) return twoNumbers(size, 0).map((n) => Math.trunc(n)) as unknown as readonly [number, number];
  if (factor === null) throw new Refused('ValueError', 'either size or scale_factor should be defined', 'args');
  const [fy, fx] = twoNumbers(factor, 1);
  return [Math.floor(height * fy), Math.floor(width * fx)];
}

function twoNumbers(value: PyValue, element: number): readonly [number, number] {
  const plain = (v: PyValue | undefined): number => {
    if (v instanceof PyFloat) return v.value;
    if (typeof v === 'number') return v;
    throw new Refused('TypeError', 'upsample: a size or factor must be a number or a list of two numbers', 'args', element);
  };
  if (!Array.isArray(value)) return [plain(value), plain(value)];
  if (value.length !== 2) {
    throw new Refused(
      'ValueError',
      `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [2] and ${value.length} values`,
      'args',
      element,
    );
  }
  return [plain(value[0]), plain(value[1])];
}
