import type { Feature, Net } from '../../net/builder.ts';
import { concat as joined } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { type Built, defineModule } from '../define.ts';
import { axisOf, integer } from '../torch-arguments.ts';

/** Joins several feature maps along an axis. */
export const concat = defineModule({
  name: 'Concat',
  summary: 'Joins feature maps of equal height and width along the channels.',
  docs: 'Along axis 0 it joins images of a batch: every later row then works on as many.',
  composition: 'torch.cat',
  args: [{ ...integer('dimension', 'axis to join along, the batch counted: 1 are the channels', 1), values: [1] }],
  parser: { family: 'concat' },
  build: (net, x, { dimension }, inputs) => {
    const axis = axisOf(dimension, x.shape.length);
    return axis === 0 ? joinedImages(net, x, inputs) : joined(net, inputs, axis - 1);
  },
  examples: [
    {
      input: [
        [8, 20, 20],
        [16, 20, 20],
      ],
      args: [1],
      output: [24, 20, 20],
      params: 0,
    },
  ],
});

/** Only shapes are told: a batch that grows inside a network is run by nobody. */
function joinedImages(net: Net, { shape }: Feature, inputs: readonly Feature[]): Built {
  for (const [i, other] of inputs.entries()) {
    const at = shape.findIndex((size, axis) => size !== other.shape[axis]);
    if (at < 0 && shape.length === other.shape.length) continue;
    const text =
      at < 0
        ? `Tensors must have same number of dimensions: got ${shape.length + 1} and ${other.shape.length + 1}`
        : `Sizes of tensors must match except in dimension 0. Expected size ${shape[at]} but got size ${other.shape[at]} for tensor number ${i} in the list.`;
    throw new Refused('RuntimeError', text, 'from', i, 'size-mismatch');
  }
  return { outputs: [net.given(shape)], joinsImages: true, contract: { params: 0, macs: 0, printedMacs: 0 } };
}
