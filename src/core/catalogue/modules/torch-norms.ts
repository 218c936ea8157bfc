/** Normalisations of `torch.nn` that can be a row. */
import { layerNorm } from '../../net/layers.ts';
import { bool, number, size } from '../arguments.ts';
import { defineModule } from '../define.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';

export const torchLayerNorm = defineModule({
  name: 'nn.LayerNorm',
  summary: 'Normalises every image, or every stretch of its last axes, by itself.',
  docs,
  composition: 'LayerNorm',
  args: [
    size('normalized_shape', 'size of the last axis, or of all last axes that are normalised together: [channels, height, width]'),
    number('eps', 'added to the variance', 1e-5),
    bool('elementwise_affine', 'a learnt scale and shift', true),
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => net.chain(x, layerNorm('', o.normalized_shape, { eps: o.eps, affine: o.elementwise_affine })),
  examples: [
    { input: [8, 20, 20], args: [20], output: [8, 20, 20], params: 40 },
    { input: [8, 20, 20], args: [[8, 20, 20]], output: [8, 20, 20], params: 6400 },
  ],
});
