import { findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';

/** One step of a neck between neighbouring levels: a map is resized, joined with another of its new size, and worked on. */
export interface Step {
  /** Neighbours in the file, the last of which hands on the result. */
  readonly rows: readonly number[];
  /** The row of the level that the step comes from. */
  readonly input: number;
  /** The row of the level that it goes to, from outside the step. */
  readonly lateral: number;
}

/** A detection head with its levels, the finest first. */
export interface Pyramid {
  readonly head: number;
  readonly levels: readonly Level[];
}

export interface Level {
  /** As in P3: its stride is 2 to this power. */
  readonly power: number;
  /** The row that the head reads. */
  readonly row: number;
  /** Index in the head's `from`. */
  readonly element: number;
}

/** The head, if each of its levels has twice the stride of the one before. */
export function pyramidOf(analysis: Analysis): Pyramid | { readonly refused: string } {
  const pyramid = headLevels(analysis);
  if (pyramid === undefined) return { refused: t`no row is a detection head with a list of levels` };
  const { levels, head } = pyramid;
  if (levels.some(({ power }, i) => power < 0 || (i > 0 && power !== (levels[i - 1]?.power ?? 0) + 1)))
    return { refused: t`the levels that row ${head} reads do not each have twice the stride of the one before` };
  return pyramid;
}

/** The head and its levels, whatever strides they have; -1 where one has none. */
export function headLevels({ rows }: Analysis): Pyramid | undefined {
  const head = rows.findLast(
    ({ module, syntax }) => syntax.from?.kind === 'sequence' && (findModule(module)?.isHead || module === 'RTDETRDecoder'),
  );
  if (head === undefined) return undefined;
  const levels = head.sources.map((row, element) => ({ row, element, power: powerOf(rows[row]) ?? -1 }));
  return { head: head.index, levels: levels.sort((a, b) => a.power - b.power) };
}

/** The power of two that a row's stride is. */
function powerOf(row: RowAnalysis | undefined): number | undefined {
  const power = row?.stride == null ? undefined : Math.log2(row.stride);
  return power !== undefined && Number.isInteger(power) ? power : undefined;
}

/** The step whose result is row `out`, from the level above it (larger stride) or from row `below` of the level below. */
export function stepTo(analysis: Analysis, out: number, from: 'above' | { readonly below: number }): Step | { readonly refused: string } {
  const { rows } = analysis;
  const power = powerOf(rows[out]);
  const module = rows[out]?.module ?? '';
  const unknown = {
    refused: t`how row ${out} (${module}) comes about is not understood: it takes a resized map that is joined with another`,
  };
  const join = chain(rows, out).at(-1);
  if (power === undefined || join === undefined || join.sources.length < 2) return unknown;
  for (const source of join.sources) {
    const resizing = chain(rows, source).at(-1);
    const [before] = resizing?.sources ?? [];
    if (resizing === undefined || before === undefined || resizing.sources.length !== 1) continue;
    const wanted = from === 'above' ? powerOf(rows[before]) === power + 1 : before === from.below;
    if (!wanted || powerOf(resizing) !== power) continue;
    return closed(rows, from === 'above' ? beforeProjections(rows, resizing) : resizing, out) ?? unknown;
  }
  return unknown;
}

/** From a row back over rows of one source and one size; the last is a row that joins or resizes. */
function chain(rows: readonly RowAnalysis[], from: number): RowAnalysis[] {
  const found: RowAnalysis[] = [];
  for (let row = rows[from]; row !== undefined; row = rows[row.sources[0] ?? -1]) {
    found.push(row);
    if (row.sources.length !== 1 || powerOf(rows[row.sources[0] ?? -1]) !== powerOf(row)) break;
  }
  return found;
}

/** A 1×1 convolution in front of the resizing belongs to the step. */
function beforeProjections(rows: readonly RowAnalysis[], resizing: RowAnalysis): RowAnalysis {
  let first = resizing;
  for (;;) {
    const before = rows[first.sources[0] ?? -1];
    if (before === undefined || before.sources.length !== 1 || before.index !== first.index - 1 || !isProjection(before)) return first;
    first = before;
  }
}

function isProjection({ call, repeats, syntax }: RowAnalysis): boolean {
  const value = (name: string) => call?.find((argument) => argument.name === name)?.value;
  return syntax.section === 'head' && repeats === 1 && value('k') === 1 && value('s') === 1;
}

/** The rows from `first` to `out`, where nothing but one map of each level comes in and nothing among them is for others alone. */
function closed(rows: readonly RowAnalysis[], first: RowAnalysis, out: number): Step | undefined {
  const inside = rows.slice(first.index, out + 1);
  const [input] = first.sources;
  const outside = new Set(inside.flatMap(({ sources }) => sources).filter((source) => source < first.index && source !== input));
  const [lateral] = outside;
  const used = inside.every(({ index }) => index === out || inside.some(({ sources }) => sources.includes(index)));
  if (input === undefined || lateral === undefined || outside.size !== 1 || !used) return undefined;
  return { rows: inside.map(({ index }) => index), input, lateral };
}

/** The rows of the backbone that make a level of a row: from where the stride grows, to the last that is like the level before. */
export interface Stage {
  readonly rows: readonly number[];
  /** The row of the level before that it reads. */
  readonly input: number;
}

/** The stage of the backbone that row `top`, or the one that comes before its pooling and attention, belongs to. */
export function stageOf({ rows }: Analysis, top: number): Stage | undefined {
  const up = chain(rows, top).reverse();
  const [first] = up;
  const [input] = first?.sources ?? [];
  if (first === undefined || input === undefined || input < 0 || first.sources.length !== 1) return undefined;
  const length = chain(rows, input).length;
  const own = up.slice(0, length).filter(({ syntax }) => syntax.section === 'backbone');
  const together = own.every(({ index }, i) => index === first.index + i);
  return own.length === 0 || !together ? undefined : { rows: own.map(({ index }) => index), input };
}

/** The row of the backbone with half the stride of row `from` on the way to it, the last of its stage. */
export function levelBelow({ rows }: Analysis, from: number): number | undefined {
  const power = powerOf(rows[from]);
  const seen = new Set<number>();
  const waiting = [from];
  let best: number | undefined;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at < 0 || seen.has(at)) continue;
    seen.add(at);
    if (power !== undefined && powerOf(rows[at]) === power - 1) best = Math.max(best ?? -1, at);
    else waiting.push(...(rows[at]?.sources ?? []));
  }
  return best;
}
