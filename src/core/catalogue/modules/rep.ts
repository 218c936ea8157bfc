/** Re-parameterised blocks: several branches while training, one convolution once fused. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, concat, split } from '../../net/functions.ts';
import { activation, batchNorm, identity } from '../../net/layers.ts';
import { maxPool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import type { MergedBranch, Shape } from '../../ops.ts';
import { scaledChannels } from '../../resolve/numbers.ts';
import { activationFlag, bool, int, number } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { argumentAt, changed, channelsOf, type FamilyInput, type FamilyResult, notedFor, put } from '../rewriting.ts';
import { expansion, groupsArgument, inputChannels, outputChannels, shortcutArgument } from './common.ts';
import { conv, repeat } from './conv.ts';
import { besideAndJoin, splitAndJoin } from './csp.ts';

/** A 3×3 and a 1×1 convolution beside each other, one 3×3 once fused. */
export const repConv = defineModule({
  name: 'RepConv',
  summary: 'A 3×3 and a 1×1 convolution beside each other; fusing makes one 3×3 of them.',
  docs: 'The parser neither scales its arguments nor puts the input channels in: write [c1, c2, …] as they really are. Parsers of most forks treat it like Conv, [c2, …]: a file with modules that the framework lacks is read so where the second argument is the kernel, 3.',
  composition: 'Conv 3×3 + Conv 1×1 (+ BatchNorm2d) → activation; fused: Conv2d 3×3 → activation',
  args: [
    inputChannels,
    outputChannels,
    int('k', 'kernel size, 3', 3),
    int('s', 'stride', 1),
    int('p', 'padding, 1', 1),
    int('g', 'groups', 1),
    int('d', 'ignored', 1),
    activationFlag('act'),
    bool('bn', 'a normalised identity branch where shapes allow it', false),
    bool('deploy', 'ignored', false),
  ],
  parser: { family: 'special', rewrite: verbatimOrScaled },
  build: (net, x, { c1, c2, k, s, p, g, act, bn }) => {
    if (k !== 3 || p !== 1)
      throw new Refused(
        'AssertionError',
        `RepConv needs k = 3 and p = 1, but got k = ${k} and p = ${p}`,
        'args',
        k === 3 ? 4 : 2,
        undefined,
        true,
      );
    const end = act ? activation('act', 'silu', { shared: 'rep_conv_act' }) : identity('act');
    const same = bn && c1 === c2 && s === 1;
    if (net.options.fused) {
      const shape = (kernel: number) => [c2, c1 / g, kernel, kernel];
      const merges = [branchOf('conv1', shape(k)), branchOf('conv2', shape(1)), ...(same ? [{ batchNorm: 'bn', shape: shape(1) }] : [])];
      return net.chain(x, conv2d('conv', { in: c1, out: c2, kernel: k, stride: s, padding: p, groups: g, merges }), end);
    }
    const y = add(
      net,
      net.chain(x, conv.as('conv1', { c1, c2, k, s, p, g, act: false })),
      net.chain(x, conv.as('conv2', { c1, c2, k: 1, s, p: 0, g, act: false })),
    );
    return net.chain(same ? add(net, y, net.chain(x, batchNorm('bn', c1))) : y, end);
  },
  examples: [],
});

/** A `Conv` of that name as a branch that fusing merges with others. */
function branchOf(name: string, shape: Shape): MergedBranch {
  return { conv: `${name}.conv`, batchNorm: `${name}.bn`, shape };
}

/** Two 1×1 convolutions, one of them followed by re-parameterised ones, added. */
export const repC3 = defineModule({
  name: 'RepC3',
  summary: 'CSP block of RT-DETR: n re-parameterised convolutions beside a 1×1 convolution, added.',
  composition: 'Conv 1×1 → n × RepConv, + Conv 1×1; → Conv 1×1 where the widths differ',
  args: [
    inputChannels,
    outputChannels,
    int('n', 'how many RepConv; the parser puts the scaled repeats in', 3),
    number('e', 'share of c2 that the hidden part has', 1),
  ],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1, c2, n, e }) => {
    const c = Math.trunc(c2 * e);
    const deep = repeat(net, 'm', n, net.chain(x, conv.as('cv1', { c1, c2: c })), (name) => repConv.as(name, { c1: c, c2: c }));
    const sum = add(net, deep, net.chain(x, conv.as('cv2', { c1, c2: c })));
    return net.chain(sum, c === c2 ? identity('cv3') : conv.as('cv3', { c1: c, c2 }));
  },
  examples: [],
});

const stage1 = int('c3', 'channels after the first convolution, not scaled');
const stage2 = int('c4', 'channels of the inner blocks, not scaled');

/** C3 with re-parameterised bottlenecks; a part of the block below. */
function repCsp(name: string, c1: number, c2: number, n: number): Layer {
  return (net, x) => net.within(name, 'RepCSP', () => besideAndJoin(net, x, { c1, c2, n, e: 0.5 }, (child, c) => repBottleneck(child, c)));
}

function repBottleneck(name: string, c: number): Layer {
  return (net, x) =>
    net.within(name, 'RepBottleneck', () =>
      add(net, x, net.chain(x, repConv.as('cv1', { c1: c, c2: c }), conv.as('cv2', { c1: c, c2: c, k: 3 }))),
    );
}

/** The block of YOLOv9. */
export const repNcspElan4 = defineModule({
  name: 'RepNCSPELAN4',
  summary: 'The block of YOLOv9: CSP blocks of re-parameterised bottlenecks inside an ELAN frame.',
  composition: 'Conv 1×1 → split; twice (RepCSP → Conv 3×3) in a row; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, stage1, stage2, int('n', 'bottlenecks in each CSP block', 1)],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, c3, c4, n }) =>
    elan(
      net,
      x,
      c1,
      c2,
      c3,
      c4,
      (name, inputs) => (m, y) =>
        m.within(name, 'Container', () => m.chain(y, repCsp('0', inputs, c4, n), conv.as('1', { c1: c4, c2: c4, k: 3 }))),
    ),
  examples: [],
});

/** The plain variant of it. */
export const elan1 = defineModule({
  name: 'ELAN1',
  summary: 'ELAN block of small YOLOv9: two 3×3 convolutions in a row, everything joined.',
  composition: 'Conv 1×1 → split; Conv 3×3 → Conv 3×3; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, stage1, stage2],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, c3, c4 }) => elan(net, x, c1, c2, c3, c4, (name, inputs) => conv.as(name, { c1: inputs, c2: c4, k: 3 })),
  examples: [],
});

function elan(
  net: Net,
  x: Feature,
  c1: number,
  c2: number,
  c3: number,
  c4: number,
  part: (name: string, inputs: number) => Layer,
): Feature {
  const half = Math.floor(c3 / 2);
  const [a, b] = split(net, net.chain(x, conv.as('cv1', { c1, c2: c3 })), [c3 - half, half]) as [Feature, Feature];
  const y = net.chain(b, part('cv2', half));
  const z = net.chain(y, part('cv3', c4));
  return net.chain(concat(net, [a, b, y, z]), conv.as('cv4', { c1: c3 + 2 * c4, c2 }));
}

/** Spatial pyramid pooling in an ELAN frame. */
export const sppElan = defineModule({
  name: 'SPPELAN',
  summary: 'Spatial pyramid pooling of YOLOv9: three max-pools in a row, everything joined.',
  composition: 'Conv 1×1 → MaxPool2d × 3 in a row; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, stage1, int('k', 'window of the max-pools', 5)],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, c3, k }) => {
    const maps = [net.chain(x, conv.as('cv1', { c1, c2: c3 }))];
    for (const name of ['cv2', 'cv3', 'cv4'])
      maps.push(net.chain(maps.at(-1) as Feature, maxPool2d(name, { kernel: k, stride: 1, padding: Math.floor(k / 2) })));
    return net.chain(concat(net, maps), conv.as('cv5', { c1: 4 * c3, c2 }));
  },
  examples: [],
});

/** Depth-wise 7×7 and 3×3 beside each other, one 7×7 once fused. */
const repVggDw =
  (name: string, c: number): Layer =>
  (net, x) =>
    net.within(name, 'RepVGGDW', () => {
      const merges = [branchOf('conv', [c, 1, 7, 7]), branchOf('conv1', [c, 1, 3, 3])];
      const y = net.options.fused
        ? net.chain(x, conv2d('conv', { in: c, out: c, kernel: 7, padding: 3, groups: c, merges }))
        : add(
            net,
            net.chain(x, conv.as('conv', { c1: c, c2: c, k: 7, p: 3, g: c, act: false })),
            net.chain(x, conv.as('conv1', { c1: c, c2: c, k: 3, p: 1, g: c, act: false })),
          );
      return net.chain(y, activation('act', 'silu'));
    });

/** C2f with the inverted blocks of YOLOv10. */
export const c2fCib = defineModule({
  name: 'C2fCIB',
  summary: 'C2f whose inner blocks are the compact inverted blocks of YOLOv10.',
  composition: 'Conv 1×1 → split; n × (depth-wise, 1×1, depth-wise, 1×1, depth-wise) in a row; concat all → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    int('n', 'how many inner blocks; the parser puts the scaled repeats in', 1),
    shortcutArgument(false),
    bool('lk', 'a re-parameterised 7×7 depth-wise convolution in the middle', false),
    groupsArgument,
    expansion,
  ],
  parser: { family: 'scaled', repeatsInside: true, turnsLegacyOff: 'c2fcib-turns-legacy-off' },
  build: (net, x, { shortcut, lk, ...o }) => splitAndJoin(net, x, o, (name, c) => invertedBlock(name, c, shortcut, lk)),
  examples: [],
});

function invertedBlock(name: string, c: number, shortcut: boolean, large: boolean): Layer {
  return (net, x) =>
    net.within(name, 'CIB', () => {
      const middle = large ? repVggDw('cv1.2', 2 * c) : conv.as('cv1.2', { c1: 2 * c, c2: 2 * c, k: 3, g: 2 * c });
      const y = net.chain(
        x,
        conv.as('cv1.0', { c1: c, c2: c, k: 3, g: c }),
        conv.as('cv1.1', { c1: c, c2: 2 * c }),
        middle,
        conv.as('cv1.3', { c1: 2 * c, c2: c }),
        conv.as('cv1.4', { c1: c, c2: c, k: 3, g: c }),
      );
      return shortcut ? add(net, x, y) : y;
    });
}

/** The framework takes the arguments as they stand; forks put the input channels in front and scale, as they do for Conv. */
function verbatimOrScaled(input: FamilyInput): FamilyResult {
  const { header, args, from, channels } = input;
  const noted = notedFor(from, channels);
  // The kernel must be 3, so a 3 behind the first argument is no number of channels.
  if (!header.foreign || (args.length > 1 && args[1]?.value !== 3)) return { args, channels: noted, repeatsInside: false };
  const c2 = scaledChannels(argumentAt(args, 0).value, header.maxChannels, header.width);
  return {
    args: [put(channelsOf(from, channels)), changed(argumentAt(args, 0), c2), ...args.slice(1)],
    channels: c2,
    repeatsInside: false,
  };
}
