/** DAMO-YOLO’s stage, which joins what each of its blocks gives. */
import { add, concat } from '../../../net/functions.ts';
import { maxPool2d } from '../../../net/pooling.ts';
import { Refused } from '../../../net/refused.ts';
import { bool, number, text } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, joinedRepeats, outputChannels } from '../common.ts';
import { conv } from '../conv.ts';
import { repConv } from '../reparameterised.ts';
import { nowhere } from './common.ts';

const block = 'BasicBlock_3x3_Reverse';

export const cspStage = defineModule({
  name: 'CSPStage',
  summary: 'Cross-stage block of DAMO-YOLO: re-parameterised blocks in a row, each of whose outputs is joined, beside a 1×1 convolution.',
  docs: 'DAMO-YOLO (Xu et al., 2022), as forks of Ultralytics have it with the framework’s RepConv; some forks have a RepConv of their own.',
  composition: 'Conv 1×1, beside Conv 1×1 → n × (RepConv → Conv 3×3, + input) in a row; concat all → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    joinedRepeats,
    text('block_fn', 'the block', block, { values: [block] }),
    number('ch_hidden_ratio', 'share of the channels inside a block', 1),
    text('act', 'not used', 'silu'),
    bool('spp', 'spatial pyramid pooling behind the middle block', false),
  ],
  parser: { family: 'scaled', repeatsInside: true },
  upstream: nowhere,
  origin: 'DAMO-YOLO in forks of Ultralytics',
  build: (net, x, { c1, c2, n, block_fn, ch_hidden_ratio: e, spp }) => {
    if (n > 0 && block_fn !== block) throw new Refused('NotImplementedError', '', 'args', 3, undefined, true);
    const first = Math.trunc(c2 / 2);
    const c = c2 - first;
    const hidden = Math.trunc(c * e);
    const parts = [net.chain(x, conv.as('conv1', { c1, c2: first }))];
    let y = net.chain(x, conv.as('conv2', { c1, c2: c }));
    net.container('convs');
    for (let i = 0; i < n; i++) {
      const input = y;
      y = net.within(`convs.${i}`, block, () => {
        const inner = net.chain(input, repConv.as('conv2', { c1: c, c2: hidden }), conv.as('conv1', { c1: hidden, c2: c, k: 3 }));
        return add(net, input, inner);
      });
      parts.push(y);
      if (spp && i === Math.floor((n - 1) / 2)) {
        const before = y;
        y = net.within('convs.spp', 'SPP', () => {
          const pools = [5, 9, 13].map((k, j) => net.chain(before, maxPool2d(`pool${j}`, { kernel: k, stride: 1, padding: k >> 1 })));
          return net.chain(concat(net, [before, ...pools]), conv.as('conv', { c1: 4 * c, c2: c }));
        });
        parts.push(y);
      }
    }
    return net.chain(concat(net, parts), conv.as('conv3', { c1: c * n + first, c2 }));
  },
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 7136 }],
});
