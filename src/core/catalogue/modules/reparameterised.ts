/** Re-parameterised convolutions: several branches while training, one convolution once fused. */
import { conv2d } from '../../net/convolutions.ts';
import { add } from '../../net/functions.ts';
import { activation, batchNorm, identity } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { pair } from '../../net/sizes.ts';
import type { FoldedBranch } from '../../ops.ts';
import { scaledChannels } from '../../resolve/numbers.ts';
import { activationFlag, bool, int, lateInt, optionalSize, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { argumentAt, changed, channelsOf, type FamilyInput, type FamilyResult, notedFor, put } from '../rewriting.ts';
import { inputChannels, outputChannels } from './common.ts';
import { conv, samePadding } from './conv.ts';

const unscaled = 'The parser neither scales its arguments nor puts the input channels in: write [c1, c2, …] as they really are.';

/** A 3×3 and a 1×1 convolution beside each other, one 3×3 once fused. */
export const repConv = defineModule({
  name: 'RepConv',
  summary: 'A 3×3 and a 1×1 convolution beside each other; fusing makes one 3×3 of them.',
  docs: 'The parser neither scales its arguments nor puts the input channels in: write [c1, c2, …] as they really are. Parsers of most forks treat it like Conv, [c2, …]: a file with modules that the framework lacks is read so where the second argument is the kernel, 3.',
  composition: 'Conv 3×3 + Conv 1×1 (+ BatchNorm2d) → activation; fused: Conv2d 3×3 → activation',
  args: [
    inputChannels,
    outputChannels,
    lateInt('k', 'kernel size, 3', 3),
    size('s', 'stride', 1),
    lateInt('p', 'padding, 1', 1),
    strictInt('g', 'groups', 1),
    int('d', 'ignored', 1),
    activationFlag('act'),
    bool('bn', 'a normalised identity branch where shapes allow it', false),
    bool('deploy', 'ignored', false),
  ],
  parser: { family: 'special', rewrite: verbatimOrScaled },
  build: (net, x, { c1, c2, k: kernel, s, p: padding, g, act, bn }) => {
    const [k, p] = [3, 1];
    if (kernel !== k || padding !== p) throw new Refused('AssertionError', '', 'args', kernel === k ? 4 : 2, undefined, true);
    const end = act ? activation('act', 'silu', { shared: 'rep_conv_act' }) : identity('act');
    if (net.options.fused) {
      const branches = [
        branch('conv1.bn', { path: 'conv1.conv', shape: [c2, c1 / g, 3, 3] }),
        branch('conv2.bn', { path: 'conv2.conv', shape: [c2, c1 / g, 1, 1] }),
        ...(bn && c1 === c2 && s === 1 ? [branch('bn')] : []),
      ];
      return net.chain(x, conv2d('conv', { in: c1, out: c2, kernel: 3, stride: s, padding: 1, groups: g, branches }), end);
    }
    const y = add(
      net,
      net.chain(x, conv.as('conv1', { c1, c2, k, s, p, g, act: false })),
      net.chain(x, conv.as('conv2', { c1, c2, k: 1, s, p: 0, g, act: false })),
    );
    return net.chain(bn && c1 === c2 && s === 1 ? add(net, y, net.chain(x, batchNorm('bn', c1))) : y, end);
  },
  examples: [
    { input: [8, 12, 12], args: [8, 16, 3, 2], output: [16, 6, 6], params: 1344 },
    { input: [8, 12, 12], args: [8, 8, 3, 1, 1, 2, 1, true, true], output: [8, 12, 12], params: 368 },
  ],
});

/** A convolution and a 1×1 one beside it, with one normalisation for the sum. */
export const conv2 = defineModule({
  name: 'Conv2',
  summary: 'Conv with a 1×1 convolution beside it before the normalisation; fusing makes one convolution of them.',
  docs: unscaled,
  composition: 'Conv2d k×k + Conv2d 1×1 → BatchNorm2d → activation; fused: Conv2d k×k → activation',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel size', 3),
    size('s', 'stride', 1),
    optionalSize('p', 'padding of both convolutions; None keeps the size'),
    strictInt('g', 'groups', 1),
    int('d', 'dilation', 1),
    activationFlag('act'),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, { c1, c2, k, s, p, g, d, act }) => {
    const end = act ? net.options.activation : identity('act');
    const main = { in: c1, out: c2, kernel: k, stride: s, padding: p ?? samePadding(k, d), groups: g, dilation: d };
    if (net.options.fused) {
      const kernels = [
        { path: 'conv', shape: [c2, c1 / g, ...pair(k)] },
        { path: 'cv2', shape: [c2, c1 / g, 1, 1] },
      ];
      return net.chain(x, conv2d('conv', { ...main, branches: [branch('bn', ...kernels)] }), end);
    }
    const beside = conv2d('cv2', { in: c1, out: c2, stride: s, padding: p ?? 0, groups: g, dilation: d, bias: false });
    const sum = add(net, net.chain(x, conv2d('conv', { ...main, bias: false })), net.chain(x, beside));
    return net.chain(sum, batchNorm('bn', c2), end);
  },
  examples: [
    { input: [8, 12, 12], args: [8, 16, 3, 2], output: [16, 6, 6], params: 1312 },
    { input: [8, 12, 12], args: [8, 8, 5, 1, null, 4], output: [8, 12, 12], params: 432 },
  ],
});

/** Depth-wise 7×7 and 3×3 beside each other, one 7×7 once fused. */
export const repVggDw = defineModule({
  name: 'RepVGGDW',
  summary: 'A 7×7 and a 3×3 depth-wise convolution beside each other; fusing makes one 7×7 of them.',
  docs: unscaled,
  composition: 'depth-wise Conv 7×7 + depth-wise Conv 3×3 → SiLU; fused: Conv2d 7×7 → SiLU',
  args: [int('ed', 'input and output channels')],
  parser: { family: 'verbatim' },
  build: (net, x, { ed }) => {
    const end = activation('act', 'silu');
    if (net.options.fused) {
      const branches = [
        branch('conv.bn', { path: 'conv.conv', shape: [ed, 1, 7, 7] }),
        branch('conv1.bn', { path: 'conv1.conv', shape: [ed, 1, 3, 3] }),
      ];
      return net.chain(x, conv2d('conv', { in: ed, out: ed, kernel: 7, padding: 3, groups: ed, branches }), end);
    }
    const large = conv.as('conv', { c1: ed, c2: ed, k: 7, p: 3, g: ed, act: false });
    const small = conv.as('conv1', { c1: ed, c2: ed, k: 3, p: 1, g: ed, act: false });
    return net.chain(add(net, net.chain(x, large), net.chain(x, small)), end);
  },
  examples: [{ input: [8, 12, 12], args: [8], output: [8, 12, 12], params: 496 }],
});

function branch(batchNorm: string, ...kernels: FoldedBranch['kernels']): FoldedBranch {
  return { kernels, batchNorm, eps: 1e-3 };
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
