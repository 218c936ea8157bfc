/** YOLOv13's FullPAD: what HyperACE has found is handed down to other sizes and added where it is wanted. */
import { add, mul, reshape } from '../../net/functions.ts';
import { identity } from '../../net/layers.ts';
import { avgPool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { bool, int, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { appliesAt, channelsOf, type FamilyInput, notedFor, put } from '../rewriting.ts';
import { conv } from './conv.ts';
import { yolov13Tree } from './depthwise-separable.ts';

/** Half the size by averages, twice the channels. */
export const downsampleConv = defineModule({
  name: 'DownsampleConv',
  summary: 'Halves height and width by averaging, and doubles the channels with a 1×1 convolution (not at the scales l and x).',
  docs: 'The parser takes no argument from the file; at the scales l and x it sets channel_adjust to False.',
  composition: 'AvgPool2d 2×2 → Conv 1×1 (2·c)',
  args: [int('in_channels', 'input channels; the parser puts them in'), bool('channel_adjust', 'double the channels', true)],
  parser: {
    family: 'special',
    inserted: [0, 1],
    rewrite({ header, from, channels }) {
      const c1 = channelsOf(from, channels);
      const keeps = appliesAt('lx', header.scale, header.rules);
      return { args: [put(c1), ...(keeps ? [put(false)] : [])], channels: keeps ? c1 : 2 * c1, repeatsInside: false, c1 };
    },
  },
  upstream: (rules) => rules.tree === 'yolov13',
  origin: yolov13Tree,
  build: (net, x, { in_channels: c, channel_adjust: adjusts }) =>
    net.chain(
      x,
      avgPool2d('downsample', { kernel: 2 }),
      adjusts ? conv.as('channel_adjust', { c1: c, c2: 2 * c }) : identity('channel_adjust'),
    ),
  examples: [{ input: [16, 20, 20], args: [], output: [32, 10, 10], params: 576 }],
});

/** A sum with a learnt factor. */
export const fullPadTunnel = defineModule({
  name: 'FullPAD_Tunnel',
  summary: 'Adds the second feature map to the first, times one learnt factor.',
  composition: 'x₀ + gate · x₁',
  args: [],
  parser: { family: 'special', rewrite: keepsFirst },
  upstream: (rules) => rules.tree === 'yolov13',
  origin: yolov13Tree,
  build(net, x, _, inputs) {
    const second = inputs[1];
    if (second === undefined) throw new Refused('IndexError', 'list index out of range', 'from');
    return add(net, x, mul(net, reshape(net, net.stored('gate', []), [1, 1, 1]), second));
  },
  examples: [
    {
      input: [
        [16, 20, 20],
        [16, 20, 20],
      ],
      args: [],
      output: [16, 20, 20],
      params: 1,
    },
  ],
});

function keepsFirst({ from, args, channels }: FamilyInput) {
  if (!Array.isArray(from)) throw new Refused('TypeError', `'${pythonType(from)}' object is not subscriptable`, 'from');
  if (from.length === 0) throw new Refused('IndexError', 'list index out of range', 'from');
  return { args, channels: notedFor(from[0], channels, 0), repeatsInside: false };
}
