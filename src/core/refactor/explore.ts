import type { Analysis, Totals } from '../model.ts';
import { add, byWork, exactRows, join, type Sum } from './front.ts';
import { inScope } from './scope.ts';
import { isCheap, planSwap, type SwapRequest } from './swap.ts';

/** What one row's swap adds to the model's totals. */
export interface RowEffect {
  readonly row: number;
  readonly params: number;
  readonly macs: number;
  readonly printedGflops: number;
  /** To the time of one run, where that can be told. */
  readonly ms?: number;
}

/** A set of rows to swap, and the model's totals with it. */
export interface Choice {
  readonly rows: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly printedGflops: number;
  /** What the swaps add to the time of one run, where that can be told. */
  readonly addedMs?: number;
  /** No other choice is at least as good in parameters, in work and in time where it is known, and better in one. */
  readonly pareto: boolean;
}

export interface Exploration {
  readonly effects: readonly RowEffect[];
  /** Rows that can't be swapped, or not without changing other rows, and why. */
  readonly left: readonly { readonly row: number; readonly reason: string }[];
  /** What counts as better: dynamic convolutions add parameters for little work, other swaps save them. */
  readonly prefers: 'more-params' | 'fewer-params';
  /** Every subset of the candidates where those are few, else the best ones only; by work, then by parameters. */
  readonly choices: readonly Choice[];
  /** Number of all subsets. */
  readonly subsets: number;
  /** Every subset has been compared; else `choices` are the best that were found. */
  readonly exact: boolean;
}

/** What swaps add to the time of one run, in milliseconds by row, as far as it was measured. */
export type AddedTimes = ReadonlyMap<number, number>;

/** Up to 2^10 choices are worth a table; of more only those that nothing beats. */
const listed = 10;

/** As {@link exploreSteps}, in one go. */
export function exploreSwaps(analysis: Analysis, request: SwapRequest, times?: AddedTimes): Exploration {
  const steps = exploreSteps(analysis, request, times);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * All ways to swap some of the rows that a request names, as a front of parameters against true work, and against time where it is
 * known. A swap that keeps its row's shape changes no other row, so totals are sums of what each row adds, and the front is joined row
 * by row instead of looking at each subset. That is exact, but the front of many rows is longer than anyone waits for: beyond 2^16
 * subsets the rows come in with the best gain for the work first, and what is kept is thinned evenly over work and time.
 *
 * Gives the part that is done, 0 … 1, after each step, so that whoever waits can show it, let others in between, or stop.
 */
export function* exploreSteps(analysis: Analysis, request: SwapRequest, times?: AddedTimes): Generator<number, Exploration> {
  const effects: RowEffect[] = [];
  const left: { row: number; reason: string }[] = [];
  const asked = analysis.rows.filter((row) => inScope(row, request.scope, request.only) && row.module === request.from);
  for (const [i, { index }] of asked.entries()) {
    const effect = rowEffect(analysis, request, index, times);
    if ('reason' in effect) left.push(effect);
    else if (isCheap(analysis, request, effect.params)) effects.push(effect);
    yield (i + 1) / (asked.length + 1);
  }
  const gain = effects.reduce((sum, { params }) => sum + params, 0);
  const prefers = gain > 0 ? 'more-params' : 'fewer-params';
  const sign = prefers === 'more-params' ? -1 : 1;
  const exact = effects.length <= exactRows;
  const { params, macs, printedGflops } = analysis.totals;
  const start: Sum = { rows: [], params, macs, printedGflops, nanoseconds: 0 };
  let all: Sum[] = [start];
  let best: readonly Sum[] = [start];
  for (const [i, effect] of (exact ? effects : bestFirst(effects, sign)).entries()) {
    if (effects.length <= listed) all = [...all, ...all.map((sum) => add(sum, effect))];
    best = join(best, effect, sign, exact);
    yield (asked.length + (i + 1) / effects.length) / (asked.length + 1);
  }
  const unbeaten = new Set(best.map(key));
  const shown = effects.length <= listed ? all : best;
  const isTimed = effects.length > 0 && effects.every(({ ms }) => ms !== undefined);
  const choices = [...shown].sort(byWork(sign)).map((sum) => choiceOf(sum, isTimed, unbeaten.has(key(sum))));
  return { effects, left, prefers, choices, subsets: 2 ** effects.length, exact };
}

/** What each of the rows that a swap changes adds when it is swapped alone, one after another. */
export function* swapEffects(analysis: Analysis, request: SwapRequest, rows: readonly number[], times?: AddedTimes): Generator<RowEffect> {
  for (const row of rows) {
    const effect = rowEffect(analysis, request, row, times);
    if (!('reason' in effect)) yield effect;
  }
}

/** The effects of several rows together: a swap keeps its row's shape, so no row changes what another adds. */
export function sumOfEffects(effects: readonly RowEffect[]): Omit<RowEffect, 'row'> {
  const sum = (of: (effect: RowEffect) => number) => effects.reduce((total, effect) => total + of(effect), 0);
  const isTimed = effects.length > 0 && effects.every(({ ms }) => ms !== undefined);
  return {
    params: sum(({ params }) => params),
    macs: sum(({ macs }) => macs),
    printedGflops: sum(({ printedGflops }) => printedGflops),
    ...(isTimed && { ms: sum(({ ms }) => ms ?? 0) }),
  };
}

function rowEffect(
  analysis: Analysis,
  request: SwapRequest,
  row: number,
  times: AddedTimes | undefined,
): RowEffect | Exploration['left'][number] {
  // Each row is tried alone here, so that its cost need not be found out by another trial.
  const { maxParamsPercent: _, ...alone } = request;
  const plan = planSwap(analysis, { ...alone, scope: [row] });
  if ('refused' in plan) return { row, reason: plan.refused };
  const ms = times?.get(row);
  return { row, ...difference(plan.before, plan.after), ...(ms !== undefined && { ms }) };
}

function difference(before: Totals, after: Totals): Omit<RowEffect, 'row' | 'ms'> {
  return {
    params: after.params - before.params,
    macs: after.macs - before.macs,
    printedGflops: after.printedGflops - before.printedGflops,
  };
}

/** Most gain in parameters for the work first; what gains without any work before all. */
function bestFirst(effects: readonly RowEffect[], sign: 1 | -1): RowEffect[] {
  const worth = ({ params, macs }: RowEffect) => (-sign * params) / Math.max(macs, 1);
  return [...effects].sort((a, b) => worth(b) - worth(a));
}

function choiceOf({ rows, params, macs, printedGflops, nanoseconds }: Sum, isTimed: boolean, pareto: boolean): Choice {
  const inOrder = [...rows].sort((a, b) => a - b);
  return { rows: inOrder, params, macs, printedGflops, ...(isTimed && { addedMs: nanoseconds / 1e6 }), pareto };
}

/** Two choices with the same numbers are equally good. */
function key({ params, macs, nanoseconds }: Sum): string {
  return `${params} ${macs} ${nanoseconds}`;
}
