/** Layers of `torch.nn` that multiply by a matrix or look a row of one up. */
import { linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import type { PyValue } from '../../python.ts';
import { any, bool, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { checkFactory, factory } from '../torch-arguments.ts';

export const torchLinear = defineModule({
  name: 'nn.Linear',
  summary: 'A matrix product over the last axis.',
  docs: 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.',
  composition: 'Linear',
  args: [
    any('in_features', 'size of the last axis'),
    any('out_features', 'size that it becomes'),
    bool('bias', 'add a bias', true),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const sizes = { out: features(o.out_features, 1), in: features(o.in_features, 0) };
    checkFactory(o, 3);
    return linear('', { ...sizes, bias: o.bias })(net, x);
  },
  examples: [
    { input: [8, 20, 20], args: [20, 7], output: [8, 20, 7], params: 147 },
    { input: [8, 20, 20], args: [20, 7, false], output: [8, 20, 7], params: 140 },
  ],
});

/** A side of a new matrix; which PyTorch looks at by its kind when it is the first. */
function features(value: PyValue, position: 0 | 1): number {
  if (typeof value === 'boolean' && position === 0) return Number(value);
  if (typeof value !== 'number') {
    const text = `empty(): argument 'size' (position 1) must be tuple of ints, but found element of type ${pythonType(value)} at pos ${1 - position}`;
    throw new Refused('TypeError', text, 'args', position, undefined, true);
  }
  if (value < 0)
    throw new Refused('RuntimeError', `Trying to create tensor with negative dimension ${value}`, 'args', position, undefined, true);
  return value;
}
