/** YOLO26's heads for masks, key points and angles. */
import type { Feature, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { activation, linear } from '../../net/layers.ts';
import type { ReleaseRules } from '../../upstream/releases.ts';
import { int } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { conv } from './conv.ts';
import { bins, classesArgument, detectHead, end2end, headArguments, levelChannels } from './detect.ts';
import { flattenLevels, toRotatedBoxes } from './head-parts.ts';
import { cleaned, prototypes26 } from './prototypes26.ts';
import { decodeKeyPoints, extraBranch, keyPointShape, keyPointsArgument, maskSizes } from './tasks.ts';

const since = (rules: ReleaseRules) => rules.has('heads-take-reg-max');

/** Masks whose prototypes see all levels. */
export const segment26 = defineModule({
  name: 'Segment26',
  summary: 'Segmentation head of YOLO26: Segment whose prototypes come from all levels, with a class map that only trains.',
  composition: 'Segment; Proto26: Conv 1×1 per coarser level, resized and added to the finest, Conv 3×3, then Proto',
  args: [classesArgument, ...maskSizes, bins, end2end, levelChannels],
  parser: { family: 'head', scaledArgument: 2, classBranch: true },
  upstream: since,
  build: (net, _x, o, inputs) => {
    const masks = prototypes26(net, inputs, o, o);
    const head = detectHead(net, inputs, o, { extra: extraBranch('cv4', o.ch, o.nm) });
    return { ...head, outputs: [...head.outputs, masks] };
  },
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [3, 8, 32],
      output: [15, 320],
      params: 169_017,
    },
  ],
});

/** Key points, with what only trains: their spread, and a flow that judges it. */
export const pose26 = defineModule({
  name: 'Pose26',
  summary: 'Pose head of YOLO26: key points for every position; how uncertain they are is learnt too, and not run.',
  composition: 'Detect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to the key-point values; RealNVP in training',
  args: [classesArgument, keyPointsArgument, bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  upstream: since,
  build: (net, _x, o, inputs) => {
    const [points, values] = keyPointShape(o.kpt_shape);
    const hidden = Math.max(Math.floor((o.ch[0] ?? 0) / 4), points * (values + 2));
    const trained = !cleaned(net, o);
    const head = detectHead(net, inputs, o, {
      extra: (n, maps, prefix) => {
        const features = o.ch.map((c1, i) =>
          n.chain(
            maps[i] as Feature,
            conv.as(`${prefix}cv4.${i}.0`, { c1, c2: hidden, k: 3 }),
            conv.as(`${prefix}cv4.${i}.1`, { c1: hidden, c2: hidden, k: 3 }),
          ),
        );
        const level = (name: string, out: number) =>
          features.map((map, i) => n.chain(map, conv2d(`${prefix}${name}.${i}`, { in: hidden, out })));
        if (trained) n.declare(() => level('cv4_sigma', 2 * points));
        return flattenLevels(n, level('cv4_kpts', points * values), points * values);
      },
      decode: (n, raw, at) => decodeKeyPoints(n, raw, points, values, at, 1),
    });
    if (trained) net.declare(() => flow(net, inputs[0] as Feature));
    return head;
  },
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [3, [5, 1]],
      output: [12, 320],
      params: 186_888,
    },
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [2, [5, 3]],
      output: [21, 320],
      params: 199_274,
    },
  ],
});

/** The angle as it comes out of the branch. */
export const obb26 = defineModule({
  name: 'OBB26',
  summary: 'Oriented detection head of YOLO26: OBB whose angle is not squashed.',
  composition: 'Detect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to ne angles',
  args: [classesArgument, int('ne', 'further values, the angle', 1), bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  upstream: since,
  build: (net, _x, o, inputs) => detectHead(net, inputs, o, { extra: extraBranch('cv4', o.ch, o.ne), boxes: toRotatedBoxes }),
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
      ],
      args: [3, 1],
      output: [8, 320],
      params: 124_032,
    },
  ],
});

/** RealNVP: six couplings, each with a scale and a shift network of two values (Dinh et al., 2017). Only declared. */
function flow(net: Net, x: Feature): void {
  const vector: Feature = { id: x.id, shape: [2] };
  net.within('flow_model', 'RealNVP', () => {
    for (const [name, shape] of [
      ['loc', [2]],
      ['cov', [2, 2]],
      ['mask', [6, 2]],
    ] as const)
      net.stored(name, shape, { buffer: true, trainable: false });
    for (let i = 0; i < 6; i++) {
      for (const name of ['s', 't']) {
        const at = `${name}.${i}`;
        net.chain(
          vector,
          linear(`${at}.0`, { in: 2, out: 64 }),
          activation(`${at}.1`, 'silu'),
          linear(`${at}.2`, { in: 64, out: 64 }),
          activation(`${at}.3`, 'silu'),
          linear(`${at}.4`, { in: 64, out: 2 }),
          ...(name === 's' ? [activation(`${at}.5`, 'tanh')] : []),
        );
      }
    }
  });
}
