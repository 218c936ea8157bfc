import { concat as joined } from '../../net/functions.ts';
import { int } from '../arguments.ts';
import { defineModule } from '../define.ts';

/** Joins several feature maps along an axis. */
export const concat = defineModule({
  name: 'Concat',
  summary: 'Joins feature maps of equal height and width along the channels.',
  composition: 'torch.cat',
  args: [int('dimension', 'axis to join along, the batch counted: 1 are the channels', 1, { values: [1] })],
  parser: { family: 'concat' },
  build: (net, x, { dimension }, inputs) => {
    const rank = x.shape.length + 1;
    return joined(net, inputs, (dimension < 0 ? dimension + rank : dimension) - 1);
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
