/** Transformer layers over the positions of a feature map, in the frame of C3. */
import { checkHeads, multiheadAttention } from '../../net/attention.ts';
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, concat, permute, reshape } from '../../net/functions.ts';
import { linear } from '../../net/layers.ts';
import { bool, int } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { expansion, inputChannels, outputChannels, repeats } from './common.ts';
import { conv } from './conv.ts';
import { checkReplaced } from './csp.ts';

const heads = 4;

/** C3 whose bottlenecks are transformer layers. */
export const c3tr = defineModule({
  name: 'C3TR',
  summary: 'CSP bottleneck with three convolutions whose inner part is n transformer layers of 4 heads over all positions.',
  docs: 'Half of c2 (with e = 0.5) must be a multiple of 4. The work of the attention grows with the square of the number of positions.',
  composition: 'Conv 1×1 → x + Linear; n × (attention + shortcut, Linear → Linear + shortcut), beside Conv 1×1; concat → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    repeats,
    bool('shortcut', 'ignored: transformer layers always have shortcuts', true),
    int('g', 'ignored', 1),
    expansion,
  ],
  parser: { family: 'scaled', repeatsInside: true },
  build: (net, x, { c1, c2, n, g, e }) => {
    checkReplaced({ c2, n, g, e });
    const c = Math.trunc(c2 * e);
    if (n > 0) checkHeads(c, heads, 1);
    const deep = net.chain(x, conv.as('cv1', { c1, c2: c }), transformerBlock('m', c, n));
    return net.chain(concat(net, [deep, net.chain(x, conv.as('cv2', { c1, c2: c }))]), conv.as('cv3', { c1: 2 * c, c2 }));
  },
  examples: [{ input: [32, 10, 10], args: [32], output: [32, 10, 10], params: 4816 }],
});

/** A learnt code of each position's own features, then `layers` transformer layers. */
function transformerBlock(name: string, c: number, layers: number): Layer {
  return (net, x) =>
    net.within(name, 'TransformerBlock', () => {
      const positions = permute(net, reshape(net, x, [c, (x.shape[1] ?? 0) * (x.shape[2] ?? 0)]), [1, 0]);
      let y = add(net, positions, net.chain(positions, linear('linear', { in: c, out: c })));
      net.container('tr');
      for (let i = 0; i < layers; i++) y = net.within(`tr.${i}`, 'TransformerLayer', () => transformerLayer(net, y, c));
      return reshape(net, permute(net, y, [1, 0]), x.shape);
    });
}

function transformerLayer(net: Net, x: Feature, c: number): Feature {
  const project = (name: string) => linear(name, { in: c, out: c, bias: false });
  const [query, key, value] = ['q', 'k', 'v'].map((name) => net.chain(x, project(name))) as [Feature, Feature, Feature];
  const y = add(net, multiheadAttention(net, 'ma', { dim: c, heads }, { query, key, value }), x);
  return add(net, net.chain(y, project('fc1'), project('fc2')), y);
}
