import { reshape, softmax } from '../../net/functions.ts';
import { identity, linear } from '../../net/layers.ts';
import { adaptivePool2d } from '../../net/pooling.ts';
import { int, optionalSize, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { integer } from '../torch-arguments.ts';
import { conv } from './conv.ts';

/** Width of the layer before the classifier, as in EfficientNet-B0. */
const hidden = 1280;

/** Classification: one score a class for the whole image. */
export const classify = defineModule({
  name: 'Classify',
  summary: 'Classification head: a 1×1 convolution to 1280 channels, global average, one linear layer, softmax.',
  composition: 'Conv to 1280 → AdaptiveAvgPool2d(1) → Dropout → Linear to c2 → softmax',
  args: [
    int('c1', 'input channels; the parser puts them in'),
    integer('c2', 'number of classes'),
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size'),
    strictInt('g', 'groups', 1),
  ],
  parser: { family: 'scaled', keepsChannels: true },
  build: (net, x, { c1, c2, k, s, p, g }) => {
    const pooled = net.chain(x, conv.as('conv', { c1, c2: hidden, k, s, p, g }), adaptivePool2d('pool', 'avg', 1));
    const scores = net.chain(reshape(net, pooled, [hidden]), identity('drop', 'nn.Dropout'), linear('linear', { in: hidden, out: c2 }));
    if (net.rules.has('classify-gives-both')) return { outputs: [softmax(net, scores, -1), scores], list: true };
    return { outputs: [net.rules.has('classify-gives-logits') ? scores : softmax(net, scores, -1)] };
  },
  examples: [{ input: [64, 7, 7], args: [10], output: [10], params: 97_290 }],
});
