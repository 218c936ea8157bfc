/** Layers of `torch.nn` that only move numbers to other places. */
import { t } from '../../l10n.ts';
import type { Feature } from '../../net/builder.ts';
import { permute, reshape } from '../../net/functions.ts';
import { Refused, Unknown } from '../../net/refused.ts';
import { convolved, exactPair, type Size } from '../../net/sizes.ts';
import { pixelShuffle, pixelUnshuffle, windows } from '../../net/space.ts';
import { elements } from '../../ops.ts';
import type { PyValue } from '../../python.ts';
import { any, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { axisOf, extent, integer } from '../torch-arguments.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';
const parser = { family: 'verbatim' } as const;

export const torchFlatten = defineModule({
  name: 'nn.Flatten',
  summary: 'Makes one axis of several.',
  docs,
  composition: 'reshape',
  args: [integer('start_dim', 'first axis, the batch counted', 1), integer('end_dim', 'last axis', -1)],
  parser,
  build: (net, x, { start_dim, end_dim }) => {
    const rank = x.shape.length;
    const [first, last] = [axisOf(start_dim, rank), axisOf(end_dim, rank)];
    if (first > last) throw new Refused('RuntimeError', 'flatten() has invalid args: start_dim cannot come after end_dim', 'args', 0);
    if (first === last) return x;
    if (first === 0) throw new Unknown(t`it joins the images of a batch`);
    const shape = [...x.shape.slice(0, first - 1), elements(x.shape.slice(first - 1, last)), ...x.shape.slice(last)];
    return reshape(net, x, shape);
  },
  examples: [
    { input: [8, 20, 20], args: [], output: [3200], params: 0 },
    { input: [8, 20, 20], args: [2], output: [8, 400], params: 0 },
  ],
});

export const torchUnflatten = defineModule({
  name: 'nn.Unflatten',
  summary: 'Makes several axes of one.',
  docs,
  composition: 'reshape',
  args: [any('dim', 'axis, the batch counted'), any('unflattened_size', 'sizes of the new axes; one may be -1')],
  parser,
  build: (net, x, { dim, unflattened_size: given }) => {
    const sizes = unflattened(given);
    if (typeof dim !== 'number')
      throw new Refused('TypeError', `unflatten(): argument 'dim' must be int, not ${pythonType(dim)}`, 'args', 0);
    const axis = axisOf(dim, x.shape.length);
    if (sizes.length === 0) throw new Refused('RuntimeError', 'unflatten: sizes must be non-empty', 'args', 1);
    const size = axis === 0 ? 1 : (x.shape[axis - 1] ?? 0);
    const rest = elements(sizes.filter((n) => n !== -1));
    const filled = sizes.filter((n) => n === -1).length === 1 && rest !== 0 ? sizes.map((n) => (n === -1 ? size / rest : n)) : sizes;
    if (filled.some((n) => n < 0 || !Number.isInteger(n)) || elements(filled) !== size) {
      const text = `unflatten: Provided sizes [${sizes.join(', ')}] don't multiply up to the size of dim ${axis} (${size}) in the input tensor`;
      throw new Refused('RuntimeError', text, 'args', 1);
    }
    if (axis === 0) throw new Unknown(t`it joins the images of a batch`);
    return reshape(net, x, [...x.shape.slice(0, axis - 1), ...filled, ...x.shape.slice(axis)]);
  },
  examples: [{ input: [8, 20, 20], args: [1, [2, 4]], output: [2, 4, 20, 20], params: 0 }],
});

export const torchPixelShuffle = defineModule({
  name: 'nn.PixelShuffle',
  summary: 'Makes pixels of channels: r² channels become one, with r times the height and width.',
  docs,
  composition: 'channels → space',
  args: [integer('upscale_factor', 'factor of height and width')],
  parser,
  build: (net, x, { upscale_factor: r }) => {
    const [c = 0, h = 0, w = 0] = atLeastMap(x, 'pixel_shuffle');
    if (r <= 0) throw new Refused('RuntimeError', `pixel_shuffle expects a positive upscale_factor, but got ${r}`, 'args', 0);
    if (c % (r * r) !== 0) {
      const text = `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${c} is not divisible by ${r * r}`;
      throw new Refused('RuntimeError', text, 'args', 0);
    }
    return pixelShuffle(net, x.shape.length === 3 ? x : reshape(net, x, [c, h, w]), r);
  },
  examples: [{ input: [8, 20, 20], args: [2], output: [2, 40, 40], params: 0 }],
});

export const torchPixelUnshuffle = defineModule({
  name: 'nn.PixelUnshuffle',
  summary: 'Makes channels of pixels: every r × r cell becomes r² channels.',
  docs,
  composition: 'space → channels',
  args: [integer('downscale_factor', 'factor of height and width')],
  parser,
  build: (net, x, { downscale_factor: r }) => {
    const [c = 0, h = 0, w = 0] = atLeastMap(x, 'pixel_unshuffle');
    if (r <= 0) throw new Refused('RuntimeError', `pixel_unshuffle expects a positive downscale_factor, but got ${r}`, 'args', 0);
    for (const [name, size] of [
      ['height', h],
      ['width', w],
    ] as const) {
      if (size % r === 0) continue;
      const text = `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input ${name}=${size} is not divisible by ${r}`;
      throw new Refused('RuntimeError', text, 'args', 0);
    }
    return pixelUnshuffle(net, x.shape.length === 3 ? x : reshape(net, x, [c, h, w]), r);
  },
  examples: [{ input: [8, 20, 20], args: [2], output: [32, 10, 10], params: 0 }],
});

export const torchChannelShuffle = defineModule({
  name: 'nn.ChannelShuffle',
  summary: 'Deals the channels of all groups out in turn.',
  docs,
  composition: 'permute',
  args: [integer('groups', 'groups of channels')],
  parser,
  build: (net, x, { groups }) => {
    const [c = 0, ...rest] = x.shape;
    if (x.shape.length < 2) {
      const text = `channel_shuffle expects input with > 2 dims, but got input with sizes [1, ${x.shape.join(', ')}]`;
      throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
    }
    if (groups <= 0)
      throw new Refused('RuntimeError', `Number of groups to divide channels in must be positive. Value of groups:${groups}`, 'args', 0);
    if (c % groups !== 0) {
      throw new Refused(
        'RuntimeError',
        `Number of channels must be divisible by groups. Got ${c} channels and ${groups} groups.`,
        'args',
        0,
      );
    }
    const order = [1, 0, ...rest.map((_, i) => i + 2)];
    return reshape(net, permute(net, reshape(net, x, [groups, c / groups, ...rest]), order), x.shape);
  },
  examples: [{ input: [8, 20, 20], args: [4], output: [8, 20, 20], params: 0 }],
});

export const torchUnfold = defineModule({
  name: 'nn.Unfold',
  summary: 'Puts every window of a map into a column.',
  docs,
  composition: 'windows → columns',
  args: [
    extent('kernel_size', 'window'),
    extent('dilation', 'dilation', 1),
    extent('padding', 'padding', 0),
    extent('stride', 'stride', 1),
  ],
  parser,
  build: (net, x, o) => {
    const [kernel, dilation, padding, stride] = [o.kernel_size, o.dilation, o.padding, o.stride].map(two) as [Two, Two, Two, Two];
    const [c = 0] = x.shape;
    if (x.shape.length !== 3) {
      const text = `Expected 3D or 4D (batch mode) tensor for input with possibly 0 batch size and other non-zero dimensions for input, but got: [1, ${x.shape.join(', ')}]`;
      throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
    }
    for (const [name, sizes, least] of [
      ['kernel size', kernel, 1],
      ['dilation', dilation, 1],
      ['padding', padding, 0],
      ['stride', stride, 1],
    ] as const) {
      if (sizes.every((n) => n >= least)) continue;
      throw new Refused(
        'RuntimeError',
        `${name} should be ${least > 0 ? 'greater than zero' : 'non-negative'}, but got ${sizes.join(' x ')}`,
      );
    }
    const [rows, columns] = convolved(x, kernel, stride, padding, dilation);
    const output = [c * kernel[0] * kernel[1], rows * columns];
    // Only shapes are told of what nobody would run cell by cell.
    if (kernel[0] * kernel[1] > mostCells) return { outputs: [net.given(output)], contract: { params: 0, macs: 0, printedMacs: 0 } };
    return reshape(net, windows(net, x, { kernel, stride, padding, dilation }), output);
  },
  examples: [
    { input: [8, 20, 20], args: [2, 1, 0, 2], output: [32, 100], params: 0 },
    { input: [3, 20, 20], args: [3, 1, 1, 1], output: [27, 400], params: 0 },
  ],
});

type Two = readonly [number, number];

const mostCells = 400;

function two(size: Size): Two {
  return exactPair(size);
}

function atLeastMap(x: Feature, name: string): readonly number[] {
  if (x.shape.length === 3) return x.shape;
  if (x.shape.length === 2) return [1, ...x.shape];
  if (x.shape.length < 2) {
    const text = `${name} expects input to have at least 3 dimensions, but got input with ${x.shape.length + 1} dimension(s)`;
    throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
  }
  throw new Unknown(t`it reads a map of more than three axes`);
}

function unflattened(value: PyValue): number[] {
  if (!Array.isArray(value)) {
    const text = `unflattened_size must be a tuple of ints, but found type ${pythonType(value)}`;
    throw new Refused('TypeError', text, 'args', 1, undefined, true);
  }
  return (value as readonly PyValue[]).map((item, i) => {
    if (typeof item === 'boolean' && i === 0)
      throw new Refused('TypeError', "unflatten(): argument 'sizes' must be tuple of ints", 'args', 1);
    if (typeof item === 'number' || typeof item === 'boolean') return Number(item);
    const text = `unflattened_size must be tuple of ints, but found element of type ${pythonType(item)} at pos ${i}`;
    throw new Refused('TypeError', text, 'args', 1, undefined, true);
  });
}
