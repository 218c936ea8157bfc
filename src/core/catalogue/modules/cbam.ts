import type { Feature, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { concat, mul, reduce } from '../../net/functions.ts';
import { activation } from '../../net/layers.ts';
import { adaptivePool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { int } from '../arguments.ts';
import { keepsChannels } from '../conventions.ts';
import { defineModule } from '../define.ts';

/** Convolutional block attention: first which channels matter, then which places. */
export const cbam = defineModule({
  name: 'CBAM',
  summary: 'Convolutional block attention: weights the channels, then the positions.',
  docs: 'CBAM (Woo et al., ECCV 2018). The framework has the class, but its parser does not see it; by convention a registered CBAM gets [c1, kernel_size]; where a file writes its channels first, they are dropped again.',
  composition: 'x · sigmoid(Conv2d 1×1(global mean)), then · sigmoid(Conv2d k×k([mean; max] over channels))',
  args: [
    int('c1', 'input channels; a registering parser puts them in'),
    int('kernel_size', 'kernel of the spatial attention, 3 or 7', 7, { values: [3, 7] }),
  ],
  parser: keepsChannels,
  upstream: () => false,
  origin: 'the framework, where the parser does not see it',
  build: (net, x, { c1, kernel_size: k }) => spatial(net, channels(net, x, c1), k),
  examples: [{ input: [16, 20, 20], args: [7], output: [16, 20, 20], params: 370 }],
});

function channels(net: Net, x: Feature, c: number): Feature {
  return net.within('channel_attention', 'ChannelAttention', () =>
    mul(net, x, net.chain(x, adaptivePool2d('pool', 'avg', 1), conv2d('fc', { in: c, out: c }), activation('act', 'sigmoid'))),
  );
}

function spatial(net: Net, x: Feature, k: number): Feature {
  if (k !== 3 && k !== 7) throw new Refused('AssertionError', 'kernel size must be 3 or 7', 'args', 1, undefined, true);
  return net.within('spatial_attention', 'SpatialAttention', () => {
    const summary = concat(net, [reduce(net, 'mean', x, [0], true), reduce(net, 'max', x, [0], true)]);
    return mul(
      net,
      x,
      net.chain(summary, conv2d('cv1', { in: 2, out: 1, kernel: k, padding: k === 7 ? 3 : 1, bias: false }), activation('act', 'sigmoid')),
    );
  });
}
