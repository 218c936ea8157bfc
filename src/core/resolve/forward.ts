import { RowFacts, type RowShapes, shapesOf } from '../analyses/facts.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import { Net, type NetOptions } from '../net/builder.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { RowGraph, Shape } from '../ops.ts';
import type { Header, ParsedRow } from './state.ts';

/** What a pass over all rows is made for. */
export interface ForwardOptions {
  /** [channels, height, width] of the image. */
  readonly image: Shape;
  /** BatchNorm uses the batch's statistics, as in the framework's own measuring of strides in older releases. */
  readonly training?: boolean;
  /** After the framework's `fuse()`, as far as it changes which branches there are. */
  readonly fused?: boolean;
  /** Channels that the parser notes for each row. */
  readonly channels: readonly (number | undefined)[];
  /** The counter whose count is wanted. */
  readonly thop: string;
  /** Strides of the head's levels. */
  readonly strides?: readonly number[] | undefined;
}

/** A row's network, or why there is none. */
export type BuiltRow<Facts extends RowShapes = RowFacts> =
  | { readonly facts: Facts; readonly inputs: readonly Shape[] }
  | {
      readonly failure: Refused | Unknown;
      readonly inputs: readonly Shape[] | undefined;
      /** What the constructor alone makes of the arguments, where the inputs are not known: stored tensors, no shapes. */
      readonly constructed?: Facts;
    };

/** Builds every row on the outputs of the rows that it reads. */
export function forward(rows: readonly ParsedRow[], header: Header, options: ForwardOptions): BuiltRow[] {
  return pass(rows, header, options, factsPass);
}

/** The same for nothing but shapes, which costs less. */
export function forwardShapes(rows: readonly ParsedRow[], header: Header, options: ForwardOptions): BuiltRow<RowShapes>[] {
  return pass(rows, header, options, shapesPass);
}

function pass<Facts extends RowShapes>(rows: readonly ParsedRow[], header: Header, options: ForwardOptions, kind: Pass<Facts>) {
  const built: BuiltRow<Facts>[] = [];
  for (const row of rows) built.push(buildRow(row, header, options, built, kind));
  return built;
}

/** The same rows as after the framework's `fuse()`, as far as that changes which branches run: only heads and re-parameterised blocks are built anew. */
export function forwardFused(rows: readonly ParsedRow[], header: Header, options: ForwardOptions, built: readonly BuiltRow[]): BuiltRow[] {
  return rows.map((row, i) => {
    const plain = built[i] as BuiltRow;
    return 'facts' in plain && (row.definition?.isHead || plain.facts.merges)
      ? buildRow(row, header, { ...options, fused: true }, built, factsPass)
      : plain;
  });
}

function buildRow<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  built: readonly BuiltRow<Facts>[],
  kind: Pass<Facts>,
): BuiltRow<Facts> {
  let inputs: Shape[] | undefined;
  try {
    if (row.failure === undefined) inputs = row.sources.flatMap((source) => inputShapes(source, row, options.image, built));
    if (row.failure !== undefined) return { failure: row.failure, inputs: undefined };
    return { facts: remembered(row, header, options, inputs as Shape[], kind), inputs: inputs as Shape[] };
  } catch (error) {
    if (error instanceof Unknown && inputs === undefined) return constructOnly(row, header, options, error, kind);
    if (error instanceof Refused || error instanceof Unknown) return { failure: error, inputs };
    throw error;
  }
}

/**
 * The framework constructs every row before it runs any. Where a row's inputs are not known but their channels are, its
 * constructor still tells the parameters, and may refuse.
 */
function constructOnly<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  failure: Unknown,
  kind: Pass<Facts>,
): BuiltRow<Facts> {
  const channels = row.sources.map((source) => (source === -1 ? header.ch : options.channels[source]));
  if (channels.some((c) => c === undefined)) return { failure, inputs: undefined };
  const inputs = channels.map((c) => [c ?? 0, constructingSide, constructingSide]);
  try {
    return { failure, inputs: undefined, constructed: remembered(row, header, options, inputs, kind) };
  } catch (error) {
    if (error instanceof Refused && error.constructing) return { failure: error, inputs: undefined };
    if (error instanceof Refused || error instanceof Unknown) return { failure, inputs: undefined };
    throw error;
  }
}

/** Any size that every module takes; nothing of it is shown. */
const constructingSide = 64;

/** What a row gets from another: one tensor, or all of a list where it takes one of a list. */
function inputShapes(source: number, row: ParsedRow, image: Shape, built: readonly BuiltRow<RowShapes>[]): readonly Shape[] {
  if (source === -1) return [image];
  const from = built[source];
  if (from === undefined || !('facts' in from)) throw new Unknown(t`it reads row ${source}, which is not known`);
  const { outputs, levels, list } = from.facts;
  if (list && row.definition?.takesList) return outputs;
  if (list || levels.length > 0) {
    throw new Refused(
      'TypeError',
      `conv2d() received an invalid combination of arguments: row ${row.index} reads ${list ? 'a list' : 'the predictions of a head'}`,
      'from',
    );
  }
  return outputs.length === 1 ? outputs : outputs.slice(0, 1);
}

/**
 * Rows with equal arguments and inputs have equal networks, and while someone types most rows stay what they were: so what is
 * kept of a row is remembered by everything that it depends on.
 */
interface Pass<Facts> {
  readonly shapesOnly: boolean;
  young: Map<string, Facts | Refused | Unknown>;
  old: Map<string, Facts | Refused | Unknown>;
  keep(graph: RowGraph, thop: string, again: () => RowGraph): Facts;
}

const factsPass: Pass<RowFacts> = {
  shapesOnly: false,
  young: new Map(),
  old: new Map(),
  keep: (graph, thop, again) => new RowFacts(graph, thop, again),
};
const shapesPass: Pass<RowShapes> = { shapesOnly: true, young: new Map(), old: new Map(), keep: shapesOf };
/** Some scales of a file at some sizes. What has not been asked for in so many new rows is forgotten. */
const generation = 1000;

function remembered<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  inputs: readonly Shape[],
  kind: Pass<Facts>,
): Facts {
  const key = keyOf(row, options, inputs);
  let known = kind.young.get(key);
  if (known === undefined) {
    known = kind.old.get(key) ?? attempt(() => build(row, header, options, inputs, kind));
    if (kind.young.size >= generation) {
      kind.old = kind.young;
      kind.young = new Map();
    }
    kind.young.set(key, known);
  }
  if (known instanceof Refused || known instanceof Unknown) throw known;
  return known;
}

function keyOf(row: ParsedRow, options: ForwardOptions, inputs: readonly Shape[]): string {
  let key = row.key;
  if (options.training) key += 'T';
  if (options.fused) key += 'F';
  if (row.definition?.isHead) key += options.strides?.join(',') ?? '';
  for (const shape of inputs) key += shape.length === 3 ? `|${shape[0]},${shape[1]},${shape[2]}` : `|${shape.join(',')}`;
  return key;
}

function attempt<Facts>(make: () => Facts): Facts | Refused | Unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refused || error instanceof Unknown) return error;
    throw error;
  }
}

function build<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  inputs: readonly Shape[],
  kind: Pass<Facts>,
): Facts {
  const { definition, values, instances } = row;
  if (definition === undefined || values === undefined)
    throw new Unknown(t`the module ${row.module} is not described in the catalogue yet`);
  const netOptions: NetOptions = {
    rules: header.rules,
    activation: header.activation,
    legacy: row.legacy,
    strides: options.strides,
    argumentCount: row.args?.length ?? 0,
    fused: options.fused ?? false,
    shapesOnly: kind.shapesOnly,
    training: options.training ?? false,
  };
  const again = () => buildGraph(definition, values, instances, inputs, netOptions);
  return kind.keep(again(), options.thop, again);
}

function buildGraph(
  definition: ModuleDefinition,
  values: Readonly<Record<string, unknown>>,
  instances: number,
  inputs: readonly Shape[],
  options: NetOptions,
): RowGraph {
  const repeated = instances > 1;
  const net = new Net(repeated ? 'Container' : definition.name, inputs, options);
  let features = inputs.map((_, i) => net.input(i));
  let result = repeated ? undefined : definition.build(net, features, values);
  for (let i = 0; repeated && i < instances; i++) {
    const current = features;
    result = net.within(String(i), definition.name, () => definition.build(net, current, values));
    features = [...result.outputs];
  }
  return net.finish(inputs.length, result?.outputs ?? features, result?.levels ?? [], result?.list ?? false);
}
