/** Kin of C3k2, C2f and C3: forks put another part where these have bottlenecks, and name the block after it, C2f_Faster. */
import type { Layer } from '../../../net/builder.ts';
import type { PyValue } from '../../../python.ts';
import { bool } from '../../arguments.ts';
import { defineModule, type Example, type ModuleDefinition } from '../../define.ts';
import { expansion, groupsArgument, inputChannels, outputChannels, repeats, shortcutArgument } from '../common.ts';
import { besideAndJoin, checkReplaced, splitAndJoin } from '../csp.ts';
import { nowhere } from './common.ts';

/** What a block says to each of its parts, as it would to a Bottleneck. */
export interface PartOptions {
  readonly shortcut: boolean;
  readonly g: number;
  /** Both kernel sizes. */
  readonly k: readonly [number, number];
  /** Share of the channels that the hidden part has. */
  readonly e: number;
}

/** A part of as many output as input channels. */
export type KinPart = (name: string, channels: number, options: PartOptions) => Layer;

export interface Kin {
  /** Behind C3k2_, C2f_ and C3_. */
  readonly suffix: string;
  readonly part: KinPart;
  /** What the part is, for the summary: “C2f whose bottlenecks are …”. */
  readonly parts: string;
  readonly docs: string;
  readonly origin: string;
  readonly composition: string;
  /** Which blocks there are, with the parameters of the examples: of C3k2 with c3k off (none: it fits no such channels) and on. */
  readonly params: { readonly c3k2?: readonly [off: number | undefined, on: number]; readonly c2f?: number; readonly c3?: number };
}

/** The blocks of a part that forks have. */
export function kinOf(kin: Kin): ModuleDefinition[] {
  const { c3k2, c2f, c3 } = kin.params;
  return [
    ...(c3k2 === undefined ? [] : [c3k2Kin(kin, [...example([64, false, 0.25], c3k2[0]), ...example([64, true], c3k2[1])])]),
    ...(c2f === undefined ? [] : [c2fKin(kin, example([32, true], c2f))]),
    ...(c3 === undefined ? [] : [c3Kin(kin, example([32], c3))]),
  ];
}

function example(args: readonly PyValue[], params: number | undefined): Example[] {
  const [c] = args;
  return params === undefined || typeof c !== 'number' ? [] : [{ input: [32, 20, 20], args, output: [c, 20, 20], params }];
}

function c3k2Kin({ suffix, part, parts, docs, origin, composition }: Kin, examples: readonly Example[]): ModuleDefinition {
  return defineModule({
    name: `C3k2_${suffix}`,
    summary: `C3k2 whose bottlenecks are ${parts}.`,
    docs: `${docs} At the scales m, l and x the parser sets c3k to True.`,
    composition: `Conv 1×1 → split; n × (${composition} | C3k of two such) in a row; concat all → Conv 1×1`,
    args: [
      inputChannels,
      outputChannels,
      repeats,
      bool('c3k', 'use C3k blocks of such parts; forced at the scales m, l, x', false),
      expansion,
      groupsArgument,
      shortcutArgument(true),
    ],
    parser: { family: 'scaled', repeatsInside: true, turnsLegacyOff: true, forced: { scales: 'mlx', position: 3, value: true } },
    upstream: nowhere,
    origin,
    build: (net, x, { c1, c2, n, c3k, e, g, shortcut }) => {
      checkReplaced({ c2, n, g, e });
      return splitAndJoin(net, x, { c1, c2, n, e }, (name, c) =>
        c3k ? c3kOf(name, c, part, { shortcut, g, k: [3, 3], e: 1 }) : part(name, c, { shortcut, g, k: [3, 3], e: 0.5 }),
      );
    },
    examples,
  });
}

/** C3k with two of another part. */
function c3kOf(name: string, c: number, part: KinPart, options: PartOptions): Layer {
  return (net, x) =>
    net.within(name, 'C3k', () => besideAndJoin(net, x, { c1: c, c2: c, n: 2, e: 0.5 }, (child, width) => part(child, width, options)));
}

function c2fKin(kin: Kin, examples: readonly Example[]): ModuleDefinition {
  return defineModule({
    ...sharedByKin('C2f', kin),
    composition: `Conv 1×1 → split; n × (${kin.composition}) in a row; concat all → Conv 1×1`,
    build: (net, x, { c1, c2, n, shortcut, g, e }) => {
      checkReplaced({ c2, n, g, e });
      return splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => kin.part(name, c, { shortcut, g, k: [3, 3], e: 1 }));
    },
    examples,
  });
}

function c3Kin(kin: Kin, examples: readonly Example[]): ModuleDefinition {
  return defineModule({
    ...sharedByKin('C3', kin),
    composition: `Conv 1×1 → n × (${kin.composition}), beside Conv 1×1; concat → Conv 1×1`,
    build: (net, x, { c1, c2, n, shortcut, g, e }) => {
      checkReplaced({ c2, n, g, e });
      return besideAndJoin(net, x, { c1, c2, n, e }, (name, c) => kin.part(name, c, { shortcut, g, k: [1, 3], e: 1 }));
    },
    examples,
  });
}

/** What kin of C2f and C3 take and say alike. */
function sharedByKin(block: 'C2f' | 'C3', { suffix, parts, docs, origin }: Kin) {
  return {
    name: `${block}_${suffix}`,
    summary: `${block} whose bottlenecks are ${parts}.`,
    docs,
    args: [inputChannels, outputChannels, repeats, shortcutArgument(false), groupsArgument, expansion],
    parser: { family: 'scaled', repeatsInside: true },
    upstream: nowhere,
    origin,
  } as const;
}
