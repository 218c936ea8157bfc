/** Blocks with re-parameterised convolutions inside, and the ELAN frame of YOLOv9. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, concat, split } from '../../net/functions.ts';
import { identity } from '../../net/layers.ts';
import { maxPool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { bool, int, number, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { expansion, inputChannels, outputChannels, shortcutArgument } from './common.ts';
import { conv, repeat } from './conv.ts';
import { aroundShortcut, besideAndJoin, checkReplaced, splitAndJoin } from './csp.ts';
import { repConv, repVggDw } from './reparameterised.ts';

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
  examples: [
    { input: [16, 12, 20], args: [16], output: [16, 12, 20], params: 3200 },
    { input: [16, 12, 12], args: [24, 0.5], output: [24, 12, 12], params: 2256 },
  ],
});

const stage1 = strictInt('c3', 'channels after the first convolution, not scaled');
const stage2 = strictInt('c4', 'channels of the inner blocks, not scaled');

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
  examples: [
    { input: [16, 12, 20], args: [32, 32, 16], output: [32, 12, 20], params: 11040 },
    { input: [16, 12, 12], args: [24, 16, 8, 2], output: [24, 12, 12], params: 3920 },
  ],
});

/** The plain variant of it. */
export const elan1 = defineModule({
  name: 'ELAN1',
  summary: 'ELAN block of small YOLOv9: two 3×3 convolutions in a row, everything joined.',
  composition: 'Conv 1×1 → split; Conv 3×3 → Conv 3×3; concat all → Conv 1×1',
  args: [inputChannels, outputChannels, stage1, stage2],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, c3, c4 }) => elan(net, x, c1, c2, c3, c4, (name, inputs) => conv.as(name, { c1: inputs, c2: c4, k: 3 })),
  examples: [{ input: [16, 12, 20], args: [32, 32, 16], output: [32, 12, 20], params: 7360 }],
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
  // A single channel is not taken apart: the next block, made for half of it, gets it whole.
  if (half === 0)
    throw new Refused(
      'RuntimeError',
      `Given groups=1, weight of size [${c4}, 0, 1, 1], expected input[1, ${c3}, ${x.shape.slice(1).join(', ')}] to have 0 channels, but got ${c3} channels instead`,
      'args',
      2,
    );
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
  args: [inputChannels, outputChannels, stage1, strictInt('k', 'window of the max-pools', 5)],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, c3, k }) => {
    const maps = [net.chain(x, conv.as('cv1', { c1, c2: c3 }))];
    for (const name of ['cv2', 'cv3', 'cv4'])
      maps.push(net.chain(maps.at(-1) as Feature, maxPool2d(name, { kernel: k, stride: 1, padding: Math.floor(k / 2) })));
    return net.chain(concat(net, maps), conv.as('cv5', { c1: 4 * c3, c2 }));
  },
  examples: [
    { input: [32, 12, 20], args: [32, 16], output: [32, 12, 20], params: 2656 },
    { input: [32, 12, 12], args: [24, 16, 3], output: [24, 12, 12], params: 2128 },
  ],
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
    int('g', 'ignored', 1),
    expansion,
  ],
  parser: { family: 'scaled', repeatsInside: true, turnsLegacyOff: 'c2fcib-turns-legacy-off' },
  build: (net, x, { shortcut, lk, ...o }) => {
    checkReplaced(o);
    return splitAndJoin(net, x, o, (name, c) => invertedBlock(name, c, shortcut, lk));
  },
  examples: [
    { input: [16, 12, 20], args: [16, true], output: [16, 12, 20], params: 1360 },
    { input: [16, 12, 12], args: [16, true, true], output: [16, 12, 12], params: 2176 },
  ],
});

function invertedBlock(name: string, c: number, shortcut: boolean, large: boolean): Layer {
  const middle = large ? repVggDw.as('cv1.2', { ed: 2 * c }) : conv.as('cv1.2', { c1: 2 * c, c2: 2 * c, k: 3, g: 2 * c });
  return aroundShortcut(
    name,
    'CIB',
    shortcut,
    conv.as('cv1.0', { c1: c, c2: c, k: 3, g: c }),
    conv.as('cv1.1', { c1: c, c2: 2 * c }),
    middle,
    conv.as('cv1.3', { c1: 2 * c, c2: c }),
    conv.as('cv1.4', { c1: c, c2: c, k: 3, g: c }),
  );
}
