/** Composite backbones of YOLOv9-E: a row hands on several maps at once, and another adds one of each to its own. */
import type { Feature } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, split } from '../../net/functions.ts';
import { interpolate } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { ints, optionalSize, pythonType, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { argumentAt, channelsOf, type FamilyInput, type FamilyResult, notedFor, put, scaledInForks } from '../rewriting.ts';
import { inputChannels } from './common.ts';
import { samePadding } from './conv.ts';

/** One convolution, split into maps that later rows choose from. */
export const cbLinear = defineModule({
  name: 'CBLinear',
  summary: 'One convolution with bias, split into several maps: a list, of which CBFuse rows take one each.',
  docs: 'The list of channels is not scaled; forks do scale it. Only CBFuse and Index can read the list that it hands on.',
  composition: 'Conv2d to all channels together → split',
  args: [
    inputChannels,
    ints('c2s', 'channels of each map, not scaled'),
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size'),
    strictInt('g', 'groups', 1),
  ],
  parser: { family: 'special', inserted: [0], rewrite: severalMaps },
  build: (net, x, { c1, c2s, k, s, p, g }) => {
    const out = c2s.reduce((a, b) => a + b, 0);
    const y = net.chain(x, conv2d('conv', { in: c1, out, kernel: k, stride: s, padding: p ?? samePadding(k, 1), groups: g }));
    return { outputs: split(net, y, c2s), list: true };
  },
  examples: [{ input: [8, 12, 12], args: [[8, 16]], output: [8, 12, 12], params: 216 }],
});

/** One map of each list, brought to the size of the last input and added to it. */
export const cbFuse = defineModule({
  name: 'CBFuse',
  summary: 'Takes one map of each list that it reads, resizes it to the last input (nearest neighbour) and adds all of them.',
  docs: 'All but the last of its inputs are CBLinear rows; the maps that it takes must have the channels of the last input.',
  composition: 'interpolate(x[i][idx[i]]) for each list, + x[-1]',
  args: [ints('idx', 'which map of each list, in the order of `from`')],
  parser: { family: 'special', rewrite: lastMap },
  takesList: true,
  build: (net, _x, { idx }, inputs) => {
    const last = inputs.at(-1) as Feature;
    const [, height = 0, width = 0] = last.shape;
    let at = 0;
    let sum: Feature | undefined;
    for (const [i, length] of net.options.lists.slice(0, -1).entries()) {
      const map = chosen(inputs.slice(at, at + (length ?? 1)), length, idx[i], i);
      at += length ?? 1;
      const resized = interpolate(net, map, 'nearest', [height, width]);
      if (resized.shape[0] !== last.shape[0])
        throw new Refused(
          'RuntimeError',
          `stack expects each tensor to be equal size, but got [1, ${resized.shape.join(', ')}] at entry 0 and [1, ${last.shape.join(', ')}] at entry ${net.options.lists.length - 1}`,
          'from',
          i,
          'channel-mismatch',
        );
      sum = sum === undefined ? resized : add(net, sum, resized);
    }
    return sum === undefined ? last : add(net, sum, last);
  },
  examples: [
    {
      input: [
        [8, 12, 12],
        [16, 12, 12],
        [16, 6, 6],
        [16, 24, 24],
      ],
      lists: [2, 1, undefined],
      args: [[1, 0]],
      output: [16, 24, 24],
      params: 0,
    },
  ],
});

/** Python's `x[idx[i]]`; a single tensor gives one image of its batch, which cannot be resized. */
function chosen(maps: readonly Feature[], length: number | undefined, index: number | undefined, source: number): Feature {
  if (index === undefined) throw new Refused('IndexError', 'list index out of range', 'args', 0);
  if (length === undefined)
    throw new Refused(
      'ValueError',
      'Input and output must have the same number of spatial dimensions: CBFuse takes one of a list, and this is a single map',
      'from',
      source,
    );
  const map = maps.at(index);
  if (map === undefined || index < -maps.length) throw new Refused('IndexError', 'tuple index out of range', 'args', 0);
  return map;
}

/** [c1, c2s, …]; all channels of the list are noted. Forks scale them: unscaled they fit no row at other widths than 1. */
function severalMaps({ header, from, args, channels }: FamilyInput): FamilyResult {
  const list = scaledInForks(argumentAt(args, 0), header);
  const { value } = list;
  const c1 = channelsOf(from, channels);
  const noted = Array.isArray(value) && value.every((c) => typeof c === 'number') ? (value as readonly number[]) : undefined;
  return { args: [put(c1), list, ...args.slice(1)], channels: noted, repeatsInside: false, c1 };
}

/** The channels of the last input are noted. */
function lastMap({ from, args, channels }: FamilyInput): FamilyResult {
  if (!Array.isArray(from)) throw new Refused('TypeError', `'${pythonType(from)}' object is not subscriptable`, 'from');
  const last = from.at(-1);
  if (last === undefined) throw new Refused('IndexError', 'list index out of range', 'from');
  return { args, channels: notedFor(last, channels, from.length - 1), repeatsInside: false };
}
