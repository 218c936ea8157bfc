import { int } from '../catalogue/arguments.ts';
import type { Built, ModuleDefinition, ParserFamily } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import { Unknown } from '../net/refused.ts';
import type { Contract, Shape } from '../ops.ts';
import type { PyValue } from '../python.ts';
import { evaluate, evaluateWhole, type Names, NoValue } from './evaluate.ts';
import type { Formula } from './expression.ts';
import { buildRows, type FindModule } from './innerBuild.ts';
import type { ContractSpec, ModuleSpec } from './spec.ts';

/** A described module as a definition like those of the catalogue. `find` gives the modules that its inner rows name. */
export function userDefinition(spec: ModuleSpec, identity: string, find: FindModule): ModuleDefinition {
  const args = signature(spec);
  const family = familyOf(spec);
  const { body } = spec;
  const channels = 'contract' in body ? body.contract.channels : undefined;
  return {
    name: spec.name,
    identity,
    summary: spec.summary,
    composition: 'contract' in body ? '' : body.rows.map(({ module }) => module).join(' → '),
    parser: () => family,
    // Who describes a module of his own has taught it to his framework.
    upstream: () => true,
    isHead: false,
    takesList: false,
    args: () => args,
    ...(channels === undefined ? {} : { notes: (values, cin) => noted(channels, namesOf(spec, values, cin)) }),
    build(net, inputs, values) {
      const shapes = inputs.map(({ shape }) => shape);
      const names = namesOf(
        spec,
        values,
        shapes.map((shape) => shape[0] ?? 0),
        shapes[0]?.slice(1) ?? [],
      );
      return trying(spec, (): Built => {
        if ('rows' in body) return buildRows(net, spec, body.rows, inputs, names, find);
        const { outputs, several, contract } = fulfil(spec, body.contract, names, shapes[0] ?? []);
        return { outputs: outputs.map((shape) => net.given(shape)), ...(several ? { maps: true } : {}), contract };
      });
    },
    examples: [],
  };
}

/** The constructor's arguments: what the parser puts in, and the row's own. */
function signature({ parameters, parser, repeatsInside }: ModuleSpec) {
  const doc = 'input channels; the parser puts them in';
  const c1 = parser === 'scaled' || parser === 'inputChannels' ? [int('c1', doc)] : parser === 'inputChannelsList' ? [listOfChannels] : [];
  const repeats = repeatsInside ? [int('n', 'how many inner blocks; the parser puts the scaled repeats in', 1)] : [];
  const own = parser === 'scaled' ? 1 : 0;
  return [...c1, ...parameters.slice(0, own), ...repeats, ...parameters.slice(own)];
}

const listOfChannels = {
  name: 'c1',
  kind: 'ints',
  required: true,
  fallback: undefined,
  doc: 'input channels; the parser puts them in',
  read: (value: PyValue) => value,
} as const;

function familyOf({ parser, repeatsInside }: ModuleSpec): ParserFamily {
  if (parser === 'scaled') return { family: 'scaled', repeatsInside };
  return { family: parser };
}

/** What expressions may name: the parameters, and what is known of the inputs. */
function namesOf(spec: ModuleSpec, values: Readonly<Record<string, unknown>>, cin: readonly number[], sizes?: Shape): Names {
  const given = Object.fromEntries(spec.parameters.map(({ name, fallback }) => [name, (values[name] ?? fallback ?? null) as PyValue]));
  const [first] = spec.parameters;
  return {
    c1: cin[0] ?? 0,
    cin,
    ...(sizes === undefined ? {} : { h: sizes[0] ?? 0, w: sizes[1] ?? 0 }),
    ...(spec.repeatsInside ? { n: (values.n ?? 1) as PyValue } : {}),
    ...(spec.parser === 'scaled' && first !== undefined ? { c2: given[first.name] ?? null } : {}),
    ...given,
  };
}

function fulfil(spec: ModuleSpec, { channels, strides, params, macs, printedMacs }: ContractSpec, names: Names, input: Shape) {
  const several = channels === undefined ? false : Array.isArray(channels) || Array.isArray(evaluate(channels as Formula, names));
  const out = channels === undefined ? [notedBy(spec, names)] : [oneOrMore(channels, names)].flat();
  const outputs = out.map((c, i) => [c, ...input.slice(1).map((side) => sideOf(side, strides, i, out.length, names))]);
  const whole = (formula: Formula | undefined) => (formula === undefined ? null : evaluateWhole(formula, names));
  const work = whole(macs);
  const contract: Contract = { params: whole(params), macs: work, printedMacs: printedMacs === undefined ? work : whole(printedMacs) };
  return { outputs, several, contract };
}

/** Without a word about channels a module gives what its parser notes. */
function notedBy({ parser }: ModuleSpec, names: Names): number {
  if (parser === 'scaled') return wholeOf(names.c2 ?? 0);
  if (parser === 'concat' || parser === 'inputChannelsList') return (names.cin as readonly number[]).reduce((a, b) => a + b, 0);
  return wholeOf(names.c1 ?? 0);
}

function wholeOf(value: PyValue): number {
  return evaluateWhole({ kind: 'value', value }, {});
}

/** A convolution of that stride gives as many cells, padded as usual; strides below 1 make maps larger. */
function sideOf(side: number, strides: ContractSpec['strides'], map: number, maps: number, names: Names): number {
  if (strides === undefined) return maps === 1 ? side : Math.ceil(side / 2 ** (6 - maps + map));
  const all = Array.isArray(strides)
    ? strides.map((formula: Formula) => evaluate(formula, names))
    : [evaluate(strides as Formula, names)].flat();
  const value = all[Math.min(map, all.length - 1)] ?? 1;
  const stride = typeof value === 'number' ? value : Number((value as { value?: unknown }).value);
  if (!(stride > 0)) throw new NoValue(t`a stride must be above 0`);
  return Math.ceil(side / stride);
}

function oneOrMore(channels: Formula | readonly Formula[], names: Names): number | readonly number[] {
  if (Array.isArray(channels)) return channels.map((formula: Formula) => positive(evaluateWhole(formula, names)));
  const value = evaluate(channels as Formula, names);
  if (Array.isArray(value)) return value.map((one: PyValue) => positive(wholeOf(one)));
  return positive(wholeOf(value));
}

/** What has no value before the network runs is not noted; building the row says why. */
function noted(channels: Formula | readonly Formula[], names: Names): number | readonly number[] | undefined {
  try {
    return oneOrMore(channels, names);
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}

function positive(n: number): number {
  if (n < 1) throw new NoValue(t`${n} channels cannot be`);
  return n;
}

/** What has no value is not known; the reason names the module that says so. */
function trying<T>(spec: ModuleSpec, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof NoValue) throw new Unknown(t`${spec.name} is described in modules.yaml, but ${error.message}`);
    throw error;
  }
}
