import { remember } from '../memo.ts';
import type { Feature, Layer, Net } from '../net/builder.ts';
import { Refused } from '../net/refused.ts';
import type { Contract, Shape } from '../ops.ts';
import type { PyValue } from '../python.ts';
import type { Header, ParsedArgument } from '../resolve/state.ts';
import type { ChangeId } from '../upstream/changes.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { Argument } from './arguments.ts';
import type { Channels, FamilyInput, FamilyResult } from './rewriting.ts';

/** How the parser of the framework rewrites a row's arguments, and which channels it notes for the row. */
export type ParserFamily =
  /** [c2, …] becomes [c1, scaled c2, …]; `repeatsInside`: the repeats go in as the third. */
  | {
      readonly family: 'scaled';
      readonly repeatsInside?: boolean;
      /** Its first argument is the number of classes, which is never scaled since `nc-channels-scaled`. */
      readonly keepsChannels?: boolean;
      /** From this row on heads are built with their new class branch. */
      readonly turnsLegacyOff?: boolean | ChangeId;
      /** At these scales values are appended, whatever the file says. */
      readonly appended?: { readonly scales: string; readonly values: readonly PyValue[] };
      /** What the parser does to the row's own arguments before it puts others in. */
      adjust?(args: readonly ParsedArgument[], c2: PyValue, header: Header): readonly ParsedArgument[];
      /** At these scales the argument at `position` is set, whatever the file says. */
      readonly forced?: { readonly scales: string; readonly position: number; readonly value: PyValue };
    }
  | { readonly family: 'concat' }
  /** A list of channels is appended, with reg_max and end2end before it where the release does so (`channelsOnly`: in none). */
  | { readonly family: 'head'; readonly scaledArgument?: number; readonly classBranch?: boolean; readonly channelsOnly?: boolean }
  /** [c1, …]: the input channels are put in front. */
  | { readonly family: 'inputChannels' }
  /** [c1] whatever the row says; the channels noted are those of the row before. */
  | { readonly family: 'batchNorm' }
  | { readonly family: 'torchvision' }
  /** A branch of the parser for this module alone; `inserted`: which constructor arguments it puts in. */
  | {
      readonly family: 'special';
      readonly inserted?: readonly number[];
      /** The parser does not look at what is read: a list is refused only where the module gets it. */
      readonly takesOneMap?: boolean;
      readonly turnsLegacyOff?: boolean;
      rewrite(input: FamilyInput): FamilyResult;
    }
  /** [[c1, …], …]: the input channels of all rows that are read, as one list; their sum is noted. */
  | { readonly family: 'inputChannelsList' }
  /** Arguments as they stand, whether one row is read or several; the channels of the first are noted. */
  | { readonly family: 'elementwise' }
  /** Arguments as they stand, channels as they come. */
  | { readonly family: 'verbatim' };

type Values<A extends readonly Argument[]> = { readonly [K in A[number] as K['name']]: K extends Argument<string, infer V> ? V : never };

export interface Example {
  readonly input: Shape | readonly Shape[];
  /** For modules that take lists: how many of the inputs each source hands on as a list, in order; `undefined` for a single tensor. */
  readonly lists?: readonly (number | undefined)[];
  readonly args: readonly PyValue[];
  readonly output: Shape;
  readonly params: number;
}

export interface Built {
  readonly outputs: readonly Feature[];
  readonly levels?: readonly Feature[];
  /** The outputs are handed on as a list. */
  readonly list?: boolean;
  /** Each output counts as a row of its own where later rows say what they read: a backbone in one row. */
  readonly maps?: boolean;
  /** The inputs are joined along the batch. */
  readonly joinsImages?: boolean;
  /** Cost that no operation says. */
  readonly contract?: Contract;
}

/**
 * Models of YOLO-World have text embeddings beside the image, a list of vectors, one a class. A module reads those that the row
 * before it left, reads the original ones, or refines them for later rows; one that refines hands on the maps that it read.
 */
export type TextUse = 'reads' | 'original' | 'refines';

/** A module as everything else sees it: names and documentation, arguments, the parser's treatment and the composition. */
export interface ModuleDefinition {
  readonly name: string;
  /** Told apart from others of the same name by this; without it the name says all. */
  readonly identity?: string;
  readonly summary: string;
  readonly docs?: string;
  /** Composition in words, for people. */
  readonly composition: string;
  parser(rules: ReleaseRules): ParserFamily;
  /** True where the release's parser knows the name; otherwise the module must be registered by the user. */
  readonly upstream: (rules: ReleaseRules) => boolean;
  /** Where the class is found if not upstream. */
  readonly origin?: string;
  readonly isHead: boolean;
  /** Takes one of a list that another row hands on. */
  readonly takesList: boolean;
  /** What it has to do with the model's text embeddings, its last input where it has. */
  readonly text?: TextUse;
  args(rules: ReleaseRules): readonly Argument[];
  /** The output channels that the parser notes, where its family does not say them; a list for several maps, nothing where they are not known. `cin`: channels of each input. */
  notes?(values: Readonly<Record<string, unknown>>, cin: readonly number[]): Channels | undefined;
  build(net: Net, inputs: readonly Feature[], values: Readonly<Record<string, unknown>>): Built;
  readonly examples: readonly Example[];
}

/** A definition that other modules use as a part: `conv.as('cv1', { c1, c2 })` is a layer with a name. */
export interface Part<A extends readonly Argument[]> extends ModuleDefinition {
  as(name: string, values: Partial<Values<A>>): Layer;
}

interface Source<A extends readonly Argument[]> {
  readonly name: string;
  readonly summary: string;
  readonly docs?: string;
  readonly composition: string;
  /** In all releases alike, or by their rules. */
  readonly parser: ParserFamily | ((rules: ReleaseRules) => ParserFamily);
  /** A head on whose maps the framework measures strides, where the parser's treatment does not say so. */
  readonly isHead?: boolean;
  readonly upstream?: (rules: ReleaseRules) => boolean;
  readonly origin?: string;
  readonly takesList?: boolean;
  readonly text?: TextUse;
  readonly args: A;
  /** The signature in releases where it differs; names that are missing keep their default. */
  readonly argsIn?: (rules: ReleaseRules, args: A) => readonly Argument[];
  build(net: Net, x: Feature, values: Values<A>, inputs: readonly Feature[]): Feature | Built;
  readonly examples: readonly Example[];
}

/** Defines a module once: shape, parameters, cost, execution and weights' names all follow from `build`. */
export function defineModule<const A extends readonly Argument[]>(source: Source<A>): Part<A> {
  const schemas = new WeakMap<ReleaseRules, readonly Argument[]>();
  const defaults = Object.fromEntries(source.args.map((a) => [a.name, a.fallback]));
  const run = (net: Net, inputs: readonly Feature[], values: Readonly<Record<string, unknown>>): Built => {
    const first = inputs[0];
    if (first === undefined) throw withoutInputs(source);
    const result = source.build(net, first, { ...defaults, ...values } as Values<A>, inputs);
    return 'outputs' in result ? result : { outputs: [result] };
  };
  return {
    name: source.name,
    summary: source.summary,
    ...(source.docs === undefined ? {} : { docs: source.docs }),
    composition: source.composition,
    parser: typeof source.parser === 'function' ? source.parser : () => source.parser as ParserFamily,
    upstream: source.upstream ?? (() => true),
    ...(source.origin === undefined ? {} : { origin: source.origin }),
    isHead: source.isHead ?? (typeof source.parser !== 'function' && source.parser.family === 'head'),
    takesList: source.takesList ?? false,
    ...(source.text === undefined ? {} : { text: source.text }),
    args:
      source.argsIn === undefined
        ? () => source.args
        : (rules) => remember(schemas, rules, () => source.argsIn?.(rules, source.args) ?? source.args),
    build: run,
    examples: source.examples,
    as: (name, values) => (net, x) =>
      net.within(name, source.name, () => run(net, [x], values as Record<string, unknown>).outputs[0] as Feature),
  };
}

/** Reads an argument at which a constructor looks late, in `values` at `position` of its call. */
export function readLate<V>(argument: Argument<string, V>, value: PyValue, position: number): V {
  try {
    return argument.read(value);
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.pythonType, error.text, 'args', position, error.rule, true) : error;
  }
}

/** A list of nothing to read: heads ask for the channels of its first, others join it or cannot take it. */
function withoutInputs({ parser, isHead }: Pick<Source<readonly Argument[]>, 'parser' | 'isHead'>): Refused {
  const family = typeof parser === 'function' ? undefined : parser.family;
  if (family === 'concat') return new Refused('ValueError', 'torch.cat(): expected a non-empty list of Tensors', 'from');
  if (family === 'head' || isHead) return new Refused('IndexError', 'list index out of range', 'from', undefined, undefined, true);
  return new Refused('TypeError', "'NoneType' object is not iterable", 'from');
}

/** Python's binding of arguments by place, and by name where something calls that is no row: names to values, or the TypeError of a wrong count. */
export function bindArguments(
  name: string,
  schema: readonly Argument[],
  args: readonly PyValue[],
  keywords: ReadonlyMap<string, PyValue> = noKeywords,
): Record<string, unknown> {
  checkCount(name, schema, args.length, keywords);
  const values: Record<string, unknown> = {};
  for (const [i, argument] of schema.entries()) {
    const given = args[i] === undefined ? keywords.get(argument.name) : args[i];
    if (given === undefined) continue;
    try {
      values[argument.name] = argument.read(given);
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.pythonType, error.text, 'args', i) : error;
    }
  }
  return values;
}

const noKeywords: ReadonlyMap<string, PyValue> = new Map();

function checkCount(name: string, schema: readonly Argument[], given: number, keywords: ReadonlyMap<string, PyValue>): void {
  const required = schema.filter((a) => a.required).length;
  const call = `${name.replace(/^.*\./, '')}.__init__()`;
  if (given > schema.length) {
    const most = schema.length + 1;
    const takes =
      required === schema.length
        ? `takes ${most} positional argument${most === 1 ? '' : 's'}`
        : `takes from ${required + 1} to ${most} positional arguments`;
    throw new Refused('TypeError', `${call} ${takes} but ${given + 1} were given`, 'args', schema.length);
  }
  for (const keyword of keywords.keys()) {
    const at = schema.findIndex((a) => a.name === keyword);
    if (at < 0) throw new Refused('TypeError', `${call} got an unexpected keyword argument '${keyword}'`);
    if (at < given) throw new Refused('TypeError', `${call} got multiple values for argument '${keyword}'`);
  }
  const missing = schema.filter((a, i) => a.required && i >= given && !keywords.has(a.name)).map((a) => `'${a.name}'`);
  if (missing.length > 0) {
    const names = missing.length > 2 ? `${missing.slice(0, -1).join(', ')}, and ${missing.at(-1)}` : missing.join(' and ');
    throw new Refused(
      'TypeError',
      `${call} missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
    );
  }
}
