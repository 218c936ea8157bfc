/** YOLOv13's HyperACE: three sizes are joined, and correlations of many positions at a time enhance the result. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { concat, split } from '../../net/functions.ts';
import { avgPool2d, upsample } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { numeric, scaledChannels } from '../../resolve/numbers.ts';
import { bool, int, number, pythonType, text } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { appliesAt, argumentAt, changed, channelsOf, type FamilyInput, type FamilyResult, put } from '../rewriting.ts';
import { outputChannels, repeats } from './common.ts';
import { conv } from './conv.ts';
import { dsBottleneck, dsc3k, yolov13Tree } from './depthwise-separable.ts';
import { hypergraph } from './hypergraph.ts';

/** Joins three sizes and enhances them. */
export const hyperAce = defineModule({
  name: 'HyperACE',
  summary: 'Joins three feature maps at the middle size; two hypergraph branches and one of depth-wise separable blocks enhance them.',
  docs: 'The parser halves num_hyperedges at the scale n, makes it half as many again at x, and sets channel_adjust to False at l and x.',
  composition:
    'AvgPool2d 2×2, as it is, Upsample ×2; concat → Conv 1×1 → Conv 1×1 in three; two hypergraph branches of the second, n × (DSC3k | DSBottleneck) of the third; concat all → Conv 1×1',
  args: [
    int('c1', 'channels of the second input; the parser puts them in'),
    outputChannels,
    repeats,
    int('num_hyperedges', 'hyperedges; the parser changes them at the scales n and x', 8),
    bool('dsc3k', 'C3k blocks instead of bottlenecks', true),
    bool('shortcut', 'add the input to the output of each bottleneck', false),
    number('e1', 'share of c2 that the hidden part has', 0.5),
    number('e2', 'share of that inside the hypergraph branches', 1),
    text('context', 'which means over all positions the hyperedges follow', 'both', { values: ['both', 'mean', 'max'] }),
    bool('channel_adjust', 'the third input has twice the channels of the others', true),
  ],
  // Forks that took the block over leave the heads as they are.
  parser: (rules) => ({ family: 'special', inserted: [0, 2], turnsLegacyOff: rules.tree === 'yolov13', rewrite }),
  upstream: (rules) => rules.tree === 'yolov13',
  origin: yolov13Tree,
  build(net, _, { c1, c2, n, num_hyperedges: edges, dsc3k: deep, shortcut, e1, e2, context, channel_adjust: adjusts }, inputs) {
    const c = Math.trunc(c2 * e1);
    const joined = net.within('fuse', 'FuseModule', () => fuseSizes(net, inputs, c1, adjusts));
    const parts = split(net, net.chain(joined, conv.as('cv1', { c1, c2: 3 * c })), [c, c, c]) as [Feature, Feature, Feature];
    const branch = (name: string) => net.chain(parts[1], enhanced(name, c, Math.trunc(c * e2), edges, context));
    const [first, last] = [branch('branch1'), branch('branch2')];
    const middle = [parts[2]];
    net.container('m');
    for (let i = 0; i < n; i++) {
      const part = { c, e: 0.5, shortcut, k1: 3, k2: deep ? 7 : 5, d2: 1 };
      middle.push(net.chain(middle.at(-1) as Feature, (deep ? dsc3k : dsBottleneck)(`m.${i}`, part)));
    }
    return net.chain(concat(net, [parts[0], first, ...middle, last]), conv.as('cv2', { c1: (4 + n) * c, c2 }));
  },
  examples: [
    {
      input: [
        [64, 32, 32],
        [64, 16, 16],
        [128, 8, 8],
      ],
      args: [128, 8],
      output: [128, 16, 16],
      params: 278_528,
    },
  ],
});

/** c1 is read from the second row named; every release scales hyperedges by the letter of the scale. */
function rewrite({ header, from, args, channels, repeats: n }: FamilyInput): FamilyResult {
  if (!Array.isArray(from)) throw new Refused('TypeError', `'${pythonType(from)}' object is not subscriptable`, 'from');
  const second = (from as readonly PyValue[])[1];
  if (second === undefined) throw new Refused('IndexError', 'list index out of range', 'from');
  const c1 = channelsOf(second, channels);
  const [written, edges] = [argumentAt(args, 0), argumentAt(args, 1)];
  const c2 = scaledChannels(written.value, header.maxChannels, header.width);
  const { scale, rules } = header;
  const factor = appliesAt('n', scale, rules) ? 0.5 : appliesAt('x', scale, rules) ? 1.5 : undefined;
  const value = factor === undefined ? edges.value : Math.trunc(multiplied(edges.value, factor));
  const list = [
    put(c1),
    c2 === written.value ? written : changed(written, c2),
    put(n),
    value === edges.value ? edges : changed(edges, value),
    ...args.slice(2),
    ...(appliesAt('lx', scale, rules) ? [put(false)] : []),
  ];
  return { args: list, channels: c2, repeatsInside: true, c1 };
}

function multiplied(value: PyValue, factor: number): number {
  const n = numeric(value);
  if (n !== undefined) return n * factor;
  const text =
    typeof value === 'string' || Array.isArray(value)
      ? "can't multiply sequence by non-int of type 'float'"
      : `unsupported operand type(s) for *: '${pythonType(value)}' and '${pythonType(new PyFloat(factor))}'`;
  throw new Refused('TypeError', text, 'args', 1);
}

/** The larger map is averaged down, the smaller one repeated. */
function fuseSizes(net: Net, inputs: readonly Feature[], c1: number, adjusts: boolean): Feature {
  const [large, middle, small] = inputs;
  if (large === undefined || middle === undefined || small === undefined)
    throw new Refused('IndexError', 'list index out of range', 'from');
  const down = net.chain(large, avgPool2d('downsample', { kernel: 2 }));
  const up = net.chain(
    small,
    upsample('upsample', 'nearest', ({ shape: [, h = 1, w = 1] }) => [2 * h, 2 * w]),
  );
  return net.chain(concat(net, [down, middle, up]), conv.as('conv_out', { c1: (adjusts ? 4 : 3) * c1, c2: c1 }));
}

/** C3's frame with a hypergraph in the place of the bottlenecks. */
function enhanced(name: string, c: number, hidden: number, edges: number, context: string): Layer {
  return (net, x) =>
    net.within(name, 'C3AH', () => {
      if (hidden % 16 !== 0) {
        throw new Refused('AssertionError', 'Dimension of AdaHGComputation should be a multiple of 16.', 'args', 1, undefined, true);
      }
      const deep = net.chain(x, conv.as('cv1', { c1: c, c2: hidden }), hypergraph('m', { c: hidden, edges, heads: hidden / 16, context }));
      const beside = net.chain(x, conv.as('cv2', { c1: c, c2: hidden }));
      return net.chain(concat(net, [deep, beside]), conv.as('cv3', { c1: 2 * hidden, c2: c }));
    });
}
