/** Modulated deformable convolution: for every place it is learnt where the kernel looks and how much each sample counts. */
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { concat, mul, reshape, split, unary } from '../../../net/functions.ts';
import { batchNorm, identity } from '../../../net/layers.ts';
import { checkGroups } from '../../../net/sizes.ts';
import { activationFlag, int, optionalSize, strictInt } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { conv, samePadding } from '../conv.ts';
import { aroundShortcut } from '../csp.ts';
import { nowhere } from './common.ts';
import { type KinPart, kinOf } from './kin.ts';

const origin = 'Deformable ConvNets v2 in forks of Ultralytics';
const paper = 'Deformable ConvNets v2 (Zhu et al., CVPR 2019). Sampling is no multiply-accumulate; the sum over the samples is one.';

interface Deformed {
  readonly c1: number;
  readonly c2: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** Samples of all kernel positions, weighed, then summed as a convolution does; in the current module. */
function deformed(net: Net, x: Feature, { c1, c2, kernel: k, stride, padding, dilation }: Deformed): Feature {
  const cells = k * k;
  const window = { stride: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation] } as const;
  const learnt = conv2d('conv_offset_mask', { in: c1, out: 3 * cells, kernel: k, stride, padding });
  const [first, second, mask] = split(net, net.chain(x, learnt), [cells, cells, cells]) as [Feature, Feature, Feature];
  const [, h = 0, w = 0] = mask.shape;
  const samples = net.apply({ kind: 'sampleOffsets', kernel: [k, k], ...window }, [x, concat(net, [first, second])], [c1 * cells, h, w], {
    function: 'deform_conv2d',
  });
  const weighed = mul(net, reshape(net, samples, [c1, cells, h, w]), unary(net, 'sigmoid', mask));
  return net.apply(
    { kind: 'dynamicConv2d', stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
    [
      reshape(net, weighed, [c1 * cells, h, w]),
      reshape(net, net.stored('weight', [c2, c1, k, k]), [c2, c1 * cells, 1, 1]),
      net.stored('bias', [c2]),
    ],
    [c2, h, w],
    { function: 'deform_conv2d' },
  );
}

export const dcnV2 = defineModule({
  name: 'DCNv2',
  summary:
    'Modulated deformable convolution with batch normalisation and activation: every kernel position looks where a branch tells it to.',
  docs: `${paper} In the order of arguments of Conv, as most forks have it; some have dilation before groups and no act, with a padding of 1.`,
  composition:
    'Conv2d to 3·k·k: offsets and weights; bilinear samples at the moved positions · sigmoid(weights) → sum as of a Conv2d k×k → BatchNorm2d → activation',
  args: [
    inputChannels,
    outputChannels,
    int('kernel_size', 'kernel size'),
    int('stride', 'stride', 1),
    optionalSize('padding', 'padding; None keeps the size at stride 1'),
    strictInt('groups', 'only 1 has a kernel that fits', 1),
    int('dilation', 'dilation of the samples', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, kernel_size: kernel, stride, padding, groups, dilation, act }) => {
    checkGroups(c1, c2, groups);
    const border = typeof padding === 'number' ? padding : samePadding(kernel, dilation);
    const y = deformed(net, x, { c1, c2, kernel, stride, padding: Number(border), dilation });
    return net.chain(y, batchNorm('bn', c2), act ? net.options.activation : identity('act'));
  },
  examples: [
    { input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 8619 },
    { input: [16, 20, 20], args: [16, 3], output: [16, 20, 20], params: 6267 },
  ],
});

const bottleneck: KinPart = (name, c, { shortcut, k, e }) => {
  const hidden = Math.trunc(c * e);
  const second = dcnV2.as('cv2', { c1: hidden, c2: c, kernel_size: k[1] });
  return aroundShortcut(name, 'Bottleneck_DCNV2', shortcut, conv.as('cv1', { c1: c, c2: hidden, k: k[0] }), second);
};

export const dcnKin = kinOf({
  suffix: 'DCNv2',
  part: bottleneck,
  parts: 'bottlenecks whose second convolution is deformable',
  docs: paper,
  origin,
  composition: 'Conv k → DCNv2 k (+ input)',
  params: { c3k2: [8627, 27_830], c2f: 11_291, c3: 8731 },
});
