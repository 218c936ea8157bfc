import { type Argument, showPython } from '../catalogue/arguments.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import type { RowAnalysis } from '../model.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { SequenceNode } from '../yaml/tree.ts';
import type { Piece } from './rewrite.ts';

/** The arguments of a row in the terms of another module; without `pieces` the row can't be translated and stays. */
export interface Translation {
  readonly pieces?: readonly Piece[];
  readonly notes: readonly string[];
}

/** The arguments that a file writes: the constructor's without those that the parser puts in. */
export interface FileArguments {
  readonly module: string;
  readonly list: readonly Argument[];
}

/** A target argument with the value it must have, and the item it can be taken from. */
interface Slot {
  readonly piece: Piece;
  /** As good as left out. */
  readonly isDefault: boolean;
}

export function fileArguments(definition: ModuleDefinition, rules: ReleaseRules): FileArguments {
  const { name } = definition;
  const parser = definition.parser(rules);
  const list = definition.args(rules);
  const inserted =
    parser.family === 'scaled'
      ? parser.repeatsInside === true
        ? [0, 2]
        : [0]
      : parser.family === 'head'
        ? [...list.keys()].filter((i) => ['reg_max', 'end2end', 'ch'].includes(list[i]!.name))
        : parser.family === 'inputChannels' || parser.family === 'inputChannelsList'
          ? [0]
          : parser.family === 'special'
            ? (parser.inserted ?? [])
            : [];
  return { module: name, list: list.filter((_, i) => !inserted.includes(i)) };
}

/** What a target gets beside what goes by name. */
export interface Supplied {
  /** Kernels of a dynamic convolution that had none. */
  readonly experts: number;
  /** A value for an argument that the target needs and the source does not have. */
  readonly missing?: (argument: Argument) => PyValue | undefined;
  /** Names that say nothing which is lost without them, as the row's shape stays. */
  readonly implied?: ReadonlySet<string>;
  /** Values by name whatever the source says. */
  readonly forced?: Readonly<Record<string, PyValue>>;
}

/** Arguments go by name; one that only the source has is dropped, one that only the target has keeps its default. */
export function translateArguments(
  row: RowAnalysis,
  list: SequenceNode,
  from: FileArguments,
  to: FileArguments,
  supplied: Supplied,
): Translation {
  const given = new Given(row, list, from);
  const notes: string[] = [];
  const slots: Slot[] = [];
  for (const argument of to.list) {
    const slot = slotFor(argument, given, from, to, supplied);
    if (typeof slot === 'string') return { notes: [t`row ${row.index} stays as it is: ${slot}`] };
    slots.push(slot);
  }
  const names = to.list.map((argument) => canonicalName(argument.name));
  for (const [i, argument] of from.list.entries()) {
    const value = given.at(i);
    if (value === undefined || names.includes(canonicalName(argument.name)) || same(value, argument.fallback as PyValue)) continue;
    if (argument.name !== 'num_experts' && supplied.implied?.has(canonicalName(argument.name)) !== true)
      notes.push(t`row ${row.index}: ${to.module} has no ${argument.name}: ${showPython(value)} is lost`);
  }
  return { pieces: trim(slots, given), notes };
}

/** What a row gives for a name: the item and its value after resolution, else the constructor's default. */
class Given {
  constructor(
    readonly row: RowAnalysis,
    readonly items: SequenceNode,
    readonly from: FileArguments,
  ) {}

  index(name: string): number {
    const i = this.from.list.findIndex((argument) => canonicalName(argument.name) === name);
    return i < this.items.items.length ? i : -1;
  }

  at(i: number): PyValue | undefined {
    const item = this.items.items[i];
    if (item === undefined) return undefined;
    const resolved = this.row.call?.find(({ origin, position }) => origin === 'file' && position === i);
    return resolved ? resolved.value : literal(item.value);
  }

  /** `undefined` where the source has no such argument, or no default for it. */
  value(name: string): PyValue | undefined {
    const i = this.index(name);
    return i >= 0
      ? this.at(i)
      : (this.from.list.find((argument) => canonicalName(argument.name) === name)?.fallback as PyValue | undefined);
  }
}

/** The slot of one target argument, or the reason why there is none. */
function slotFor(argument: Argument, given: Given, from: FileArguments, to: FileArguments, supplied: Supplied): Slot | string {
  const name = canonicalName(argument.name);
  const fallback = argument.fallback as PyValue | undefined;
  const forced = supplied.forced?.[name];
  if (forced !== undefined) return { piece: { text: showPython(forced) }, isDefault: fallback !== undefined && same(forced, fallback) };
  const item = given.index(name);
  if (name === 'p') {
    const padding = paddingFor(argument, given, from);
    if (padding !== undefined) return padding;
  }
  // One number for what the target has a list of, such as the kernels of two convolutions, is meant for each of them.
  const single = item >= 0 && argument.kind === 'ints' ? given.at(item) : undefined;
  if (typeof single === 'number' && Array.isArray(fallback)) {
    const each = fallback.map(() => single);
    return { piece: { text: showPython(each) }, isDefault: same(each, fallback) };
  }
  if (item >= 0) return { piece: { item }, isDefault: fallback !== undefined && same(given.at(item) as PyValue, fallback) };
  const value =
    given.value(name) ?? (name === 'num_experts' ? supplied.experts : fallback === undefined ? supplied.missing?.(argument) : fallback);
  if (value === undefined) return t`${to.module} needs ${argument.name}, which ${from.module} does not have`;
  return { piece: { text: showPython(value) }, isDefault: fallback !== undefined && same(value, fallback) };
}

/**
 * Conv writes "keep the size" as None and rounds k / 2 up; the plain DynamicConv writes it as '' and pads
 * ((s − 1) + d (k − 1)) / 2, which is the same for odd kernels at stride 1 and 2 only. '' can't stand in a file (its parser
 * refuses an empty string), so wherever the default does not do, a number is written.
 */
function paddingFor(argument: Argument, given: Given, from: FileArguments): Slot | string | undefined {
  const source = from.list.find((other) => canonicalName(other.name) === 'p');
  if (source === undefined || source.name === argument.name) return undefined;
  const written = given.value('p');
  const automatic = written === null || written === '';
  const sizes = ['k', 's', 'd'].map((name) => bothSides(given.value(name)));
  const [k, s, d] = sizes;
  if (k === undefined || s === undefined || d === undefined) return automatic ? t`its kernel, stride or dilation is no number` : undefined;
  const byConv = fold([0, 1].map((i) => Math.floor((d[i]! * (k[i]! - 1) + 1) / 2)));
  const byPlain = fold([0, 1].map((i) => Math.floor((s[i]! - 1 + d[i]! * (k[i]! - 1)) / 2)));
  const agree = same(byConv, byPlain);
  if (automatic) return { piece: { text: showPython(argument.name === 'p' ? byPlain : byConv) }, isDefault: agree };
  if (typeof written === 'string') return t`its padding ${showPython(written)} is no number`;
  if (argument.name !== 'p' || !same(written as PyValue, byConv)) return undefined;
  // The number was written for the plain form, or only to reach the arguments behind it.
  const reachesFurther = given.items.items.length > given.index('p') + 1;
  return reachesFurther || !agree ? { piece: { text: 'None' }, isDefault: true } : undefined;
}

/** A size for both directions as two numbers. */
function bothSides(value: PyValue | undefined): readonly number[] | undefined {
  const sides = Array.isArray(value) ? value : [value, value];
  return sides.length === 2 && sides.every((side) => typeof side === 'number') ? sides : undefined;
}

/** One number where both directions have the same. */
function fold([vertical, horizontal]: readonly number[]): PyValue {
  return vertical === horizontal ? vertical! : [vertical!, horizontal!];
}

/**
 * Leaves out at the end what the defaults say anyway. What the author wrote stays, unless it had to be written there only to
 * reach an argument behind it; [c2, k, s] is written in full everywhere.
 */
function trim(slots: readonly Slot[], given: Given): Piece[] {
  const lastGiven = given.items.items.length - 1;
  let count = slots.length;
  while (count > 0) {
    const { piece, isDefault } = slots[count - 1]!;
    if (!isDefault || ('item' in piece && (piece.item === lastGiven || count <= 3))) break;
    count--;
  }
  return slots.slice(0, count).map(({ piece }) => piece);
}

const torchNames: Readonly<Record<string, string>> = {
  in_channels: 'c1',
  out_channels: 'c2',
  kernel_size: 'k',
  stride: 's',
  padding: 'p',
  dilation: 'd',
  groups: 'g',
};

/** The framework's short names for what torch writes in full. */
export function canonicalName(name: string): string {
  return torchNames[name] ?? name;
}

/** What the parser makes of a string in the list, as far as a module's arguments use it. */
function literal(value: PyValue): PyValue {
  if (typeof value !== 'string') return value;
  if (value === 'None') return null;
  if (value === 'True' || value === 'False') return value === 'True';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

function same(a: PyValue, b: PyValue): boolean {
  return a === b || (a !== undefined && b !== undefined && showPython(a) === showPython(b));
}

/** What the examples give the argument, counted from the end of the constructor's list, as the parser puts its own in front. */
export function exampleOf(argument: Argument, examples: ModuleDefinition['examples'], list: readonly Argument[]): PyValue | undefined {
  const [example] = examples;
  return example?.args[example.args.length - (list.length - list.indexOf(argument))];
}
