/** What inner rows may do besides running a module: Python's operators between tensors, in small letters. */

import { t } from '../l10n.ts';
import type { Feature, Net } from '../net/builder.ts';
import { binary, concat, slice } from '../net/functions.ts';
import type { BinaryFunction } from '../ops.ts';
import { NoValue } from './evaluate.ts';

type InnerFunction = (net: Net, inputs: readonly Feature[], args: readonly number[]) => Feature;

/** By name: what they make of the maps that the row reads. */
export const innerFunctions: Readonly<Record<string, InnerFunction | undefined>> = {
  add: folded('add'),
  sub: folded('sub'),
  mul: folded('mul'),
  /** Joins along the channels, as `torch.cat` does. */
  cat: (net, inputs) => concat(net, inputs),
  /** Channels from … to, the last one excluded. */
  slice(net, inputs, [start = 0, end]) {
    const x = first(inputs);
    const last = end ?? x.shape[0] ?? 0;
    if (start < 0 || last <= start || last > (x.shape[0] ?? 0))
      throw new NoValue(t`there are no channels ${start} to ${last} of ${x.shape[0] ?? 0}`);
    return slice(net, x, 0, start, last);
  },
};

function folded(fn: BinaryFunction): InnerFunction {
  return (net, inputs) => inputs.slice(1).reduce((a, b) => binary(net, fn, a, b), first(inputs));
}

function first(inputs: readonly Feature[]): Feature {
  const [x] = inputs;
  if (x === undefined) throw new NoValue(t`it reads nothing`);
  return x;
}
