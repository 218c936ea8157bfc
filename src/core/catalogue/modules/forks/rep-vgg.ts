/** RepVGG’s block: three branches while training, one convolution where a model is deployed. */
import { conv2d } from '../../../net/convolutions.ts';
import { add } from '../../../net/functions.ts';
import { activation, batchNorm, identity } from '../../../net/layers.ts';
import { Refused } from '../../../net/refused.ts';
import { bool, int, strictInt, text } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { convBnAct, nowhere } from './common.ts';

export const repVggBlock = repVgg(
  'RepVGGBlock',
  'RepVGG (Ding et al., CVPR 2021), as YOLOv6 and most forks have it; YOLO-Air’s activation is SiLU, with equal numbers. The framework’s fuse() leaves the branches; that of some forks merges them.',
  'RepVGG in forks of YOLOv5 and Ultralytics',
);
export const repVggBlockV6 = repVgg('RepVGGBlockv6', 'RepVGG (Ding et al., CVPR 2021), as YOLO-Air calls the block of YOLOv6.', 'YOLO-Air');

function repVgg(name: string, docs: string, origin: string) {
  return defineModule({
    name,
    summary: 'A 3×3 and a 1×1 convolution beside each other, and the input itself where shapes allow it, each normalised, summed.',
    docs,
    composition: 'BatchNorm2d(Conv2d 3×3) + BatchNorm2d(Conv2d 1×1) (+ BatchNorm2d) → ReLU; deployed: Conv2d 3×3 → ReLU',
    args: [
      inputChannels,
      outputChannels,
      int('kernel_size', 'kernel size, 3', 3),
      int('stride', 'stride', 1),
      int('padding', 'padding, 1', 1),
      int('dilation', 'dilation, of the deployed form only', 1),
      strictInt('groups', 'groups', 1),
      text('padding_mode', 'of the deployed form only', 'zeros', { values: ['zeros'] }),
      bool('deploy', 'one convolution in the place of the branches', false),
      bool('use_se', 'not to be had', false),
    ],
    parser: { family: 'scaled' },
    upstream: nowhere,
    origin,
    build: (net, x, { c1, c2, kernel_size: k, stride, padding, dilation, groups, deploy, use_se }) => {
      if (k !== 3 || padding !== 1) throw new Refused('AssertionError', '', 'args', k === 3 ? 4 : 2, undefined, true);
      if (use_se) throw new Refused('NotImplementedError', 'se block not supported yet', 'args', 9, undefined, true);
      const end = [identity('se'), activation('nonlinearity', 'relu')];
      const both = { in: c1, out: c2, stride, groups };
      if (deploy) return net.chain(x, conv2d('rbr_reparam', { ...both, kernel: 3, padding, dilation }), ...end);
      const wide = net.chain(x, convBnAct(['rbr_dense.conv', 'rbr_dense.bn'], { ...both, kernel: 3, padding }));
      const sum = add(net, wide, net.chain(x, convBnAct(['rbr_1x1.conv', 'rbr_1x1.bn'], both)));
      return net.chain(c1 === c2 && stride === 1 ? add(net, sum, net.chain(x, batchNorm('rbr_identity', c1))) : sum, ...end);
    },
    examples: [
      { input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 5248 },
      { input: [16, 20, 20], args: [16], output: [16, 20, 20], params: 2656 },
    ],
  });
}
