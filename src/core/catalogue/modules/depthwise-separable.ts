/** YOLOv13's own tree: depth-wise separable convolutions in the places of the plain ones of YOLO11. */
import type { Layer } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { activation, batchNorm } from '../../net/layers.ts';
import type { ReleaseRules } from '../../upstream/releases.ts';
import { bool, int, optionalSize } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { expansion, inputChannels, outputChannels, repeats } from './common.ts';
import { aroundShortcut, besideAndJoin, splitAndJoin } from './csp.ts';

/** Where the classes of YOLOv13 are found. */
export const yolov13Tree = 'the public tree of YOLOv13';

/** A convolution within each channel and one across channels, then normalisation and SiLU. */
export const dsConv = separable('DSConv', (rules) => rules.tree === 'yolov13', yolov13Tree);
/** As a fork calls it that has another DSConv. */
export const dsConvYolo13 = separable('DSConv_YOLO13', () => false, 'YOLOv13 in forks of Ultralytics');

function separable(name: string, upstream: (rules: ReleaseRules) => boolean, origin: string) {
  return defineModule({
    name,
    summary: 'Depth-wise separable convolution: k × k within each channel, 1×1 across channels, batch normalisation, SiLU.',
    composition: 'Conv2d k×k of c1 groups → Conv2d 1×1 → BatchNorm2d → SiLU',
    args: [
      inputChannels,
      outputChannels,
      int('k', 'kernel size', 3),
      int('s', 'stride', 1),
      optionalSize('p', 'padding; None keeps the size at stride 1'),
      int('d', 'dilation', 1),
      bool('bias', 'biases in both convolutions', false),
    ],
    parser: { family: 'scaled' },
    upstream,
    origin,
    build: (net, x, { c1, c2, k, s, p, d, bias }) =>
      net.chain(
        x,
        conv2d('dw', {
          in: c1,
          out: c1,
          kernel: k,
          stride: s,
          padding: p ?? Math.floor((d * (k - 1)) / 2),
          dilation: d,
          groups: c1,
          bias,
        }),
        conv2d('pw', { in: c1, out: c2, bias }),
        batchNorm('bn', c2),
        activation('act', 'silu'),
      ),
    examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 720 }],
  });
}

/** C2f whose parts are made of depth-wise separable convolutions. */
export const dsc3k2 = defineModule({
  name: 'DSC3k2',
  summary: 'C2f of depth-wise separable convolutions: the repeated part is a bottleneck, or a C3k block of them where dsc3k is True.',
  docs: 'At the scales l and x the parser sets dsc3k to True whatever the file says.',
  composition: 'Conv 1×1 → split; n × (DSConv k1 → DSConv k2 | C3k of such bottlenecks) in a row; concat all → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    repeats,
    bool('dsc3k', 'use C3k blocks instead of bottlenecks; forced at the scales l and x', false),
    expansion,
    int('g', 'groups; not used', 1),
    bool('shortcut', 'add the input to the output of each bottleneck', true),
    int('k1', 'kernel size of the first convolution of each bottleneck', 3),
    int('k2', 'kernel size of the second convolution of each bottleneck', 7),
    int('d2', 'dilation of the second convolution of each bottleneck', 1),
  ],
  // Forks that took the block over left out what the tree's parser does beside it.
  parser: (rules) =>
    rules.tree === 'yolov13'
      ? { family: 'scaled', repeatsInside: true, turnsLegacyOff: true, forced: { scales: 'lx', position: 3, value: true } }
      : { family: 'scaled', repeatsInside: true },
  upstream: (rules) => rules.tree === 'yolov13',
  origin: yolov13Tree,
  build: (net, x, { c1, c2, n, dsc3k: deep, e, shortcut, k1, k2, d2 }) =>
    splitAndJoin(net, x, { c1, c2, n, e }, (name, c) => (deep ? dsc3k : dsBottleneck)(name, { c, e: 1, shortcut, k1, k2, d2 })),
  examples: [
    { input: [32, 20, 20], args: [64, false], output: [64, 20, 20], params: 12_480 },
    { input: [64, 20, 20], args: [64, true], output: [64, 20, 20], params: 22_848 },
  ],
});

interface Separable {
  /** Channels, which stay. */
  readonly c: number;
  readonly e: number;
  readonly shortcut: boolean;
  readonly k1: number;
  readonly k2: number;
  readonly d2: number;
}

/** Two depth-wise separable convolutions with an optional shortcut. */
export function dsBottleneck(name: string, { c, e, shortcut, k1, k2, d2 }: Separable): Layer {
  const hidden = Math.trunc(c * e);
  const first = dsConv.as('cv1', { c1: c, c2: hidden, k: k1 });
  return aroundShortcut(name, 'DSBottleneck', shortcut, first, dsConv.as('cv2', { c1: hidden, c2: c, k: k2, d: d2 }));
}

/** C3's frame around two of these bottlenecks. */
export function dsc3k(name: string, o: Separable): Layer {
  return (net, x) =>
    net.within(name, 'DSC3k', () =>
      besideAndJoin(net, x, { c1: o.c, c2: o.c, n: 2, e: o.e }, (child, c) => dsBottleneck(child, { ...o, c, e: 1 })),
    );
}
