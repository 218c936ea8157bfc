import type { ModuleDefinition } from '../catalogue/define.ts';
import { defaultActivation } from '../catalogue/modules/conv.ts';
import { torchActivations } from '../catalogue/modules/torch-activations.ts';
import { t } from '../l10n.ts';
import type { Feature, Layer } from '../net/builder.ts';
import { unary } from '../net/functions.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { parseExpression } from '../yaml/python-expression.ts';
import { PythonSyntaxFailure } from '../yaml/python-tokens.ts';
import { evaluate, inplaceFunctions, type PythonThing } from './python-values.ts';

/** What `activation:` makes of every `Conv`. */
export interface Activation {
  readonly layer: Layer;
  readonly key: string;
  /** Called with a tensor, it makes a module of it. */
  readonly isClass?: boolean;
  /** The type of what is no module, which cannot stand in the place of one. */
  readonly notModule?: string;
}

/** The classes of `torch.nn` that make an activation without being told anything, by their names there. */
export const activationNames: readonly string[] = torchActivations
  .filter(({ examples: [example] }) => example?.args.length === 0 && example.output[0] === example.input[0])
  .map(({ name }) => name.replace('nn.', ''));

/**
 * The file's `activation:`, a Python expression that the framework evaluates, such as `nn.ReLU()`. Nothing is run here: only what
 * makes modules of PyTorch is read.
 */
export function readActivation(value: PyValue, rules: ReleaseRules): Activation | { readonly error: Refused } {
  if (value === null) return { layer: defaultActivation, key: 'default' };
  if (typeof value !== 'string') return { error: blamed('TypeError', 'eval() arg 1 must be a string, bytes or code object') };
  try {
    return { ...activationOf(evaluate(parseExpression(value.replace(/^[ \t]+/, '')), rules), rules), key: value };
  } catch (error) {
    if (error instanceof PythonSyntaxFailure) return { error: blamed('SyntaxError', error.message) };
    if (error instanceof Refused) return { error: blamed(error.pythonType, error.text) };
    if (error instanceof Unknown) return { key: value, layer: unknown(value) };
    throw error;
  }
}

function activationOf(thing: PythonThing, rules: ReleaseRules): Omit<Activation, 'key'> {
  switch (thing.kind) {
    case 'value':
      return { ...failing('TypeError', `'${thing.type}' object is not callable`), notModule: thing.type };
    case 'package':
      return { ...failing('TypeError', "'module' object is not callable"), notModule: 'module' };
    case 'function': {
      const { name, fn, bound } = thing;
      if (fn !== undefined) return { layer: (net, x) => unary(net, fn, x), notModule: 'builtin_function_or_method' };
      // As a method it gets the convolution in the place of the tensor.
      const ambiguous = bound && inplaceFunctions.has(name);
      const text = ambiguous ? 'Boolean value of Tensor with more than one value is ambiguous' : `${name}() received the module itself`;
      return { ...failing(ambiguous ? 'RuntimeError' : 'TypeError', text), notModule: 'function' };
    }
    case 'class':
      return { ...calledWithTensor(thing.name, thing.definition, rules), notModule: `torch.${thing.name}` };
    case 'instance':
      return instance(thing);
  }
}

function instance({ definition, values, refused }: Extract<PythonThing, { kind: 'instance' }>): Omit<Activation, 'key'> {
  if (refused !== undefined) return failing(refused.pythonType, refused.text);
  return {
    layer: (net, x) => {
      try {
        return net.within('act', definition.name, () => definition.build(net, [x], values).outputs[0] as Feature, 'default_act');
      } catch (error) {
        throw error instanceof Refused ? blamed(error.pythonType, error.text) : error;
      }
    },
  };
}

/** Classes that ask a tensor for its truth, and those that make a tensor of its size. */
const asksTruth: ReadonlySet<string> = new Set([
  'nn.Hardtanh',
  'nn.Dropout',
  'nn.Dropout1d',
  'nn.Dropout2d',
  'nn.Dropout3d',
  'nn.AlphaDropout',
]);
const asksSize: ReadonlySet<string> = new Set(['nn.Softmax', 'nn.LogSoftmax', 'nn.PReLU', 'nn.BatchNorm2d', 'nn.InstanceNorm2d']);

/** A class in the place of a module: it is called with a tensor, and what it makes is no tensor for the next layer. */
function calledWithTensor(name: string, definition: ModuleDefinition | undefined, rules: ReleaseRules): Omit<Activation, 'key'> {
  if (name === 'nn.Module') return failing('TypeError', 'Module.__init__() takes 1 positional argument but 2 were given');
  if (definition === undefined) throw new Unknown('');
  const args = definition.args(rules);
  const call = `${name.replace(/^nn\./, '')}.__init__()`;
  if (args.length === 0) return failing('TypeError', `${call} takes 1 positional argument but 2 were given`);
  if (args.filter(({ required }) => required).length > 1) return failing('TypeError', `${call} missing required positional arguments`);
  if (asksTruth.has(name)) return failing('RuntimeError', 'Boolean value of Tensor with more than one value is ambiguous');
  if (asksSize.has(name)) return failing('TypeError', `${call} takes no tensor`);
  return {
    layer: (net, x) => (net.options.constructing ? x : net.apply({ kind: 'unary', fn: 'neg' }, [x], [], { function: name })),
    isClass: true,
  };
}

function failing(type: string, text: string): Pick<Activation, 'layer'> {
  return {
    layer: () => {
      throw blamed(type, text);
    },
  };
}

function unknown(value: string): Layer {
  return () => {
    throw new Unknown(t`the activation ${value} is not described here`);
  };
}

function blamed(type: string, text: string): Refused {
  return new Refused(type, text, 'row', undefined, 'activation');
}
