/**
 * Blocks of YOLO11 and YOLOv8 with dynamic convolutions inside, as two public collections have them. One calls the convolution
 * alone `DynamicConv` (*plain*), the other the one with BatchNorm and activation (*bn-act*): their blocks of one name differ too.
 */
import type { Feature, Layer } from '../../net/builder.ts';
import { concat, slice } from '../../net/functions.ts';
import { activation, batchNorm } from '../../net/layers.ts';
import type { Size } from '../../net/sizes.ts';
import { bool } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { expansion, groupsArgument, inputChannels, outputChannels, repeats, shortcutArgument } from './common.ts';
import { conv } from './conv.ts';
import { aroundShortcut, besideAndJoin, splitAndJoin } from './csp.ts';
import { dynamicConv, dynamicConvSingle } from './dynamic-conv.ts';

/** What the bare name `DynamicConv` stands for in a file. */
export type DynamicMeaning = 'plain' | 'bn-act';

const c3k2Arguments = [
  inputChannels,
  outputChannels,
  repeats,
  bool('c3k', 'use C3k blocks instead of bottlenecks', false),
  expansion,
  groupsArgument,
  shortcutArgument(true),
] as const;
const c2fArguments = [inputChannels, outputChannels, repeats, shortcutArgument(false), groupsArgument, expansion] as const;
const origin = 'public copies of the framework that add it';

/** The block of YOLO11 whose bottlenecks end in a dynamic convolution with normalisation and activation. */
export const c3k2Dynamic = c3k2Of('bn-act');
/** The same where `DynamicConv` means the convolution alone. */
export const c3k2DynamicPlain = c3k2Of('plain');
/** The block of YOLOv8 whose bottlenecks end in a dynamic convolution with normalisation and activation. */
export const c2fDynamic = c2fOf('bn-act');
/** The same where `DynamicConv` means the convolution alone. */
export const c2fDynamicPlain = c2fOf('plain');

function c3k2Of(meaning: DynamicMeaning) {
  return defineModule({
    name: 'C3k2_DynamicConv',
    summary: 'C3k2 whose bottlenecks end in a dynamic convolution.',
    docs:
      meaning === 'plain'
        ? 'Here DynamicConv means the convolution alone; c3k is as the file says at every scale.'
        : 'Here DynamicConv means the one with BatchNorm and activation; at the scales m, l and x the parser sets c3k to True.',
    composition: 'Conv 1×1 → split; n × (Conv 3×3 → DynamicConv 3×3 | C3k of such) in a row; concat all → Conv 1×1',
    args: c3k2Arguments,
    parser:
      meaning === 'plain'
        ? { family: 'scaled', repeatsInside: true }
        : { family: 'scaled', repeatsInside: true, turnsLegacyOff: true, forced: { scales: 'mlx', position: 3, value: true } },
    upstream: () => false,
    origin,
    build: (net, x, { c1, c2, n, c3k, e, g, shortcut }) =>
      splitAndJoin(net, x, { c1, c2, n, e }, (name, c) =>
        c3k
          ? c3kOf(name, c, (inner, width) => bottleneckOf(meaning, inner, width, { shortcut, g, k: 3, e: 1 }))
          : bottleneckOf(meaning, name, c, { shortcut, g, k: 3, e: meaning === 'plain' ? 0.5 : 1 }),
      ),
    examples:
      meaning === 'plain'
        ? []
        : [
            { input: [32, 20, 20], args: [64, false, 0.25], output: [64, 20, 20], params: 15_940 },
            { input: [128, 20, 20], args: [128, true], output: [128, 20, 20], params: 142_600 },
          ],
  });
}

function c2fOf(meaning: DynamicMeaning) {
  return defineModule({
    name: 'C2f_DynamicConv',
    summary: 'C2f whose bottlenecks end in a dynamic convolution.',
    docs:
      meaning === 'plain'
        ? 'Here DynamicConv means the convolution alone.'
        : 'Here DynamicConv means the one with BatchNorm and activation.',
    composition: 'Conv 1×1 → split; n × (Conv 3×3 → DynamicConv 3×3) in a row; concat all → Conv 1×1',
    args: c2fArguments,
    parser: { family: 'scaled', repeatsInside: true },
    upstream: () => false,
    origin,
    build: (net, x, { c1, c2, n, shortcut, g, e }) =>
      splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => bottleneckOf(meaning, name, c, { shortcut, g, k: 3, e: 1 })),
    examples: meaning === 'plain' ? [] : [{ input: [32, 20, 20], args: [32, true], output: [32, 20, 20], params: 14_340 }],
  });
}

/** The block of YOLO11 made of ghost modules with dynamic convolutions. */
export const c3k2GhostDynamic = defineModule({
  name: 'C3k2_GhostDynamicConv',
  summary: 'C3k2 whose repeated part is a ghost module of dynamic convolutions.',
  docs: 'At the scales m, l and x the parser sets c3k to True.',
  composition:
    'Conv 1×1 → split; n × (DynamicConv 1×1 beside its depth-wise DynamicConv 3×3 | C3k of such) in a row; concat all → Conv 1×1',
  args: c3k2Arguments,
  parser: { family: 'scaled', repeatsInside: true, turnsLegacyOff: true, forced: { scales: 'mlx', position: 3, value: true } },
  upstream: () => false,
  origin,
  build: (net, x, { c1, c2, n, c3k, e }) =>
    splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => (c3k ? c3kOf(name, c, ghostModule) : ghostModule(name, c))),
  examples: [{ input: [32, 20, 20], args: [64, false], output: [64, 20, 20], params: 11_336 }],
});

/** The block of YOLOv8 made of ghost modules with dynamic convolutions. */
export const c2fGhostDynamic = defineModule({
  name: 'C2f_GhostDynamicConv',
  summary: 'C2f whose repeated part is a ghost module of dynamic convolutions.',
  composition: 'Conv 1×1 → split; n × (DynamicConv 1×1 beside its depth-wise DynamicConv 3×3) in a row; concat all → Conv 1×1',
  args: c2fArguments,
  parser: { family: 'scaled', repeatsInside: true },
  upstream: () => false,
  origin,
  build: (net, x, { c1, c2, n, e }) => splitAndJoin(net, x, { c1, c2, n, e }, ghostModule),
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 3_624 }],
});

/** The block of YOLOv8 made of ghost modules whose dynamic convolutions are normalised one by one, with ReLU. */
export const c2fGhostModuleDynamic = defineModule({
  name: 'C2f_GhostModule_DynamicConv',
  summary: 'C2f whose repeated part is the ghost module of ParameterNet.',
  docs: 'Its dynamic convolutions are the convolution alone, each followed by BatchNorm and ReLU; shortcut and g change nothing.',
  composition:
    'Conv 1×1 → split; n × (DynamicConv_Single 1×1 → BN → ReLU beside its depth-wise 3×3 → BN → ReLU) in a row; concat all → Conv 1×1',
  args: c2fArguments,
  parser: { family: 'scaled', repeatsInside: true },
  upstream: () => false,
  origin,
  build: (net, x, { c1, c2, n, e }) => splitAndJoin(net, x, { c1, c2, n, e }, ghostOfSingles),
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 3624 }],
});

/** Conv, then a 3×3 dynamic convolution, with the input added where the channels are equal. */
function bottleneckOf(
  meaning: DynamicMeaning,
  name: string,
  c: number,
  { shortcut, g, k, e }: { readonly shortcut: boolean; readonly g: number; readonly k: Size; readonly e: number },
): Layer {
  const hidden = Math.trunc(c * e);
  const second =
    meaning === 'plain'
      ? dynamicConvSingle.as('cv2', { c1: hidden, c2: c, kernel_size: 3, groups: g })
      : dynamicConv.as('cv2', { c1: c, c2: c, k: 3 });
  return aroundShortcut(name, 'Bottleneck_DynamicConv', shortcut, conv.as('cv1', { c1: c, c2: hidden, k }), second);
}

/** C3k with another inner block, twice. */
function c3kOf(name: string, c: number, inner: (name: string, channels: number) => Layer): Layer {
  return (net, x) => net.within(name, 'C3k_DynamicConv', () => besideAndJoin(net, x, { c1: c, c2: c, n: 2, e: 0.5 }, inner));
}

/** Half of the maps by a 1×1 dynamic convolution, the others by a depth-wise one of these. */
function ghostModule(name: string, c: number): Layer {
  const first = Math.ceil(c / 2);
  return ghostOf(
    'GhostModule',
    name,
    c,
    [dynamicConv.as('primary_conv', { c1: c, c2: first })],
    [dynamicConv.as('cheap_operation', { c1: first, c2: first, k: 3, g: first })],
  );
}

/** The same of convolutions alone, with what follows them in a sequence. */
function ghostOfSingles(name: string, c: number): Layer {
  const first = Math.ceil(c / 2);
  const follows = (place: string) => [batchNorm(`${place}.1`), activation(`${place}.2`, 'relu')];
  return ghostOf(
    'GhostModule_DynamicConv',
    name,
    c,
    [dynamicConvSingle.as('primary_conv.0', { c1: c, c2: first, padding: 0 }), ...follows('primary_conv')],
    [
      dynamicConvSingle.as('cheap_operation.0', { c1: first, c2: first, kernel_size: 3, padding: 1, groups: first }),
      ...follows('cheap_operation'),
    ],
  );
}

function ghostOf(type: string, name: string, c: number, primary: readonly Layer[], cheap: readonly Layer[]): Layer {
  return (net, x) =>
    net.within(name, type, () => {
      const half = net.chain(x, ...primary);
      const both: Feature = concat(net, [half, net.chain(half, ...cheap)]);
      return both.shape[0] === c ? both : slice(net, both, 0, 0, c);
    });
}
