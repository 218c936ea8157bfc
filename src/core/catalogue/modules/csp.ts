/** Cross-stage blocks: a part of the channels goes through bottlenecks, the rest goes past them. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, concat, split } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { checkGroups, type Size } from '../../net/sizes.ts';
import { bool, int, sizes } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { psaBlock } from './attention.ts';
import { expansion, groupsArgument, inputChannels, joinedRepeats, outputChannels, repeats, shortcutArgument } from './common.ts';
import { conv, repeat } from './conv.ts';

/** Two convolutions with an optional shortcut. */
export const bottleneck = defineModule({
  name: 'Bottleneck',
  summary: 'Two convolutions; the input is added where shortcut is set and the channels are equal.',
  composition: 'Conv k[0] → Conv k[1] (+ input)',
  args: [inputChannels, outputChannels, shortcutArgument(true), groupsArgument, sizes('k', 'both kernel sizes', [3, 3]), expansion],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, shortcut, g, k, e }) => {
    const hidden = Math.trunc(c2 * e);
    const y = net.chain(x, conv.as('cv1', { c1, c2: hidden, k: kernel(k, 0) }), conv.as('cv2', { c1: hidden, c2, k: kernel(k, 1), g }));
    return shortcut && c1 === c2 ? add(net, x, y) : y;
  },
  examples: [
    { input: [16, 20, 20], args: [16], output: [16, 20, 20], params: 2352 },
    { input: [16, 20, 20], args: [32, false], output: [32, 20, 20], params: 7008 },
  ],
});

/** Steps inside a part of the block, with the input added where shortcut is set. */
export function aroundShortcut(name: string, type: string, shortcut: boolean, ...steps: readonly Layer[]): Layer {
  return (net, x) =>
    net.within(name, type, () => {
      const y = net.chain(x, ...steps);
      return shortcut ? add(net, x, y) : y;
    });
}

/** CSP bottleneck with three convolutions. */
export const c3 = defineModule({
  name: 'C3',
  summary: 'CSP bottleneck with three convolutions: bottlenecks on one half, a 1×1 convolution past them, both joined.',
  composition: 'Conv 1×1 → n × Bottleneck(1×1, 3×3), beside Conv 1×1; concat → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), groupsArgument, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1, c2, n, shortcut, g, e }) => threeConvs(net, x, { c1, c2, n, shortcut, g, e, k: [1, 3] }),
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 4800 }],
});

/** C3 whose bottlenecks have two kernels of k; a part of C3k2, not usable as a row by itself. */
export const c3k = defineModule({
  name: 'C3k',
  summary: 'C3 whose bottlenecks have two k × k convolutions.',
  composition: 'Conv 1×1 → n × Bottleneck(k×k, k×k), beside Conv 1×1; concat → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), groupsArgument, expansion, int('k', 'kernel size', 3)],
  parser: { family: 'verbatim' },
  upstream: () => false,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { c1, c2, n, shortcut, g, e, k }) => threeConvs(net, x, { c1, c2, n, shortcut, g, e, k: [k, k] }),
  examples: [
    { input: [16, 12, 20], args: [16, 16, 2], output: [16, 12, 20], params: 2944 },
    { input: [16, 12, 12], args: [16, 24, 1, false, 2, 0.5, 5], output: [24, 12, 12], params: 6504 },
  ],
});

/** Split in two, bottlenecks in a row, everything joined: the block of YOLOv8. */
export const c2f = defineModule({
  name: 'C2f',
  summary: 'Splits its channels in two, runs n bottlenecks one after another on a half and joins every intermediate result.',
  composition: 'Conv 1×1 → split; n × Bottleneck(3×3, 3×3) in a row; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, joinedRepeats, shortcutArgument(false), groupsArgument, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1, c2, n, shortcut, g, e }) =>
    splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => bottleneck.as(name, { c1: c, c2: c, shortcut, g, e: 1 })),
  examples: [{ input: [32, 20, 20], args: [32, true], output: [32, 20, 20], params: 7360 }],
});

/** C2f with the choice of plain bottlenecks, C3k blocks or attention: the block of YOLO11. */
export const c3k2 = defineModule({
  name: 'C3k2',
  summary: 'C2f of YOLO11: the repeated part is a Bottleneck, or a C3k block where c3k is True (always at the scales m, l, x).',
  docs: 'At the scales m, l and x (in the tree of YOLOv13: l and x) the parser sets c3k to True whatever the file says.',
  composition: 'Conv 1×1 → split; n × (Bottleneck | C3k(2) | Bottleneck + attention) in a row; concat all → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    joinedRepeats,
    bool('c3k', 'use C3k blocks instead of bottlenecks; forced at the scales m, l, x', false),
    expansion,
    bool('attn', 'a bottleneck followed by attention instead', false),
    groupsArgument,
    shortcutArgument(true),
  ],
  argsIn: (rules, args) => (rules.has('c3k2-attention') ? args : args.filter((a) => a.name !== 'attn')),
  parser: (rules) => ({
    family: 'scaled',
    repeatsInside: true,
    turnsLegacyOff: true,
    forced: { scales: rules.tree === 'yolov13' ? 'lx' : 'mlx', position: 3, value: true },
  }),
  build: (net, x, { c1, c2, n, c3k: deep, e, attn, g, shortcut }) =>
    splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => {
      if (attn) return withAttention(name, c, shortcut, g);
      return deep ? c3k.as(name, { c1: c, c2: c, n: 2, shortcut, g }) : bottleneck.as(name, { c1: c, c2: c, shortcut, g });
    }),
  examples: [
    { input: [32, 20, 20], args: [64, false], output: [64, 20, 20], params: 17_760 },
    { input: [64, 20, 20], args: [64, true], output: [64, 20, 20], params: 22_016 },
  ],
});

/** Bottleneck and position-sensitive attention, one after the other. */
function withAttention(name: string, c: number, shortcut: boolean, g: number): Layer {
  return (net, x) =>
    net.within(name, 'Container', () =>
      net.chain(x, bottleneck.as('0', { c1: c, c2: c, shortcut, g }), psaBlock.as('1', { c, num_heads: Math.max(Math.floor(c / 64), 1) })),
    );
}

type Kernels = readonly [Size, Size];

interface Csp {
  readonly c1: number;
  readonly c2: number;
  readonly n: number;
  readonly e: number;
}

/** Kin of C2f and C3 make these blocks' bottlenecks first and put others in their place: their groups must fit all the same. */
export function checkReplaced({ c2, n, g, e }: { readonly c2: number; readonly n: number; readonly g: number; readonly e: number }): void {
  const c = Math.trunc(c2 * e);
  if (n > 0) checkGroups(c, c, g);
}

/**
 * C2f's frame: `part` is repeated on one half of 2·c channels, and all intermediate results are joined; `after` makes one more of the last.
 */
export function splitAndJoin(
  net: Net,
  x: Feature,
  { c1, c2, n, e }: Csp,
  part: (name: string, channels: number) => Layer,
  after?: (y: Feature, channels: number) => Feature,
): Feature {
  const c = Math.trunc(c2 * e);
  const parts = split(net, net.chain(x, conv.as('cv1', { c1, c2: 2 * c })), [c, c]);
  net.container('m');
  for (let i = 0; i < n; i++) parts.push(net.chain(parts.at(-1) as Feature, part(`m.${i}`, c)));
  if (after) parts.push(after(parts.at(-1) as Feature, c));
  return net.chain(concat(net, parts), conv.as('cv2', { c1: (2 + n + (after ? 1 : 0)) * c, c2 }));
}

/** C3's frame: bottlenecks beside a 1×1 convolution. */
function threeConvs(net: Net, x: Feature, o: Csp & { shortcut: boolean; g: number; k: Kernels }): Feature {
  return besideAndJoin(net, x, o, (name, c) => bottleneck.as(name, { c1: c, c2: c, shortcut: o.shortcut, g: o.g, k: o.k, e: 1 }));
}

/** As above for any inner block of equal channels. */
export function besideAndJoin(net: Net, x: Feature, o: Csp, part: (name: string, channels: number) => Layer): Feature {
  const c = Math.trunc(o.c2 * o.e);
  const deep = net.chain(x, conv.as('cv1', { c1: o.c1, c2: c }));
  const beside = net.chain(x, conv.as('cv2', { c1: o.c1, c2: c }));
  const y = repeat(net, 'm', o.n, deep, (name) => part(name, c));
  return net.chain(concat(net, [y, beside]), conv.as('cv3', { c1: 2 * c, c2: o.c2 }));
}

function kernel(k: readonly Size[], index: number): Size {
  const value = k[index];
  if (value === undefined) throw new Refused('IndexError', 'tuple index out of range');
  return value;
}
