import type { RowFacts, RowShapes } from '../analyses/facts.ts';
import type { Channels } from '../catalogue/rewriting.ts';
import { t } from '../l10n.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { Shape } from '../ops.ts';
import { factsPass, type Pass, remembered, shapesPass } from './remembered.ts';
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
  const inputs = channels.flatMap((c) => c ?? []).map((c) => [c, constructingSide, constructingSide]);
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
