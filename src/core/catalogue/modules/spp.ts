import type { Feature } from '../../net/builder.ts';
import { add, concat } from '../../net/functions.ts';
import { maxPool2d } from '../../net/pooling.ts';
import { bool, int, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { conv } from './conv.ts';

/** Spatial pyramid pooling, fast: one max-pool several times in a row sees ever larger windows. */
export const sppf = defineModule({
  name: 'SPPF',
  summary: 'Fast spatial pyramid pooling: one max-pool, three times in a row, all results joined.',
  docs: 'With k = 5 and n = 3 the windows are 5, 9 and 13 wide. From 8.4.0 on the first convolution has no activation; from 8.4.141 on rows with at most [c2, k] get it back.',
  composition: 'Conv 1×1 to c1 / 2; n × MaxPool2d k; concat all → Conv 1×1 (+ input)',
  args: [
    int('c1', 'input channels; the parser puts them in'),
    int('c2', 'output channels, scaled by the width'),
    strictInt('k', 'window of the max-pool', 5, { values: [3, 5, 7] }),
    int('n', 'how many times the pool runs', 3),
    bool('shortcut', 'add the input where the channels are equal', false),
  ],
  argsIn: (rules, args) => (rules.has('sppf-arguments') ? args : args.slice(0, 3)),
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, n, shortcut }) => {
    const hidden = Math.floor(c1 / 2);
    const act = !net.rules.has('sppf-arguments') || (net.rules.has('sppf-legacy-activation') && net.options.argumentCount <= 3);
    const maps = [net.chain(x, conv.as('cv1', { c1, c2: hidden, act }))];
    const pool = maxPool2d('m', { kernel: k, stride: 1, padding: Math.floor(k / 2) });
    for (let i = 0; i < n; i++) maps.push(net.chain(maps.at(-1) as Feature, pool));
    const y = net.chain(concat(net, maps), conv.as('cv2', { c1: hidden * (n + 1), c2 }));
    return shortcut && c1 === c2 ? add(net, y, x) : y;
  },
  examples: [{ input: [64, 20, 20], args: [64, 5], output: [64, 20, 20], params: 10_432 }],
});
