/** What a Python expression of a model file stands for, as far as that can be told without running Python. */
import { pythonType } from '../catalogue/arguments.ts';
import { bindArguments, type ModuleDefinition } from '../catalogue/define.ts';
import { catalogue, findModule } from '../catalogue/index.ts';
import { Net, type NetOptions } from '../net/builder.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { UnaryFunction } from '../ops.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { constantOf } from '../yaml/literal.ts';
import type { CallArguments, Expression } from '../yaml/python-expression.ts';
import { torchNames } from './known-names.ts';

/** A value of Python, by what can be done with it. */
export type PythonThing =
  | { readonly kind: 'value'; readonly type: string }
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'class'; readonly name: string; readonly definition: ModuleDefinition | undefined }
  | {
      readonly kind: 'instance';
      readonly definition: ModuleDefinition;
      readonly values: Readonly<Record<string, unknown>>;
      /** What it raises when it runs on any map, as far as its arguments say. */
      readonly refused?: Refused;
    }
  /** `fn` where it works on a tensor alone; `bound`: becomes a method where a class holds it. */
  | { readonly kind: 'function'; readonly name: string; readonly fn?: UnaryFunction; readonly bound: boolean };

/** Evaluates an expression among the names of the framework's parser; throws what Python raises, or `Unknown`. */
export function evaluate(expression: Expression, rules: ReleaseRules): PythonThing {
  switch (expression.kind) {
    case 'Name':
      return nameOf(expression.name, rules);
    case 'Attribute':
      return attribute(evaluate(expression.of, rules), expression.name);
    case 'Call':
      return call(evaluate(expression.callee, rules), expression.args, rules);
    case 'Lambda':
      return { kind: 'function', name: '<lambda>', bound: true };
    case 'constant':
      return { kind: 'value', type: pythonType(expression.value) };
    case 'Tuple':
    case 'List':
    case 'Set':
    case 'Dict':
    case 'JoinedStr':
      return { kind: 'value', type: expression.kind.toLowerCase() };
    default:
      throw new Unknown('');
  }
}

/** Variables of the parser when it evaluates the text; none of them can be called. */
const locals: ReadonlySet<string> = new Set([
  'd',
  'ch',
  'verbose',
  'ast',
  'legacy',
  'max_channels',
  'nc',
  'act',
  'scales',
  'depth',
  'width',
  'kpt_shape',
  'scale',
]);

/** Builtin and imported names of which nothing more is known. */
const others = new Set(
  (
    'print int float str list dict tuple set bool bytes complex abs max min sum len eval exec type isinstance id hash repr round map filter ' +
    'zip range open input object super getattr setattr vars dir callable any all sorted iter next slice property contextlib importlib pickle ' +
    're threading np deepcopy Path LOGGER colorstr make_divisible initialize_weights parse_model'
  ).split(' '),
);

function nameOf(name: string, rules: ReleaseRules): PythonThing {
  if (name === 'nn' || name === 'torch') return { kind: 'package', path: name };
  if (locals.has(name)) return { kind: 'value', type: name === 'd' ? 'dict' : 'int' };
  const definition = name.includes('.') ? undefined : catalogue().find((module) => module.name === name && module.upstream(rules));
  if (definition !== undefined) return { kind: 'class', name, definition };
  if (others.has(name)) throw new Unknown('');
  throw new Refused('NameError', `name '${name}' is not defined`);
}

/** Functions of `torch` that work on a tensor alone. */
const functions: Readonly<Record<string, UnaryFunction>> = {
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  abs: 'abs',
  exp: 'exp',
  neg: 'neg',
  sin: 'sin',
  cos: 'cos',
};
/** Those of `torch.nn.functional` that are written in C, and so stay functions where a class holds them. */
const builtins: Readonly<Record<string, UnaryFunction>> = { gelu: 'gelu', softplus: 'softplus' };
const packages = new Set(['functional', 'modules', 'init', 'utils', 'parallel', 'parameter', 'quantized', 'intrinsic', 'qat', 'attention']);

function attribute(thing: PythonThing, name: string): PythonThing {
  if (thing.kind !== 'package') throw new Unknown('');
  const { path } = thing;
  if (path === 'torch') {
    if (name === 'nn') return { kind: 'package', path: 'nn' };
    const fn = functions[name];
    if (fn !== undefined) return { kind: 'function', name, fn, bound: false };
    if (torchNames.has(name) || /^[A-Z]\w*LU\w*$/.test(name))
      throw new Refused('AttributeError', `module 'torch' has no attribute '${name}'`);
    throw new Unknown('');
  }
  if (path === 'nn.functional') {
    const fn = builtins[name];
    if (fn !== undefined) return { kind: 'function', name, fn, bound: false };
    if (pythonFunctions.has(name)) return { kind: 'function', name, bound: true };
    throw torchNames.has(name) ? new Refused('AttributeError', `module 'torch.nn.functional' has no attribute '${name}'`) : new Unknown('');
  }
  if (torchNames.has(name)) return { kind: 'class', name: `nn.${name}`, definition: findModule(`nn.${name}`) };
  if (path === 'nn' && packages.has(name)) return { kind: 'package', path: `nn.${name}` };
  if (path === 'nn.modules' && /^[a-z]+$/.test(name)) return { kind: 'package', path: `nn.modules.${name}` };
  throw new Refused('AttributeError', `module 'torch.${path}' has no attribute '${name}'`);
}

/** Their second argument is whether to change the input; of the others it is something else, or there is none. */
export const inplaceFunctions: ReadonlySet<string> = new Set(['relu', 'relu6', 'silu', 'mish', 'hardswish', 'hardsigmoid', 'selu']);
const pythonFunctions = new Set([
  ...inplaceFunctions,
  'leaky_relu',
  'elu',
  'celu',
  'sigmoid',
  'tanh',
  'softsign',
  'hardtanh',
  'rrelu',
  'glu',
]);

function call(callee: PythonThing, { positional, keywords, unpacks }: CallArguments, rules: ReleaseRules): PythonThing {
  if (callee.kind === 'value' || callee.kind === 'package') {
    throw new Refused('TypeError', `'${callee.kind === 'package' ? 'module' : callee.type}' object is not callable`);
  }
  const empty = positional.length === 0 && keywords.length === 0 && !unpacks;
  if (callee.kind === 'instance' && empty) {
    const name = callee.definition.name.replace(/^nn\./, '');
    throw new Refused('TypeError', `${name}.forward() missing 1 required positional argument: 'input'`);
  }
  if (callee.kind === 'function' && empty)
    throw new Refused('TypeError', `${callee.name}() missing 1 required positional argument: 'input'`);
  if (callee.kind !== 'class' || callee.definition === undefined || unpacks) throw new Unknown('');
  const args = positional.map(literal);
  return construct(callee.definition, args, new Map(keywords.map(({ name, value }) => [name, literal(value)])), rules);
}

function literal(expression: Expression): PyValue {
  const value = constantOf(expression);
  if (value === undefined) throw new Unknown('');
  return value;
}

/** A module made of arguments: what its constructor refuses is raised now, what its function refuses when it runs. */
function construct(
  definition: ModuleDefinition,
  args: readonly PyValue[],
  keywords: ReadonlyMap<string, PyValue>,
  rules: ReleaseRules,
): PythonThing {
  if (definition.name === 'nn.Identity') return { kind: 'instance', definition, values: {} };
  const schema = definition.args(rules);
  // Counts and names are looked at before any value.
  const unread = schema.map((argument) => ({ ...argument, read: () => undefined }));
  bindArguments(definition.name, unread, args, keywords);
  let values: Readonly<Record<string, unknown>> = {};
  try {
    values = bindArguments(definition.name, schema, args, keywords);
    definition.build(new Net(definition.name, [trial], trialOptions(rules)), [{ id: 0, shape: trial }], values);
  } catch (error) {
    if (!(error instanceof Refused) || error.constructing) throw error;
    // What depends on the map is refused again where it runs.
    return { kind: 'instance', definition, values, ...(error.part === 'args' && Object.keys(values).length === 0 && { refused: error }) };
  }
  return { kind: 'instance', definition, values };
}

const trial = [8, 8, 8] as const;

function trialOptions(rules: ReleaseRules): NetOptions {
  return {
    rules,
    activation: (_net, x) => x,
    legacy: false,
    strides: undefined,
    argumentCount: 0,
    fused: false,
    lists: [],
    shapesOnly: true,
    training: false,
  };
}
