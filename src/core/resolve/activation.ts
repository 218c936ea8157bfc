import { defaultActivation } from '../catalogue/modules/conv.ts';
import { t } from '../l10n.ts';
import type { Layer } from '../net/builder.ts';
import { identity, activation as layer } from '../net/layers.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { UnaryFunction } from '../ops.ts';
import type { PyValue } from '../python.ts';
import { torchNames } from './known-names.ts';

type Read = { readonly layer: Layer; readonly key: string; readonly isClass?: boolean } | { readonly error: Refused };

const classes: Readonly<Record<string, UnaryFunction | undefined>> = {
  SiLU: 'silu',
  ReLU: 'relu',
  ReLU6: 'relu6',
  LeakyReLU: 'leakyRelu',
  ELU: 'elu',
  GELU: 'gelu',
  Hardswish: 'hardswish',
  Hardsigmoid: 'hardsigmoid',
  Mish: 'mish',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Softplus: 'softplus',
};
/** The classes of `torch.nn` that `activation:` is read with. */
export const activationNames: readonly string[] = Object.keys(classes);

const slopes: Readonly<Record<string, number | undefined>> = { LeakyReLU: 0.01, ELU: 1 };

/**
 * The file's `activation:`, a Python expression that the framework evaluates, such as `nn.ReLU()`. Nothing is evaluated here:
 * only calls of known classes are read.
 */
export function readActivation(value: PyValue): Read {
  if (value === null) return { layer: defaultActivation, key: 'default' };
  if (typeof value !== 'string')
    return { error: new Refused('TypeError', 'eval() arg 1 must be a string, bytes or code object', 'row', undefined, 'activation') };
  const call =
    /^\s*(?:torch\.)?nn\.(\w+)\s*(\(\s*(?:(?:inplace\s*=\s*)?(?:True|False)|(?:negative_slope\s*=\s*|alpha\s*=\s*)?([\d.]+(?:e-?\d+)?)(?:\s*,\s*(?:inplace\s*=\s*)?(?:True|False))?)?\s*\))?\s*$/.exec(
      value,
    );
  const [, name = '', brackets, slope] = call ?? [];
  if (name === 'Identity' && brackets !== undefined) return { layer: identity('act'), key: value };
  const fn = classes[name];
  if (call === null || fn === undefined) return unread(value);
  if (brackets === undefined) {
    // Called with a tensor, a class makes a module of it: the next layer gets something that is no tensor.
    return { layer: (net, x) => net.apply({ kind: 'unary', fn }, [x], [], { function: name }), key: value, isClass: true };
  }
  const alpha = slope === undefined ? slopes[name] : Number(slope);
  return { layer: layer('act', fn, { shared: 'default_act', ...(alpha === undefined ? {} : { alpha }) }), key: value };
}

/** An expression that is not read here: refused where its name is surely unknown, else not known. */
function unread(value: string): Read {
  const [, prefix, name = ''] = /^\s*((?:torch\.)?nn\.)?(\w+)/.exec(value) ?? [];
  const refuse = (type: string, text: string): Read => ({ error: new Refused(type, text, 'row', undefined, 'activation') });
  if (prefix !== undefined && !torchNames.has(name)) return refuse('AttributeError', `module 'torch.nn' has no attribute '${name}'`);
  if (prefix === undefined && torchClasses.has(name.toLowerCase())) return refuse('NameError', `name '${name}' is not defined`);
  return {
    key: value,
    layer: () => {
      throw new Unknown(t`the activation ${value} is not described here`);
    },
  };
}

const torchClasses: ReadonlySet<string> = new Set([...torchNames].map((name) => name.toLowerCase()));
