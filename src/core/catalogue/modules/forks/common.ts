/** What modules of forks share: their arguments, and steps that the framework's own blocks do not need. */
import type { Feature, Layer, Net } from '../../../net/builder.ts';
import { type ConvOptions, conv2d } from '../../../net/convolutions.ts';
import { affine, concat, permute, reshape, slice, unary } from '../../../net/functions.ts';
import { activation, batchNorm } from '../../../net/layers.ts';
import type { UnaryFunction } from '../../../ops.ts';
import { int } from '../../arguments.ts';
import type { ParserFamily } from '../../define.ts';
import { channelsOf, channelsOfAll, type FamilyInput, put } from '../../rewriting.ts';

/** No release of the framework has it. */
export const nowhere = () => false;

export const keptChannels = int('c1', 'channels of input and output; a registering parser puts them in');

/** Arguments as they stand; the channels noted are those that `channels` finds. */
export function noting(channels: (input: FamilyInput) => number | undefined): ParserFamily {
  return { family: 'special', rewrite: (input) => ({ args: input.args, channels: channels(input), repeatsInside: false }) };
}

/** `[…]` becomes `[[ch…], …]`: the channels of all inputs in front; those noted are what `channels` finds. */
export function withAllChannels(channels: (all: readonly number[], input: FamilyInput) => number): ParserFamily {
  return {
    family: 'special',
    inserted: [0],
    rewrite(input) {
      const all = channelsOfAll(input.from, input.channels);
      return { args: [put(all), ...input.args], channels: channels(all, input), repeatsInside: false };
    },
  };
}

/** The channels of one of several inputs; negative from the end. */
export function channelsOfInput(index: number): (input: FamilyInput) => number | undefined {
  return ({ from, channels }) => (Array.isArray(from) ? channelsOfAll(from, channels).at(index) : channelsOf(from, channels));
}

/** A bare convolution without bias, normalisation, and an activation where one is named, as `conv`, `bn` and the rest of `names`. */
export function convBnAct(
  names: readonly [conv: string, bn: string, act?: string],
  options: ConvOptions,
  fn?: UnaryFunction,
  eps = 1e-3,
): Layer {
  return (net, x) => {
    const y = net.chain(x, conv2d(names[0], { bias: false, ...options }), batchNorm(names[1], options.out, eps));
    return fn === undefined || names[2] === undefined ? y : net.chain(y, activation(names[2], fn));
  };
}

/** Channels dealt out to `groups` in turn: [g, c / g] becomes [c / g, g]. */
export function shuffle(net: Net, x: Feature, groups: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const grouped = permute(net, reshape(net, x, [groups, Math.floor(c / groups), h, w]), [1, 0, 2, 3]);
  return reshape(net, grouped, [c, h, w]);
}

/** `nn.Conv1d` of one channel along a list of n values, [1, 1, n]; kept as a window of height one. */
export function conv1d(name: string, kernel: number): Layer {
  return (net, x) =>
    net.within(name, 'nn.Conv1d', () =>
      conv2d('', { in: 1, out: 1, kernel: [1, kernel], padding: [0, (kernel - 1) >> 1], bias: false })(net, x),
    );
}

/** A border of `n` cells that repeats the outermost ones. */
export function replicateBorder(net: Net, x: Feature, n: number): Feature {
  return [1, 2].reduce((y, axis) => {
    const side = y.shape[axis] ?? 1;
    const [first, last] = [slice(net, y, axis, 0, 1), slice(net, y, axis, side - 1, side)];
    return concat(net, [...Array<Feature>(n).fill(first), y, ...Array<Feature>(n).fill(last)], axis);
  }, x);
}

/** The odd window of ECA for so many channels: |log2 c + b| / gamma, made odd. */
export function oddWindow(channels: number, b = 1, gamma = 2): number {
  const t = Math.trunc(Math.abs((Math.log2(channels) + b) / gamma));
  return t % 2 === 1 ? t : t + 1;
}

/** Row and column of every place of a map, [1, h, w] each. */
export function pixelsOf(net: Net, h: number, w: number): [rows: Feature, columns: Feature] {
  const places = net.apply({ kind: 'anchorPoints', sizes: [[h, w]], offset: 0 }, [], [2, h * w], { function: 'meshgrid' });
  const axis = (i: number) => reshape(net, slice(net, places, 0, i, i + 1), [1, h, w]);
  return [axis(1), axis(0)];
}

/** Pixels of an axis of so many, those outside moved to the border. */
export function clampedPixels(net: Net, x: Feature, size: number): Feature {
  const left = unary(net, 'relu', affine(net, unary(net, 'relu', x), -1, size - 1));
  return affine(net, left, -1, size - 1);
}

/** Bilinear samples of [groups, c, h, w] at pixels [groups, n, m], zero outside: [groups, c, n, m]. */
export function sampled(net: Net, x: Feature, at: { readonly horizontal: Feature; readonly vertical: Feature }): Feature {
  const [groups = 0, c = 0, h = 0, w = 0] = x.shape;
  // From cells, the first of which has its centre at 0, to −1 … 1 at the edges.
  const share = (f: Feature, size: number) => reshape(net, affine(net, f, 2 / size, 1 / size - 1), [...f.shape, 1]);
  const points = concat(net, [share(at.horizontal, w), share(at.vertical, h)], 3);
  return net.apply({ kind: 'gridSample' }, [x, points], [groups, c, ...at.horizontal.shape.slice(1)], { function: 'grid_sample' });
}
