/** Older and rarer kin of the cross-stage blocks in `csp.ts`. */
import type { Feature } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, concat, split } from '../../net/functions.ts';
import { activation, batchNorm } from '../../net/layers.ts';
import { size } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { attention, headsFor, psaBlock, requireEqualChannels } from './attention.ts';
import { expansion, groupsArgument, inputChannels, joinedRepeats, outputChannels, repeats, shortcutArgument } from './common.ts';
import { conv, repeat } from './conv.ts';
import { besideAndJoin, bottleneck, splitAndJoin } from './csp.ts';

/** One convolution, then n more with a shortcut around them. */
export const c1 = defineModule({
  name: 'C1',
  summary: 'A 1×1 convolution and n 3×3 convolutions with a shortcut around them.',
  composition: 'Conv 1×1 → n × Conv 3×3 (+ their input)',
  args: [inputChannels, outputChannels, repeats],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1: inputs, c2: out, n }) => {
    const y = net.chain(x, conv.as('cv1', { c1: inputs, c2: out }));
    return add(
      net,
      repeat(net, 'm', n, y, (name) => conv.as(name, { c1: out, c2: out, k: 3 })),
      y,
    );
  },
  examples: [{ input: [16, 20, 20], args: [16], output: [16, 20, 20], params: 2624 }],
});

/** CSP bottleneck with two convolutions. */
export const c2 = defineModule({
  name: 'C2',
  summary: 'Splits its channels in two and runs n bottlenecks on one half.',
  composition: 'Conv 1×1 → split; n × Bottleneck(3×3, 3×3) on a half; concat → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), groupsArgument, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1: inputs, c2: out, n, shortcut, g, e }) => {
    const c = Math.trunc(out * e);
    const [a, b] = split(net, net.chain(x, conv.as('cv1', { c1: inputs, c2: 2 * c })), [c, c]) as [Feature, Feature];
    const y = repeat(net, 'm', n, a, (name) => bottleneck.as(name, { c1: c, c2: c, shortcut, g, e: 1 }));
    return net.chain(concat(net, [y, b]), conv.as('cv2', { c1: 2 * c, c2: out }));
  },
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 6848 }],
});

/** C3 with cross-shaped kernels. */
export const c3x = defineModule({
  name: 'C3x',
  summary: 'C3 whose bottlenecks have a 1×3 and a 3×1 convolution.',
  composition: 'Conv 1×1 → n × Bottleneck(1×3, 3×1), beside Conv 1×1; concat → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), groupsArgument, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, o) =>
    besideAndJoin(net, x, o, (name, c) =>
      bottleneck.as(name, {
        c1: c,
        c2: c,
        shortcut: o.shortcut,
        g: o.g,
        k: [
          [1, 3],
          [3, 1],
        ],
        e: 1,
      }),
    ),
  examples: [
    { input: [16, 12, 20], args: [16], output: [16, 12, 20], params: 992 },
    { input: [16, 12, 12], args: [24, false], output: [24, 12, 12], params: 1968 },
  ],
});

/** The original cross-stage block of YOLOv4 and v5. */
export const bottleneckCsp = defineModule({
  name: 'BottleneckCSP',
  summary: 'The first cross-stage block: bottlenecks beside a plain convolution, normalised and activated together.',
  composition: 'Conv 1×1 → n × Bottleneck → Conv2d, beside Conv2d; concat → BatchNorm2d → SiLU → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), groupsArgument, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1: inputs, c2: out, n, shortcut, g, e }) => {
    const c = Math.trunc(out * e);
    const deep = net.chain(x, conv.as('cv1', { c1: inputs, c2: c }));
    const y = repeat(net, 'm', n, deep, (name) => bottleneck.as(name, { c1: c, c2: c, shortcut, g, e: 1 }));
    const joined = concat(net, [
      net.chain(y, conv2d('cv3', { in: c, out: c, bias: false })),
      net.chain(x, conv2d('cv2', { in: inputs, out: c, bias: false })),
    ]);
    return net.chain(joined, batchNorm('bn', 2 * c), activation('act', 'silu'), conv.as('cv4', { c1: 2 * c, c2: out }));
  },
  examples: [
    { input: [16, 12, 20], args: [16], output: [16, 12, 20], params: 1840 },
    { input: [16, 12, 12], args: [24, false], output: [24, 12, 12], params: 3864 },
  ],
});

/** Position-sensitive attention of YOLOv10. */
export const psa = defineModule({
  name: 'PSA',
  summary: 'Sends half of the channels through attention and a feed-forward part; input and output channels must be equal.',
  composition: 'Conv 1×1 → split; + Attention, + feed-forward on a half; concat → Conv 1×1',
  args: [inputChannels, outputChannels, expansion],
  parser: { family: 'scaled' },
  build: (net, x, { c1: inputs, c2: out, e }) => {
    requireEqualChannels(inputs, out);
    const c = Math.trunc(inputs * e);
    const [a, b] = split(net, net.chain(x, conv.as('cv1', { c1: inputs, c2: 2 * c })), [c, c]) as [Feature, Feature];
    const attended = add(net, b, net.chain(b, attention.as('attn', { dim: c, num_heads: headsFor(c, net.rules.has('psa-one-head')) })));
    const fed = add(
      net,
      attended,
      net.chain(attended, conv.as('ffn.0', { c1: c, c2: 2 * c }), conv.as('ffn.1', { c1: 2 * c, c2: c, act: false })),
    );
    return net.chain(concat(net, [a, fed]), conv.as('cv2', { c1: 2 * c, c2: inputs }));
  },
  examples: [{ input: [128, 8, 12], args: [128], output: [128, 8, 12], params: 63424 }],
});

/** C2f with attention blocks. */
export const c2fpsa = defineModule({
  name: 'C2fPSA',
  summary: 'C2f whose inner blocks are attention blocks; input and output channels must be equal.',
  composition: 'Conv 1×1 → split; n × PSABlock in a row; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, joinedRepeats, expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, o) => {
    requireEqualChannels(o.c1, o.c2);
    return splitAndJoin(net, x, o, (name, c) => psaBlock.as(name, { c, num_heads: headsFor(c, net.rules.has('c2fpsa-one-head')) }));
  },
  examples: [{ input: [128, 8, 12], args: [128], output: [128, 8, 12], params: 71616 }],
});

/** A point-wise and a strided depth-wise convolution. */
export const scDown = defineModule({
  name: 'SCDown',
  summary: 'Separable downsampling: a 1×1 convolution sets the channels, a depth-wise one the size.',
  composition: 'Conv 1×1 → depth-wise Conv k×k without activation',
  args: [inputChannels, outputChannels, { ...size('k', 'kernel size'), values: [3] }, { ...size('s', 'stride'), values: [2] }],
  parser: { family: 'scaled' },
  build: (net, x, { c1: inputs, c2: out, k, s }) =>
    net.chain(x, conv.as('cv1', { c1: inputs, c2: out }), conv.as('cv2', { c1: out, c2: out, k, s, g: out, act: false })),
  examples: [{ input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 928 }],
});
