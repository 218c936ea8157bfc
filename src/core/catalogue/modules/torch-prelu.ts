/** Slope of a rectifier that is learnt. */
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { checkFactory, factory, iterated } from '../torch-arguments.ts';

export const prelu = defineModule({
  name: 'nn.PReLU',
  summary: 'Rectifier with a learnt slope below zero.',
  docs: 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.',
  composition: 'PReLU',
  args: [any('num_parameters', 'slopes: 1, or one a channel', 1), any('init', 'slope at the start', new PyFloat(0.25)), ...factory],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const shape = slopesOf(o.num_parameters);
    checkFactory(o, 2);
    checkSizes(shape);
    checkFilling(o.init);
    net.parameter('weight', shape);
    const [slopes = 1] = shape;
    const channels = x.shape[0];
    if (shape.length > 1)
      throw new Refused(
        'RuntimeError',
        `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${shape.length}`,
        'args',
        0,
      );
    if (slopes !== 1 && slopes !== channels) {
      const text = `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${slopes} and channel size = ${channels}.`;
      throw new Refused('RuntimeError', text, 'args', 0);
    }
    return net.apply({ kind: 'prelu' }, [x], x.shape, { module: 'nn.PReLU' });
  },
  examples: [
    { input: [8, 20, 20], args: [], output: [8, 20, 20], params: 1 },
    { input: [8, 20, 20], args: [8], output: [8, 20, 20], params: 8 },
  ],
});

/** The new tensor's shape: a number or a list of them. */
function slopesOf(value: PyValue): readonly number[] {
  if (typeof value === 'number') return [value];
  const list = typeof value === 'string' ? undefined : iterated(value);
  if (list?.every((n) => typeof n === 'number')) return list;
  throw new Refused(
    'TypeError',
    `empty(): argument 'size' (position 1) must be tuple of ints, not ${pythonType(value)}`,
    'args',
    0,
    undefined,
    true,
  );
}

function checkFilling(value: PyValue): void {
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof PyFloat) return;
  throw new Refused(
    'TypeError',
    `fill_(): argument 'value' (position 1) must be Number, not ${pythonType(value)}`,
    'args',
    1,
    undefined,
    true,
  );
}
