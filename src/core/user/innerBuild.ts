import { type Built, bindArguments, type ModuleDefinition, type ParserFamily } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import type { Feature, Net } from '../net/builder.ts';
import { Refused } from '../net/refused.ts';
import { addContracts, type Contract } from '../ops.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { evaluate, evaluateWhole, type Names, NoValue } from './evaluate.ts';
import { innerFunctions } from './innerFunctions.ts';
import type { InnerRow, InnerSource, ModuleSpec } from './spec.ts';

/** The definition that a name has under a release's rules. */
export type FindModule = (name: string, rules: ReleaseRules) => ModuleDefinition | undefined;

/** What one row of a model may run of inner rows, so that numbers in two files cannot multiply into a stop of the editor. */
const mostSteps = 20_000;
const steps = new WeakMap<Net, number>();

/** Runs the inner rows one after another; the last one gives the output. */
export function buildRows(
  net: Net,
  spec: ModuleSpec,
  rows: readonly InnerRow[],
  inputs: readonly Feature[],
  names: Names,
  find: FindModule,
): Built {
  const results: Feature[] = [];
  let contract: Contract | undefined;
  for (const [index, row] of rows.entries()) {
    const read = row.from.flatMap((source) => featuresOf(source, inputs, results));
    try {
      const built = buildRow(net, row, index, read, names, find);
      results.push(built.outputs[0] as Feature);
      contract = addContracts(contract, built.contract);
    } catch (error) {
      throw error instanceof Refused ? inside(error, spec, row, index) : error;
    }
  }
  return { outputs: results.slice(-1), ...(contract && { contract }) };
}

function featuresOf(source: InnerSource, inputs: readonly Feature[], results: readonly Feature[]): readonly Feature[] {
  if ('row' in source) return results.slice(source.row, source.row + 1);
  if (source.input === 'all') return inputs;
  const input = inputs[source.input];
  if (input === undefined) throw new NoValue(t`there is no input ${source.input}: the row reads ${inputs.length}`);
  return [input];
}

function buildRow(net: Net, row: InnerRow, index: number, read: readonly Feature[], names: Names, find: FindModule): Built {
  const repeats = evaluateWhole(row.repeats, names);
  const args = row.args.map((formula) => evaluate(formula, names));
  const first = read[0] as Feature;
  // A row that is not there hands on what it would have read first.
  if (repeats < 1) return { outputs: [first] };
  const step = innerFunctions[row.module];
  if (step !== undefined)
    return {
      outputs: [
        step(
          net,
          read,
          args.map((value) => evaluateWhole({ kind: 'value', value }, names)),
        ),
      ],
    };
  const definition = find(row.module, net.rules);
  if (definition === undefined) throw new NoValue(t`there is no module ${row.module} under the rules in use`);
  const family = definition.parser(net.rules);
  if (definition.isHead || definition.text !== undefined) throw new NoValue(t`${definition.name} cannot stand inside of a module`);
  const times = repeatsAt(family) === undefined ? repeats : 1;
  let features = read;
  let contract: Contract | undefined;
  for (let i = 0; i < times; i++) {
    const taken = (steps.get(net) ?? 0) + 1;
    if (taken > mostSteps) throw new NoValue(t`its rows run more than ${mostSteps} modules, more than are followed here`);
    steps.set(net, taken);
    const given = constructorArguments(definition, net.rules, features, args, repeats);
    const values = bindArguments(definition.name, definition.args(net.rules), given);
    const name = times > 1 ? `${index}.${i}` : String(index);
    const built = net.within(name, definition.name, () => definition.build(net, features, values));
    contract = addContracts(contract, built.contract);
    features = built.outputs;
  }
  return { outputs: features, ...(contract && { contract }) };
}

/** As the parser makes them, but for scaling: sizes inside of a module are what they say. */
function constructorArguments(
  definition: ModuleDefinition,
  rules: ReleaseRules,
  inputs: readonly Feature[],
  args: readonly PyValue[],
  repeats: number,
): readonly PyValue[] {
  const family = definition.parser(rules);
  const cin = inputs.map(({ shape }) => shape[0] ?? 0);
  const c1 = cin[0] ?? 0;
  switch (family.family) {
    case 'scaled':
      return [c1, ...args.slice(0, 1), ...(family.repeatsInside ? [repeats] : []), ...args.slice(1)];
    case 'inputChannels':
      return [c1, ...args];
    case 'inputChannelsList':
      return [cin, ...args];
    case 'batchNorm':
      return [c1];
    case 'head':
    case 'torchvision':
      throw new NoValue(t`${definition.name} cannot stand inside of a module`);
    case 'special': {
      const at = repeatsAt(family);
      if (family.inserted?.includes(1)) throw new NoValue(t`${definition.name} cannot stand inside of a module`);
      const given = family.inserted?.includes(0) ? [c1, ...args] : args;
      return at === undefined ? given : [...given.slice(0, at), repeats, ...given.slice(at)];
    }
    default:
      return args;
  }
}

/** Which constructor argument the repeats are, where they go inside. */
function repeatsAt(family: ParserFamily): number | undefined {
  if (family.family === 'scaled') return family.repeatsInside ? 2 : undefined;
  return family.family === 'special' ? family.inserted?.find((position) => position > 1) : undefined;
}

/** The refusal of an inner row, told of the row that the model file has. */
function inside(error: Refused, spec: ModuleSpec, row: InnerRow, index: number): Refused {
  return new Refused(
    error.pythonType,
    `${error.text} (${spec.name}, inner row ${index}: ${row.module})`,
    'row',
    undefined,
    'framework-error',
    error.constructing,
  );
}
