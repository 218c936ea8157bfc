/** YOLO12: attention within areas of the feature map, in a frame like C2f. */
import type { Feature, Layer } from '../../net/builder.ts';
import { add, concat, mul, reshape } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { PyFloat } from '../../python.ts';
import { bool, int, number } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { areaAttention, areaAttentionOfTrees } from './attention-in-areas.ts';
import { expansion, inputChannels, joinedRepeats, outputChannels, shortcutArgument } from './common.ts';
import { conv } from './conv.ts';
import { c3k } from './csp.ts';

/** The block of YOLO12. */
export const a2c2f = defineModule({
  name: 'A2C2f',
  summary: 'The block of YOLO12: attention within areas, or C3k where a2 is False.',
  docs: 'At the scales l and x the parser appends residual = True and mlp_ratio = 1.2 (1.5 in the trees of YOLOv12 and YOLOv13, whose attention is another one, too).',
  composition: 'Conv 1×1; n × (2 × area attention | C3k) in a row; concat all → Conv 1×1 (· gamma + input)',
  args: [
    inputChannels,
    outputChannels,
    joinedRepeats,
    bool('a2', 'area attention; else C3k blocks', true),
    int('area', 'number of areas', 1),
    bool('residual', 'add the input, with a learnt weight a channel', false),
    number('mlp_ratio', 'width of the feed-forward part', 2),
    expansion,
    int('g', 'groups of the second convolution of each bottleneck', 1),
    shortcutArgument(true),
  ],
  parser: (rules) => ({
    family: 'scaled',
    repeatsInside: true,
    // Forks that took the block over before the framework had it leave the heads as they are.
    turnsLegacyOff: rules.tree === undefined ? 'a2c2f' : true,
    appended: { scales: 'lx', values: [true, new PyFloat(rules.tree === undefined ? 1.2 : 1.5)] },
  }),
  upstream: (rules) => rules.has('a2c2f') || rules.tree !== undefined,
  build: (net, x, { c1, c2, n, a2, area, residual, mlp_ratio: ratio, e, g, shortcut }) => {
    const c = Math.trunc(c2 * e);
    if (c % 32 !== 0) {
      const verb = net.rules.tree === undefined ? 'must be' : 'be';
      throw new Refused('AssertionError', `Dimension of ABlock ${verb} a multiple of 32.`, 'args', 1, undefined, true);
    }
    if (a2 && n > 0 && c < 32) throw new Refused('ZeroDivisionError', 'integer division or modulo by zero', 'args', 1, undefined, true);
    const maps = [net.chain(x, conv.as('cv1', { c1, c2: c }))];
    net.container('m');
    for (let i = 0; i < n; i++)
      maps.push(
        net.chain(maps.at(-1) as Feature, a2 ? twice(`m.${i}`, c, ratio, area) : c3k.as(`m.${i}`, { c1: c, c2: c, n: 2, shortcut, g })),
      );
    const y = net.chain(concat(net, maps), conv.as('cv2', { c1: (1 + n) * c, c2 }));
    return a2 && residual ? add(net, x, mul(net, reshape(net, net.stored('gamma', [c2]), [c2, 1, 1]), y)) : y;
  },
  examples: [{ input: [64, 8, 8], args: [64, true, 4], output: [64, 8, 8], params: 26_880 }],
});

function twice(name: string, c: number, ratio: number, area: number): Layer {
  return (net, x) => net.within(name, 'Container', () => net.chain(x, areaBlock('0', c, ratio, area), areaBlock('1', c, ratio, area)));
}

/** Attention and a feed-forward part, each with a shortcut. */
function areaBlock(name: string, c: number, ratio: number, area: number): Layer {
  const hidden = Math.trunc(c * ratio);
  return (net, x) =>
    net.within(name, 'ABlock', () => {
      const y = add(
        net,
        x,
        net.within('attn', 'AAttn', () => (net.rules.tree === undefined ? areaAttention : areaAttentionOfTrees)(net, x, c, area)),
      );
      return add(net, y, net.chain(y, conv.as('mlp.0', { c1: c, c2: hidden }), conv.as('mlp.1', { c1: hidden, c2: c, act: false })));
    });
}
