import type { RowCount, RowFacts, RowShapes } from '../analyses/facts.ts';
import type { Channels } from '../catalogue/rewriting.ts';
import { t } from '../l10n.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { Shape } from '../ops.ts';
import type { Counter } from '../upstream/counters.ts';
import { countPass, factsPass, type Pass, remembered, shapesPass } from './remembered.ts';
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
  readonly channels: readonly (Channels | undefined)[];
  /** The counter whose count is wanted. */
  readonly counter: Counter;
  /** Only what constructors say is wanted. */
  readonly constructing?: boolean;
  /** Strides of the head's levels. */
  readonly strides?: readonly number[] | undefined;
}

/** What a row reads: the shapes of all maps, those of lists one after another, and how they are grouped. */
export interface RowInputs {
  readonly shapes: readonly Shape[];
  /** For a module that takes lists: the length of each source's list, `undefined` for a single tensor. */
  readonly lists: readonly (number | undefined)[];
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

/** The same for shapes and what the counter sees, fused where the options say so. */
export function forwardCounts(rows: readonly ParsedRow[], header: Header, options: ForwardOptions): BuiltRow<RowCount>[] {
  return pass(rows, header, options, countPass);
}

function pass<Facts extends RowShapes>(rows: readonly ParsedRow[], header: Header, options: ForwardOptions, kind: Pass<Facts>) {
  const built: BuiltRow<Facts>[] = [];
  for (const row of rows) built.push(buildRow(row, header, options, { rows, built }, kind));
  return built;
}

/** The same rows as after the framework's `fuse()`, as far as that changes which branches run: only heads and re-parameterised blocks are built anew. */
export function forwardFused(rows: readonly ParsedRow[], header: Header, options: ForwardOptions, built: readonly BuiltRow[]): BuiltRow[] {
  return rows.map((row, i) => {
    const plain = built[i] as BuiltRow;
    return 'facts' in plain && (row.definition?.isHead || plain.facts.merges)
      ? buildRow(row, header, { ...options, fused: true }, { rows, built }, factsPass)
      : plain;
  });
}

function buildRow<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  before: Before,
  kind: Pass<Facts>,
): BuiltRow<Facts> {
  if (row.failure !== undefined) return { failure: row.failure, inputs: undefined };
  let inputs: Shape[] | undefined;
  try {
    checkKept(row, before.rows);
    const read = row.sources.flatMap((source, i) => inputShapes(source, row.sourceMaps[i], row, options.image, before));
    if (row.definition?.text !== undefined) {
      if (row.text === undefined) return withoutText(row, header, options, read, kind);
      read.push(textShape(row.text, header, before));
    }
    inputs = read;
    if (header.activationIsClass && row.module !== 'nn.Identity' && read.some(({ length }) => length === 0)) {
      throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments', 'row', undefined, 'activation');
    }
    const lists = row.definition?.takesList
      ? row.sources.map((source, i) => (source === -1 || row.sourceMaps[i] !== undefined ? undefined : listLength(source, before)))
      : noLists;
    const facts = remembered(row, header, options, { shapes: inputs, lists }, kind);
    const images = imagesOf(row, facts, before);
    return { facts: images === 1 ? facts : kind.times(facts, images), inputs };
  } catch (error) {
    if (error instanceof Unknown && inputs === undefined) return constructOnly(row, header, options, error, kind);
    if (error instanceof Refused)
      return { failure: refusedByConstructor(row, header, options, inputs ?? notedShapes(row, header, options), kind) ?? error, inputs };
    if (error instanceof Unknown) return { failure: error, inputs };
    throw error;
  }
}

/** What a constructor refuses comes before anything that a part refuses when it runs. */
function refusedByConstructor<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  shapes: readonly Shape[] | undefined,
  kind: Pass<Facts>,
  lists: RowInputs['lists'] = noLists,
): Refused | undefined {
  if (shapes === undefined) return undefined;
  try {
    remembered(row, header, { ...options, constructing: true }, { shapes, lists }, kind);
  } catch (error) {
    if (error instanceof Refused) return error.constructing ? error : undefined;
    if (!(error instanceof Unknown)) throw error;
  }
  return undefined;
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
  const shapes = notedShapes(row, header, options);
  if (shapes === undefined) return { failure, inputs: undefined };
  const channels = row.sources.map((_, i) => notedChannels(row, i, header, options));
  const lists = row.definition?.takesList ? channels.map((c) => (typeof c === 'number' ? undefined : c?.length)) : noLists;
  try {
    return { failure, inputs: undefined, constructed: remembered(row, header, options, { shapes, lists }, kind) };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unknown)) throw error;
    const refused =
      error instanceof Refused && error.constructing ? error : refusedByConstructor(row, header, options, shapes, kind, lists);
    return { failure: refused ?? failure, inputs: undefined };
  }
}

/** What the parser noted of a row's input. */
function notedChannels({ sources, sourceMaps }: ParsedRow, i: number, header: Header, options: ForwardOptions): Channels | undefined {
  const source = sources[i] ?? -1;
  const noted = source === -1 ? header.ch : options.channels[source];
  const map = sourceMaps[i];
  return map === undefined || !Array.isArray(noted) ? noted : (noted as readonly number[])[map];
}

/** Inputs that have the channels which the parser noted, for a row whose real inputs are not known. */
function notedShapes(row: ParsedRow, header: Header, options: ForwardOptions): readonly Shape[] | undefined {
  const channels = row.sources.map((_, i) => notedChannels(row, i, header, options));
  if (channels.some((c) => c === undefined)) return undefined;
  const shapes: Shape[] = channels.flatMap((c) => c ?? []).map((c) => [c, constructingSide, constructingSide]);
  if (row.definition?.text !== undefined) shapes.push(header.textShape);
  return shapes;
}

/** A module that reads text in a model that has none: constructed, and called with an argument too few. */
function withoutText<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  inputs: readonly Shape[],
  kind: Pass<Facts>,
): BuiltRow<Facts> {
  const name = row.definition?.text === 'reads' ? 'guide' : 'text';
  const text = `${row.definition?.name}.forward() missing 1 required positional argument: '${name}'`;
  const failure = new Refused('TypeError', text, 'module', undefined, 'text-input');
  try {
    return {
      failure,
      inputs,
      constructed: remembered(row, header, options, { shapes: [...inputs, header.textShape], lists: noLists }, kind),
    };
  } catch (error) {
    if (error instanceof Refused && error.constructing) return { failure: error, inputs };
    if (error instanceof Refused || error instanceof Unknown) return { failure, inputs };
    throw error;
  }
}

/** Any size that every module takes; nothing of it is shown. */
const constructingSide = 64;

/** The rows, and how those before the one in question turned out. */
interface Before {
  readonly rows: readonly ParsedRow[];
  readonly built: readonly BuiltRow<RowShapes>[];
}

const noLists: RowInputs['lists'] = [];

/** How many maps a row hands on, if it hands on a list. */
function listLength(source: number, before: Before): number | undefined {
  const { facts, inputs } = factsOf(source, before);
  if (before.rows[source]?.definition?.text === 'refines') return inputs.length - 1;
  return facts.list ? facts.outputs.length : undefined;
}

/** How many images a row works on: more than one behind a row that joins maps along the batch, which fit no other row's. */
function imagesOf(row: ParsedRow, facts: RowShapes, before: Before): number {
  const each = row.sources.map((source) => (source === -1 ? 1 : factsOf(source, before).facts.images));
  if (facts.joinsImages) return each.reduce((a, b) => a + b, 0);
  const [first = 1] = each;
  const other = each.findIndex((images) => images !== first);
  if (other < 0) return first;
  const text = `Sizes of tensors must match except in dimension 1. Expected size ${first} but got size ${each[other]} for tensor number ${other} in the list.`;
  throw new Refused('RuntimeError', text, 'from', other, 'size-mismatch');
}

function factsOf(source: number, { built }: Before) {
  const from = built[source];
  if (from === undefined || !('facts' in from)) throw new Unknown(t`it reads row ${source}, which is not known`);
  return from;
}

/** RT-DETR's own loop hands its head what other rows made it keep, and -1 makes it keep nothing. */
function checkKept(row: ParsedRow, rows: readonly ParsedRow[]): void {
  if (row.definition?.name !== 'RTDETRDecoder' || row !== rows.at(-1)) return;
  const element = row.from.indexOf(-1);
  const source = row.sources[element];
  if (source === undefined || rows.some(({ from, sources }) => sources.some((s, i) => s === source && from[i] !== -1))) return;
  throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments - got (NoneType, …)', 'from', element);
}

/** The model's text embeddings, or what a row made of them. */
function textShape(source: number, header: Header, before: Before): Shape {
  return source === -1 ? header.textShape : (factsOf(source, before).facts.outputs[0] ?? header.textShape);
}

/** What a row gets from another: one tensor, or all of a list where it takes one of a list. */
function inputShapes(source: number, map: number | undefined, row: ParsedRow, image: Shape, before: Before): readonly Shape[] {
  if (source === -1) return [image];
  if (source >= row.index)
    throw new Refused('IndexError', 'list index out of range', 'from', row.fromIsList ? row.sources.indexOf(source) : undefined);
  const { facts, inputs } = factsOf(source, before);
  const { levels, maps } = facts;
  if (maps) {
    const output = facts.outputs[map ?? facts.outputs.length - 1];
    if (output !== undefined) return [output];
    throw new Refused('TypeError', `'NoneType' object is not iterable`, 'from', row.sources.indexOf(source));
  }
  const passes = before.rows[source]?.definition?.text === 'refines';
  const [outputs, list] = passes ? [inputs.slice(0, -1), true] : [facts.outputs, facts.list];
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
