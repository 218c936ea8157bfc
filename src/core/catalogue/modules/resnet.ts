/** ResNet's stages as rows of their own. */
import type { Layer } from '../../net/builder.ts';
import { add, unary } from '../../net/functions.ts';
import { identity } from '../../net/layers.ts';
import { maxPool2d } from '../../net/pooling.ts';
import { bool, int, lateInt, truth } from '../arguments.ts';
import { defineModule, readLate } from '../define.ts';
import { argumentAt } from '../rewriting.ts';
import { conv } from './conv.ts';

/** One stage: the stem, or n bottleneck blocks. */
export const resNetLayer = defineModule({
  name: 'ResNetLayer',
  summary: 'A stage of ResNet: the stem, or n bottleneck blocks of which the first has the stride.',
  docs: 'The parser neither scales its arguments nor puts the input channels in: write [c1, c2, s, is_first, n] as they really are. It notes 4·c2 output channels (c2 for the stem) whatever e is.',
  composition: 'n × (Conv 1×1 → Conv 3×3 → Conv 1×1, + input → ReLU); the stem: Conv 7×7 stride 2 → max pooling 3×3 stride 2',
  args: [
    int('c1', 'input channels, as they really are'),
    int('c2', 'hidden channels of the blocks; output channels of the stem'),
    lateInt('s', 'stride of the first block', 1),
    bool('is_first', 'the stem', false),
    lateInt('n', 'how many blocks', 1),
    lateInt('e', 'output channels a hidden channel', 4),
  ],
  parser: {
    family: 'special',
    takesOneMap: true,
    rewrite: ({ args }) => {
      const [stem, c2] = [truth(argumentAt(args, 3).value), argumentAt(args, 1).value];
      return { args, channels: typeof c2 === 'number' ? (stem ? c2 : 4 * c2) : undefined, repeatsInside: false };
    },
  },
  build: (net, x, { c1, c2, s: stride, is_first: stem, n: blocks, e: widen }) => {
    if (stem)
      return net.chain(x, conv.as('layer.0', { c1, c2, k: 7, s: 2, p: 3 }), maxPool2d('layer.1', { kernel: 3, stride: 2, padding: 1 }));
    // Only the blocks look at these.
    const [e, s, n] = [readLate(whole, widen, 5), readLate(whole, stride, 2), readLate(count, blocks, 4)];
    let y = net.chain(x, block('layer.0', c1, c2, s, e));
    for (let i = 1; i < n; i++) y = net.chain(y, block(`layer.${i}`, e * c2, c2, 1, e));
    return y;
  },
  examples: [
    { input: [3, 64, 64], args: [3, 64, 1, true, 1], output: [64, 16, 16], params: 9_536 },
    { input: [64, 16, 16], args: [64, 16, 2, false, 3], output: [64, 8, 8], params: 17_856 },
  ],
});

const whole = int('e', 'a factor');
const count = int('n', 'a count');

function block(name: string, c1: number, c2: number, s: number, e: number): Layer {
  const c3 = e * c2;
  const beside = s !== 1 || c1 !== c3 ? conv.as('shortcut.0', { c1, c2: c3, k: 1, s, act: false }) : identity('shortcut');
  return (net, x) =>
    net.within(name, 'ResNetBlock', () => {
      const deep = net.chain(
        x,
        conv.as('cv1', { c1, c2 }),
        conv.as('cv2', { c1: c2, c2, k: 3, s, p: 1 }),
        conv.as('cv3', { c1: c2, c2: c3, act: false }),
      );
      return unary(net, 'relu', add(net, deep, net.chain(x, beside)));
    });
}
