/** Position-sensitive attention (YOLOv10, YOLO11): multi-head self-attention over all positions, with a depth-wise position code. */
import type { Feature } from '../../net/builder.ts';
import { add, affine, concat, matmul, reshape, softmax, split } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { bool, int, number } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { conv } from './conv.ts';

/** Self-attention over the positions of a feature map. */
export const attention = defineModule({
  name: 'Attention',
  summary: 'Multi-head self-attention over the positions of a feature map, with a 3×3 depth-wise position code.',
  composition: 'Conv 1×1 to q, k, v; softmax(qᵀk / √d) v + depth-wise Conv 3×3 of v → Conv 1×1',
  args: [int('dim', 'channels'), int('num_heads', 'heads', 8), number('attn_ratio', 'key channels a head channel', 0.5)],
  parser: { family: 'verbatim' },
  upstream: () => false,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { dim, num_heads: heads, attn_ratio: ratio }) => {
    if (heads === 0) throw new Refused('ZeroDivisionError', 'integer division or modulo by zero', 'args', undefined, undefined, true);
    const headDim = Math.floor(dim / heads);
    const keyDim = Math.trunc(headDim * ratio);
    if (keyDim === 0)
      throw new Refused('ZeroDivisionError', '0.0 cannot be raised to a negative power', 'args', undefined, undefined, true);
    const [, height = 1, width = 1] = x.shape;
    const positions = height * width;
    const qkv = net.chain(x, conv.as('qkv', { c1: dim, c2: dim + 2 * keyDim * heads, act: false }));
    const [q, k, v] = split(net, reshape(net, qkv, [heads, 2 * keyDim + headDim, positions]), [keyDim, keyDim, headDim], 1) as [
      Feature,
      Feature,
      Feature,
    ];
    const weights = softmax(net, affine(net, matmul(net, q, k, { transposeA: true }), keyDim ** -0.5, 0), -1);
    const mixed = reshape(net, matmul(net, v, weights, { transposeB: true }), [dim, height, width]);
    const position = net.chain(reshape(net, v, [dim, height, width]), conv.as('pe', { c1: dim, c2: dim, k: 3, g: dim, act: false }));
    return net.chain(add(net, mixed, position), conv.as('proj', { c1: dim, c2: dim, act: false }));
  },
  examples: [{ input: [64, 8, 8], args: [64, 1], output: [64, 8, 8], params: 13_376 }],
});

/** Attention and a two-layer feed-forward part, each with a shortcut. */
export const psaBlock = defineModule({
  name: 'PSABlock',
  summary: 'Attention and a two-layer feed-forward part, each with a shortcut.',
  composition: 'x + Attention(x); x + Conv 1×1 (2c) → Conv 1×1',
  args: [
    int('c', 'channels'),
    number('attn_ratio', 'key channels a head channel', 0.5),
    int('num_heads', 'heads', 4),
    bool('shortcut', 'add the input', true),
  ],
  parser: { family: 'verbatim' },
  upstream: () => false,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { c, attn_ratio, num_heads, shortcut }) => {
    const attended = net.chain(x, attention.as('attn', { dim: c, num_heads, attn_ratio }));
    const y = shortcut ? add(net, x, attended) : attended;
    const fed = net.chain(y, conv.as('ffn.0', { c1: c, c2: 2 * c }), conv.as('ffn.1', { c1: 2 * c, c2: c, act: false }));
    return shortcut ? add(net, y, fed) : fed;
  },
  examples: [
    { input: [64, 8, 12], args: [64, 0.5, 2], output: [64, 8, 12], params: 30144 },
    { input: [64, 8, 8], args: [64, 1, 4, false], output: [64, 8, 8], params: 34368 },
  ],
});

/** A half of the channels goes through attention blocks. */
export const c2psa = defineModule({
  name: 'C2PSA',
  summary: 'Sends half of the channels through n attention blocks; input and output channels must be equal.',
  composition: 'Conv 1×1 → split; n × PSABlock on a half; concat → Conv 1×1',
  args: [
    int('c1', 'input channels; the parser puts them in'),
    int('c2', 'output channels, scaled by the width; must equal the input channels'),
    int('n', 'how many attention blocks; the parser puts the scaled repeats in', 1),
    number('e', 'share of the channels that goes through attention', 0.5),
  ],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1, c2, n, e }) => {
    requireEqualChannels(c1, c2);
    const c = Math.trunc(c1 * e);
    const heads = headsFor(c, net.rules.has('c2psa-one-head'));
    const [a, b] = split(net, net.chain(x, conv.as('cv1', { c1, c2: 2 * c })), [c, c]) as [Feature, Feature];
    net.container('m');
    let y = b;
    for (let i = 0; i < n; i++) y = net.chain(y, psaBlock.as(`m.${i}`, { c, num_heads: heads }));
    return net.chain(concat(net, [a, y]), conv.as('cv2', { c1: 2 * c, c2: c1 }));
  },
  examples: [{ input: [128, 8, 8], args: [128], output: [128, 8, 8], params: 63_424 }],
});

/** Blocks that attend to their own input are asserted to keep its channels. */
export function requireEqualChannels(c1: number, c2: number): void {
  if (c1 !== c2) throw new Refused('AssertionError', '', 'args', 1, 'channel-mismatch', true);
}

/** One head for every 64 channels; older releases give narrow maps none, and fail. */
export function headsFor(channels: number, atLeastOne: boolean): number {
  return Math.max(Math.floor(channels / 64), atLeastOne ? 1 : 0);
}
