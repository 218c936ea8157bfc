/** Convolution on a hypergraph of positions: every hyperedge gathers from all positions, by weights that the image itself decides. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, affine, concat, matmul, permute, reduce, reshape, softmax } from '../../net/functions.ts';
import { activation, identity, linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';

const bmm = { function: 'bmm' } as const;

interface Hypergraph {
  readonly c: number;
  readonly edges: number;
  readonly heads: number;
  /** `both`, `mean` or `max` over all positions. */
  readonly context: string;
}

/** From map to positions, the hypergraph's convolution, and back. */
export function hypergraph(name: string, o: Hypergraph): Layer {
  return (net, x) =>
    net.within(name, 'AdaHGComputation', () => {
      const [c = 0, height = 1, width = 1] = x.shape;
      const nodes = permute(net, reshape(net, x, [c, height * width]), [1, 0]);
      const enhanced = net.within('hgnn', 'AdaHGConv', () => convolve(net, nodes, o));
      return reshape(net, permute(net, enhanced, [1, 0]), [c, height, width]);
    });
}

/** [positions, c]: gathered into the hyperedges, handed back, added. */
function convolve(net: Net, nodes: Feature, o: Hypergraph): Feature {
  const membership = net.within('edge_generator', 'AdaHyperedgeGen', () => memberships(net, nodes, o));
  const project = (name: string) => [linear(`${name}.0`, { in: o.c, out: o.c }), activation(`${name}.1`, 'gelu')];
  const edges = net.chain(matmul(net, membership, nodes, { transposeA: true, road: bmm }), ...project('edge_proj'));
  return add(net, net.chain(matmul(net, membership, edges, { road: bmm }), ...project('node_proj')), nodes);
}

/** [positions, edges]: how much each position belongs to each hyperedge, a softmax over the positions. */
function memberships(net: Net, nodes: Feature, { c, edges, heads, context }: Hypergraph): Feature {
  if (context !== 'both' && context !== 'mean' && context !== 'max') {
    throw new Refused(
      'ValueError',
      `Unsupported context '${context}'. Expected one of: 'mean', 'max', 'both'.`,
      'args',
      8,
      undefined,
      true,
    );
  }
  const positions = nodes.shape[0] ?? 1;
  const base = net.stored('prototype_base', [edges, c]);
  const over = (fn: 'mean' | 'max') => reduce(net, fn, nodes, [0], false);
  const summary = context === 'both' ? concat(net, [over('mean'), over('max')]) : over(context);
  const offsets = net.chain(summary, linear('context_net', { in: (context === 'both' ? 2 : 1) * c, out: edges * c }));
  const prototypes = add(net, base, reshape(net, offsets, [edges, c]));
  const projected = net.chain(nodes, linear('pre_head_proj', { in: c, out: c }));
  const byHead = (y: Feature, rows: number) => permute(net, reshape(net, y, [rows, heads, c / heads]), [1, 0, 2]);
  const products = matmul(net, byHead(projected, positions), byHead(prototypes, edges), { transposeB: true, road: bmm });
  const logits = reduce(net, 'mean', affine(net, products, (c / heads) ** -0.5, 0), [0], false);
  return softmax(net, net.chain(logits, identity('dropout', 'nn.Dropout')), 0);
}
