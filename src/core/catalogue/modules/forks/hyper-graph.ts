/** Hyper-YOLO’s message passing between positions that look alike. */
import type { Feature, Net } from '../../../net/builder.ts';
import { add, affine, binary, matmul, mul, permute, reduce, reshape, unary } from '../../../net/functions.ts';
import { activation, batchNorm, linear } from '../../../net/layers.ts';
import { scaledChannels } from '../../../resolve/numbers.ts';
import { number } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { argumentAt, changed, channelsOf, type FamilyInput, type FamilyResult, put } from '../../rewriting.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { nowhere } from './common.ts';

export const hyperCompute = defineModule({
  name: 'HyperComputeModule',
  summary: 'Hypergraph convolution of Hyper-YOLO: every position gathers from all whose features lie near, and hands back.',
  docs: 'Hyper-YOLO (Feng et al., TPAMI 2024). The work grows with the square of the number of positions. A scale of the file has a fourth factor, the threshold, which the parser puts in.',
  composition: 'x + mean over near positions, twice, of Linear(x) → BatchNorm2d → SiLU',
  args: [inputChannels, outputChannels, number('threshold', 'distance below which positions are near: the fourth factor of the scale')],
  parser: { family: 'special', inserted: [0], rewrite },
  upstream: nowhere,
  origin: 'Hyper-YOLO',
  build: (net, x, { c1, c2, threshold }) => {
    const [c = 0, h = 0, w = 0] = x.shape;
    const nodes = permute(net, reshape(net, x, [c, h * w]), [1, 0]);
    const near = neighbours(net, nodes, threshold);
    const passed = net.within('hgconv', 'HyPConv', () => {
      const y = net.chain(nodes, linear('fc', { in: c1, out: c2 }));
      return meanOver(net, near, meanOver(net, near, y, true), false);
    });
    const map = reshape(net, permute(net, add(net, passed, nodes), [1, 0]), [c2, h, w]);
    return net.chain(map, batchNorm('bn', c2), activation('act', 'silu'));
  },
  examples: [{ input: [32, 20, 20], args: [32, 8], output: [32, 20, 20], params: 1120 }],
});

/** [positions, positions]: 1 where two lie nearer than the threshold, by the square of their distance. */
function neighbours(net: Net, nodes: Feature, threshold: number): Feature {
  const squares = reduce(net, 'sum', mul(net, nodes, nodes), [1], true);
  const products = matmul(net, nodes, nodes, { transposeB: true, road: { function: 'cdist' } });
  const distances = add(net, add(net, squares, permute(net, squares, [1, 0])), affine(net, products, -2, 0));
  return unary(net, 'step', affine(net, distances, -1, threshold * threshold));
}

/** The mean of `x` over the columns, or with `across` over the rows, where `near` is 1. */
function meanOver(net: Net, near: Feature, x: Feature, across: boolean): Feature {
  const counts = reduce(net, 'sum', near, [across ? 0 : 1], true);
  const sums = matmul(net, near, x, { transposeA: across });
  return binary(net, 'div', sums, across ? permute(net, counts, [1, 0]) : counts);
}

/** `[c2]` becomes `[c1, scaled c2, threshold]`. */
function rewrite({ header, from, args, channels }: FamilyInput): FamilyResult {
  const first = argumentAt(args, 0);
  const c2 = scaledChannels(first.value, header.maxChannels, header.width);
  const rest = header.threshold === undefined ? args.slice(1) : [put(header.threshold)];
  return { args: [put(channelsOf(from, channels)), changed(first, c2), ...rest], channels: c2, repeatsInside: false };
}
