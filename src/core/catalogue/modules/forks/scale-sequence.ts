/** ASF-YOLO’s fusion of three sizes as the frames of a sequence. */
import { t } from '../../../l10n.ts';
import type { Feature, Net } from '../../../net/builder.ts';
import { binary, concat, reshape, slice } from '../../../net/functions.ts';
import { activation, batchNorm } from '../../../net/layers.ts';
import { interpolate } from '../../../net/pooling.ts';
import { Unknown } from '../../../net/refused.ts';
import { scaledChannels } from '../../../resolve/numbers.ts';
import { int, ints } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { argumentAt, changed, channelsOfAll, type FamilyInput, type FamilyResult, put } from '../../rewriting.ts';
import { conv } from '../conv.ts';
import { nowhere } from './common.ts';
import { dySample } from './learnt-resampling.ts';

const sizes = [
  [64, 40, 40],
  [64, 20, 20],
  [128, 10, 10],
];

export const scalSeq = scaleSequence('ScalSeq', false, 9504);
export const dynamicScalSeq = scaleSequence('DynamicScalSeq', true, 14_784);

function scaleSequence(name: string, dynamic: boolean, params: number) {
  return defineModule({
    name,
    summary: dynamic
      ? 'Joins three feature maps at the size of the first, enlarged by DySample: a convolution over the three, and the largest of each.'
      : 'Joins three feature maps at the size of the first, enlarged: a convolution over the three, and the largest of each.',
    docs: `ASF-YOLO (Kang et al., 2023).${dynamic ? ' DySample in the place of nearest enlargement is a change of forks.' : ''} The channels are scaled by the width alone.`,
    composition: 'Conv 1×1 of each, enlarged to the first → Conv3d 1×1×1 → BatchNorm3d → LeakyReLU 0.1 → the largest of the three',
    args: [ints('inc', 'channels of the inputs; the parser puts them in'), int('channel', 'output channels, scaled by the width')],
    parser: { family: 'special', inserted: [0], rewrite },
    upstream: nowhere,
    origin: 'ASF-YOLO',
    build: (net, first, { inc, channel: c }, [, second, third]) => {
      if (second === undefined || third === undefined) throw new Unknown(t`${name} needs three inputs`);
      const [c1 = 0, c2 = 0, c3 = 0] = inc;
      const large = c === c1 ? first : net.chain(first, conv.as('conv0', { c1, c2: c }));
      const [, h = 0, w = 0] = large.shape;
      const others = [net.chain(second, conv.as('conv1', { c1: c2, c2: c })), net.chain(third, conv.as('conv2', { c1: c3, c2: c }))];
      const enlarged = others.map((map, i) =>
        dynamic ? net.chain(map, dySample.as(`dysample${i + 1}`, { c1: c, scale: 2 * (i + 1) })) : interpolate(net, map, 'nearest', [h, w]),
      );
      return largestOf(net, [large, ...enlarged], c);
    },
    examples: [{ input: sizes, args: [32], output: [32, 40, 40], params }],
  });
}

/** The frames lie under each other, which convolution, normalisation and activation do not see. */
function largestOf(net: Net, frames: readonly Feature[], c: number): Feature {
  const joined = concat(net, frames, 1);
  const mixed = net.within('conv3d', 'nn.Conv3d', () => {
    const weight = reshape(net, net.stored('weight', [c, c, 1, 1, 1]), [c, c, 1, 1]);
    const window = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 } as const;
    const road = { module: 'nn.Conv3d' };
    return net.apply({ kind: 'dynamicConv2d', ...window }, [joined, weight, net.stored('bias', [c])], joined.shape, road);
  });
  const y = net.chain(mixed, batchNorm('bn', c, 1e-5), activation('act', 'leakyRelu', { alpha: 0.1 }));
  const rows = (y.shape[1] ?? 0) / frames.length;
  return frames.map((_, i) => slice(net, y, 1, i * rows, (i + 1) * rows)).reduce((a, b) => binary(net, 'max', a, b));
}

/** `[c]` becomes `[[c1, …], c scaled by the width]`. */
function rewrite({ header, from, args, channels }: FamilyInput): FamilyResult {
  const first = argumentAt(args, 0);
  const c = scaledChannels(first.value, first.value, header.width);
  return { args: [put(channelsOfAll(from, channels)), changed(first, c), ...args.slice(1)], channels: c, repeatsInside: false };
}
