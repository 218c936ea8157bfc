/** Ghost modules (Han et al., CVPR 2020): half of the maps are computed, the other half follows from them by cheap depth-wise convolutions. */
import { add, concat } from '../../net/functions.ts';
import { identity } from '../../net/layers.ts';
import { checkGroups } from '../../net/sizes.ts';
import { PyFloat } from '../../python.ts';
import { activationFlag, int, lateInt, size, strictInt } from '../arguments.ts';
import { defineModule, readLate } from '../define.ts';
import { expansion, halvedChannels, inputChannels, outputChannels, repeats, shortcutArgument } from './common.ts';
import { conv, dwConv } from './conv.ts';
import { besideAndJoin, checkReplaced } from './csp.ts';

export const ghostConv = defineModule({
  name: 'GhostConv',
  summary: 'Half of the output by a convolution, the other half by a 5×5 depth-wise convolution of the first.',
  composition: 'Conv k×k to c2 / 2, beside its depth-wise Conv 5×5; concat',
  args: [
    inputChannels,
    halvedChannels,
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    strictInt('g', 'groups', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, g, act }) => {
    const c = Math.floor(c2 / 2);
    // Both convolutions are made before either runs.
    checkGroups(c1, c, g);
    checkGroups(c, c, c);
    const y = net.chain(x, conv.as('cv1', { c1, c2: c, k, s, g, act }));
    return concat(net, [y, net.chain(y, conv.as('cv2', { c1: c, c2: c, k: 5, g: c, act }))]);
  },
  examples: [{ input: [16, 20, 20], args: [32, 1, 1], output: [32, 20, 20], params: 720 }],
});

const kernel = size('k', 'kernel size');

export const ghostBottleneck = defineModule({
  name: 'GhostBottleneck',
  summary: 'Two ghost convolutions with a shortcut; strided when s is 2.',
  docs: 'Its arguments are (c1, c2, k, s): no drop-in for C3, whose third argument is a repeat count.',
  composition: 'GhostConv → (depth-wise Conv s) → GhostConv, + shortcut',
  args: [inputChannels, outputChannels, lateInt('k', 'kernel of the depth-wise convolutions', 3), lateInt('s', 'stride, 1 or 2', 1)],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k: written, s: stride }) => {
    const c = Math.floor(c2 / 2);
    const s = stride === 2 || (stride instanceof PyFloat && stride.value === 2) ? 2 : 1;
    // Nothing looks at the kernel where there is no stride.
    const k = s === 2 ? readLate(kernel, written, 2) : 1;
    if (s === 2 && stride !== 2) readLate(kernel, stride, 3);
    const down = (name: string, channels: number) =>
      s === 2 ? dwConv.as(name, { c1: channels, c2: channels, k, s, act: false }) : identity(name);
    const y = net.chain(x, ghostConv.as('conv.0', { c1, c2: c }), down('conv.1', c), ghostConv.as('conv.2', { c1: c, c2, act: false }));
    const beside =
      s === 2 ? net.chain(x, down('shortcut.0', c1), conv.as('shortcut.1', { c1, c2, act: false })) : net.chain(x, identity('shortcut'));
    return add(net, y, beside);
  },
  examples: [
    { input: [16, 12, 20], args: [16], output: [16, 12, 20], params: 476 },
    { input: [16, 12, 20], args: [32, 3, 2], output: [32, 6, 10], params: 2008 },
  ],
});

export const c3Ghost = defineModule({
  name: 'C3Ghost',
  summary: 'C3 whose inner blocks are ghost bottlenecks.',
  composition: 'Conv 1×1 → n × GhostBottleneck, beside Conv 1×1; concat → Conv 1×1',
  args: [inputChannels, outputChannels, repeats, shortcutArgument(true), int('g', 'ignored', 1), expansion],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, o) => {
    checkReplaced(o);
    return besideAndJoin(net, x, o, (name, c) => ghostBottleneck.as(name, { c1: c, c2: c }));
  },
  examples: [
    { input: [16, 12, 20], args: [16], output: [16, 12, 20], params: 782 },
    { input: [16, 12, 12], args: [24, false], output: [24, 12, 12], params: 1389 },
  ],
});
