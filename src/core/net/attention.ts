/** `nn.MultiheadAttention` as PyTorch composes it: packed projections of query, key and value, heads, and a projection back. */
import type { Road } from '../ops.ts';
import type { Feature, Net } from './builder.ts';
import { add, affine, matmul, permute, reshape, slice, softmax } from './functions.ts';
import { linear } from './layers.ts';
import { Refused } from './refused.ts';

/** Everything inside belongs to the module for a counter, also what PyTorch calls as functions. */
const road: Road = { module: 'nn.MultiheadAttention' };

/**
 * Attention of the rows of `query` [L, dim] to those of `key` and `value` [S, dim]; gives [L, dim]. Weights: `in_proj_weight`
 * [3·dim, dim], `in_proj_bias`, `out_proj`.
 */
export function multiheadAttention(
  net: Net,
  name: string,
  { dim, heads }: { readonly dim: number; readonly heads: number },
  { query, key, value }: { readonly query: Feature; readonly key: Feature; readonly value: Feature },
): Feature {
  checkHeads(dim, heads);
  return net.within(name, 'nn.MultiheadAttention', () => {
    const weight = net.stored('in_proj_weight', [3 * dim, dim]);
    const bias = net.stored('in_proj_bias', [3 * dim]);
    const project = (x: Feature, part: number): Feature => {
      const [from, to] = [part * dim, (part + 1) * dim];
      const y = add(net, matmul(net, x, slice(net, weight, 0, from, to), { transposeB: true, road }), slice(net, bias, 0, from, to));
      return permute(net, reshape(net, y, [x.shape[0] ?? 0, heads, dim / heads]), [1, 0, 2]);
    };
    const [q, k, v] = [project(query, 0), project(key, 1), project(value, 2)];
    const scores = matmul(net, affine(net, q, (dim / heads) ** -0.5, 0), k, { transposeB: true, road });
    const mixed = matmul(net, softmax(net, scores, -1, road), v, { road });
    const joined = reshape(net, permute(net, mixed, [1, 0, 2]), [query.shape[0] ?? 0, dim]);
    return net.chain(joined, linear('out_proj', { in: dim, out: dim, type: 'nn.modules.linear.NonDynamicallyQuantizableLinear', road }));
  });
}

/** What the constructor refuses; `element` is the place of the heads in the row's call. */
export function checkHeads(dim: number, heads: number, element?: number): void {
  const refuse = (type: string, text: string) => new Refused(type, text, 'args', element, undefined, true);
  if (dim <= 0 || heads <= 0)
    throw refuse('ValueError', `embed_dim and num_heads must be greater than 0, got embed_dim=${dim} and num_heads=${heads} instead`);
  if (dim % heads !== 0) throw refuse('AssertionError', 'embed_dim must be divisible by num_heads');
}
