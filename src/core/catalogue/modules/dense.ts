/** Heads that say something of every cell of a map: its class, or how far it is. */
import type { Feature, Net } from '../../net/builder.ts';
import { conv2d, convTranspose2d } from '../../net/convolutions.ts';
import { add, affine, mul, unary } from '../../net/functions.ts';
import { interpolate } from '../../net/pooling.ts';
import { int } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { channelsOfAll, put } from '../rewriting.ts';
import { conv } from './conv.ts';
import { levelChannels } from './detect.ts';
import { checkLate, checkLevels, late } from './head-parts.ts';
import { doubled, sizeOf } from './prototypes26.ts';

/** A class for every cell of the finest level. */
export const semanticSegment = defineModule({
  name: 'SemanticSegment',
  summary: 'Semantic segmentation head: class scores for every cell of its first level; a second classifier only trains.',
  composition: 'Conv 3×3 → Conv2d to nc on the first level; the same on the second, in training',
  args: [late(int('nc', 'number of classes', 19)), levelChannels],
  parser: { family: 'head', channelsOnly: true },
  isHead: false,
  upstream: (rules) => rules.has('semantic-segment'),
  build: (net, x, { nc, ch }, inputs) => {
    const [, second] = ch;
    const first = checkLevels(ch);
    checkLate(nc, 'nc');
    const classifier = (name: string, c1: number, map: Feature) =>
      net.chain(map, conv.as(`${name}.0`, { c1, c2: first, k: 3 }), conv2d(`${name}.1`, { in: first, out: nc }));
    if (second !== undefined) net.declare(() => classifier('aux_head', second, inputs[1] as Feature));
    return classifier('classifier', first, x);
  },
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [5],
      output: [5, 16, 16],
      params: 7_146,
    },
  ],
});

/** A distance for every pixel of a quarter of the image's size. */
export const depth = defineModule({
  name: 'Depth',
  summary: 'Depth head: levels are joined from coarse to fine, and one map at twice the finest level’s size says how far each pixel is.',
  composition:
    'Conv 1×1 per level; from coarse to fine: resize, add, Conv 3×3 twice; Conv 3×3 → transposed ×2 → Conv 3×3 → Conv2d to 1; exp',
  args: [int('c_mid', 'channels in which the levels are joined', 256), levelChannels],
  parser: {
    family: 'special',
    inserted: [1],
    rewrite: ({ from, args, channels, lastChannels }) => ({
      args: [...args.slice(0, 1), put(channelsOfAll(from, channels))],
      channels: lastChannels,
      repeatsInside: false,
    }),
  },
  upstream: (rules) => rules.has('depth'),
  build: (net, _x, { c_mid: c, ch }, inputs) => {
    const maps = ch.map((c1, i) => net.chain(inputs[i] as Feature, conv.as(`proj.${i}`, { c1, c2: c, k: 1 })));
    let out = maps.at(-1) as Feature;
    for (let i = ch.length - 2; i >= 0; i--) {
      const target = maps[i] as Feature;
      const size = net.rules.has('constant-upsampling') ? doubled(out, 2) : sizeOf(target);
      out = net.chain(
        add(net, interpolate(net, out, 'bilinear', size, true), target),
        conv.as(`refine.${i}.0`, { c1: c, c2: c, k: 3 }),
        conv.as(`refine.${i}.1`, { c1: c, c2: c, k: 3 }),
      );
    }
    const [half, quarter] = [Math.floor(c / 2), Math.floor(c / 4)];
    out = net.chain(
      out,
      conv.as('head.0', { c1: c, c2: half, k: 3 }),
      convTranspose2d('head.1', { in: half, out: half, kernel: 2, stride: 2 }),
      conv.as('head.2', { c1: half, c2: quarter, k: 3 }),
      conv2d('head.3', { in: quarter, out: 1 }),
    );
    const [scale, shift] = ['cal_a', 'cal_b'].map((name) => net.stored(name, [1], { buffer: true, trainable: false }));
    return unary(net, 'exp', add(net, mul(net, clamped(net, out, -4, 5), scale as Feature), shift as Feature));
  },
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [32],
      output: [1, 32, 32],
      params: 27_081,
    },
  ],
});

/** Between two bounds, by what every back end has. */
function clamped(net: Net, x: Feature, low: number, high: number): Feature {
  const above = affine(net, unary(net, 'relu', affine(net, x, 1, -low)), -1, high - low);
  return affine(net, unary(net, 'relu', above), -1, high);
}
