/** What the blocks of RT-DETR share. */
import type { Layer, Net } from '../../net/builder.ts';
import { activation, dropout, identity, linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import type { PyValue } from '../../python.ts';
import { pythonType } from '../arguments.ts';

/** Linear layers with ReLU between them, as the framework's `MLP`: `sizes` from the input to the output. */
export function mlp(name: string, sizes: readonly number[]): Layer {
  return (net, x) =>
    net.within(name, 'MLP', () => {
      let y = x;
      for (let i = 1; i < sizes.length; i++) {
        y = linear(`layers.${i - 1}`, { in: sizes[i - 1] ?? 0, out: sizes[i] ?? 0 })(net, y);
        if (i + 1 < sizes.length) y = activation('act', 'relu')(net, y);
      }
      return net.rules.has('mlp-norm') ? identity('out_norm')(net, y) : y;
    });
}

export interface FeedForward {
  readonly dim: number;
  readonly hidden: number;
  readonly share: number;
  readonly act: Layer;
  /** Names of the first layer, the dropout behind it, the second layer and the last dropout. */
  readonly names: readonly [string, string, string, string];
}

/** Two linear layers with an activation between them. */
export function feedForward({ dim, hidden, share, act, names }: FeedForward): Layer {
  const [first, inner, second, outer] = names;
  return (net, x) =>
    net.chain(
      x,
      linear(first, { in: dim, out: hidden }),
      act,
      dropout(inner, share),
      linear(second, { in: hidden, out: dim }),
      dropout(outer, share),
    );
}

/**
 * The activation of a constructor that keeps what it gets, argument `index` of the row's call: a YAML can give no module, so whatever
 * it gives fails when called. `None` means the constructor's own since `own-activations`.
 */
export function ownActivation(net: Net, index: number, given: PyValue, own: Layer): Layer {
  if (net.options.argumentCount <= index || (given === null && net.rules.has('own-activations'))) return own;
  return () => {
    throw new Refused('TypeError', `'${pythonType(given)}' object is not callable`, 'args', index);
  };
}
