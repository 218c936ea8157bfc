/** Slim-neck: half of the channels by a full convolution, half by a depth-wise one of these, shuffled. */
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, concat, unary } from '../../../net/functions.ts';
import { activation } from '../../../net/layers.ts';
import { activationFlag, bool, int, number, optionalSize, size } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels, repeats } from '../common.ts';
import { conv, repeat } from '../conv.ts';
import { nowhere, shuffle } from './common.ts';

const origin = 'slim-neck-by-gsconv';
const docs = 'Slim-neck by GSConv (Li et al., 2022).';

/** A full convolution to half of the channels, a depth-wise one of these, shuffled. */
export const gsConv = defineModule({
  name: 'GSConv',
  summary: 'A convolution to half of the output channels and a depth-wise 5×5 of these, joined and shuffled.',
  docs: `${docs} The activation is the default one whatever the row says.`,
  composition: 'Conv k to c2 / 2, beside depth-wise Conv 5×5 of it; concat, channels of both halves in turn',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    int('g', 'groups', 1),
    int('d', 'dilation', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, k, s, p, g, d }) => {
    const c = Math.floor(c2 / 2);
    const y = net.chain(x, conv.as('cv1', { c1, c2: c, k, s, p, g, d }));
    return shuffle(net, concat(net, [y, net.chain(y, conv.as('cv2', { c1: c, c2: c, k: 5, p, g: c, d }))]), c);
  },
  examples: [{ input: [64, 20, 20], args: [64, 3, 2], output: [64, 10, 10], params: 19_360 }],
});

/** The same, mixed by a 1×1 convolution. */
export const gsConvNs = defineModule({
  name: 'GSConvns',
  summary: 'GSConv whose halves are mixed by a 1×1 convolution and ReLU instead of being shuffled.',
  docs,
  composition: 'Conv k to c2 / 2, beside depth-wise Conv 5×5 of it; concat → Conv2d 1×1 → ReLU',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    int('g', 'groups', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, k, s, p, g }) => {
    const c = Math.floor(c2 / 2);
    const y = net.chain(x, conv.as('cv1', { c1, c2: c, k, s, p, g }));
    const both = concat(net, [y, net.chain(y, conv.as('cv2', { c1: c, c2: c, k: 5, p, g: c }))]);
    return unary(net, 'relu', net.chain(both, conv2d('shuf', { in: 2 * c, out: c2, bias: false })));
  },
  examples: [{ input: [64, 20, 20], args: [64, 3, 2], output: [64, 10, 10], params: 23_456 }],
});

/** Two GSConv with a 1×1 shortcut. */
export const gsBottleneck = defineModule({
  name: 'GSBottleneck',
  summary: 'Two GSConv, 1×1 and 3×3, beside a 1×1 convolution, added.',
  docs,
  composition: 'GSConv 1×1 → GSConv 3×3, beside Conv 1×1; sum',
  args: [
    inputChannels,
    outputChannels,
    int('k', 'not used', 3),
    int('s', 'not used', 1),
    number('e', 'share of c2 that the hidden part has', 0.5),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, e }) => {
    const c = Math.trunc(c2 * e);
    const light = net.within('conv_lighting', 'Container', () =>
      net.chain(x, gsConv.as('0', { c1, c2: c }), gsConv.as('1', { c1: c, c2, k: 3 })),
    );
    return add(net, light, net.chain(x, conv.as('shortcut', { c1, c2, act: false })));
  },
  examples: [{ input: [64, 20, 20], args: [64], output: [64, 20, 20], params: 15_856 }],
});

/** A cross-stage block of GSBottleneck. */
export const voVGscsp = defineModule({
  name: 'VoVGSCSP',
  summary: 'Cross-stage block of slim-neck: GSBottlenecks on one half, a 1×1 convolution past them, both joined.',
  docs: `${docs} The class also holds a 3×3 convolution that never runs; its parameters count.`,
  composition: 'Conv 1×1 → n × GSBottleneck, beside Conv 1×1; concat → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    repeats,
    bool('shortcut', 'not used', true),
    int('g', 'not used', 1),
    number('e', 'share of c2 that the hidden part has', 0.5),
  ],
  parser: { family: 'scaled', repeatsInside: true },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, n, e }) => {
    const c = Math.trunc(c2 * e);
    const y = repeat(net, 'gsb', n, net.chain(x, conv.as('cv1', { c1, c2: c })), (name) => gsBottleneck.as(name, { c1: c, c2: c, e: 1 }));
    return frame(net, x, y, c1, c2, c);
  },
  examples: [{ input: [128, 20, 20], args: [64], output: [64, 20, 20], params: 28_960 }],
});

/** The rest of the block, with the convolution that never runs. */
function frame(net: Net, x: Feature, deep: Feature, c1: number, c2: number, c: number): Feature {
  const beside = net.chain(x, conv.as('cv2', { c1, c2: c }));
  net.declare(() => net.chain(deep, conv.as('res', { c1: c, c2: c, k: 3, act: false })));
  return net.chain(concat(net, [beside, deep]), conv.as('cv3', { c1: 2 * c, c2 }));
}

/** GSConv of two full convolutions. */
export const gsConvE = defineModule({
  name: 'GSConvE',
  summary: 'GSConv with a full and a depth-wise 3×3 convolution and GELU in place of the depth-wise 5×5.',
  docs: `${docs} In the enhanced form of its authors’ later work.`,
  composition: 'Conv k to c2 / 2, beside Conv2d 3×3 → depth-wise Conv2d 3×3 → GELU of it; concat, channels of both halves in turn',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    int('g', 'groups', 1),
    int('d', 'dilation', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, k, s, g, d, act }) => {
    const c = Math.floor(c2 / 2);
    const y = net.chain(x, conv.as('cv1', { c1, c2: c, k, s, g, d, act }));
    const z = net.within('cv2', 'Container', () =>
      net.chain(
        y,
        conv2d('0', { in: c, out: c, kernel: 3, padding: 1, bias: false }),
        conv2d('1', { in: c, out: c, kernel: 3, padding: 1, groups: c, bias: false }),
        activation('2', 'gelu'),
      ),
    );
    return shuffle(net, concat(net, [y, z]), 2);
  },
  examples: [{ input: [64, 20, 20], args: [64, 3, 2], output: [64, 10, 10], params: 28_000 }],
});
