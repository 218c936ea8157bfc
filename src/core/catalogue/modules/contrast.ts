/** Scores of open-vocabulary heads: how near the features of each position are to each class' text embedding. */
import type { Feature, Net } from '../../net/builder.ts';
import { add, binary, matmul, mul, reduce, reshape, unary } from '../../net/functions.ts';
import { batchNorm } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';

/**
 * Image features [e, h, w] times text embeddings [classes, e] of length 1, with a learnt scale and shift: [classes, h, w]. The image side is
 * made of length 1 too, or normalised over the batch where `norm` is set; `element`: the argument that says the length.
 */
export function contrast(net: Net, name: string, image: Feature, text: Feature, norm: boolean, element = 1): Feature {
  return net.within(name, norm ? 'BNContrastiveHead' : 'ContrastiveHead', () => {
    const [c = 0, h = 0, w = 0] = image.shape;
    const [classes = 0, length = 0] = text.shape;
    const normal = norm ? net.chain(image, batchNorm('norm', c)) : unit(net, image, 0);
    const road = net.rules.has('contrast-by-matmul') ? 'matmul' : 'einsum';
    const said =
      road === 'matmul'
        ? `Expected size for first two dimensions of batch2 tensor to be: [1, ${length}] but got: [1, ${c}].`
        : `einsum(): subscript c has size ${length} for operand 1 which does not broadcast with previously seen size ${c}`;
    checkTextLength(c, text, element, said);
    const product = matmul(net, unit(net, text, 1), reshape(net, normal, [c, h * w]), { road: { function: road } });
    const scale = unary(net, 'exp', net.stored('logit_scale', []));
    return add(net, mul(net, reshape(net, product, [classes, h, w]), scale), net.stored('bias', [1]));
  });
}

function unit(net: Net, x: Feature, axis: number): Feature {
  return binary(net, 'div', x, unary(net, 'sqrt', reduce(net, 'sum', mul(net, x, x), [axis], true)));
}

/** Text embeddings of another length than `own`, which the argument at `element` says; `said`: PyTorch's words. */
export function checkTextLength(own: number, text: Feature, element: number, said: string): void {
  if (text.shape[1] !== own) throw new Refused('RuntimeError', said, 'args', element, 'text-input');
}
