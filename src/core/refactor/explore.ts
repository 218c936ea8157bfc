import type { Analysis, Totals } from '../model.ts';
import { inScope } from './scope.ts';
import { isCheap, planSwap, type SwapRequest } from './swap.ts';

/** What one row's swap adds to the model's totals. */
export interface RowEffect {
  readonly row: number;
  readonly params: number;
  readonly macs: number;
  readonly printedGflops: number;
}

/** A set of rows to swap, and the model's totals with it. */
export interface Choice {
  readonly rows: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly printedGflops: number;
  /** No other choice is at least as good in parameters and in work, and better in one. */
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
}

/** Up to 2^10 choices are worth a table; of more only those that nothing beats. */
const listed = 10;

/**
 * All ways to swap some of the rows that a request names, as a front of parameters against true work. A swap that keeps its row's
 * shape changes no other row, so totals are sums of what each row adds, and the front of many rows is joined row by row instead of
 * looking at each subset: exact for any number of rows.
 */
export function exploreSwaps(analysis: Analysis, request: SwapRequest): Exploration {
  const { effects, left } = effectsOf(analysis, request);
  const gain = effects.reduce((sum, { params }) => sum + params, 0);
  const prefers = gain > 0 ? 'more-params' : 'fewer-params';
  const sign = prefers === 'more-params' ? -1 : 1;
  const start: Sum = { rows: [], params: analysis.totals.params, macs: analysis.totals.macs, printedGflops: analysis.totals.printedGflops };
  let all: Sum[] = [start];
  let best: Sum[] = [start];
  for (const effect of effects) {
    if (effects.length <= listed) all = [...all, ...all.map((sum) => add(sum, effect))];
    best = front([...best, ...best.map((sum) => add(sum, effect))], sign);
  }
  const unbeaten = new Set(best.map(key));
  const shown = effects.length <= listed ? all : best;
  return {
    effects,
    left,
    prefers,
    choices: shown.map((sum) => ({ ...sum, pareto: unbeaten.has(key(sum)) })).sort(byWork(sign)),
    subsets: 2 ** effects.length,
  };
}

type Sum = Omit<Choice, 'pareto'>;

function effectsOf(analysis: Analysis, request: SwapRequest): Pick<Exploration, 'effects' | 'left'> {
  const effects: RowEffect[] = [];
  const left: { row: number; reason: string }[] = [];
  // Each row is tried alone here, so that its cost need not be found out by another trial.
  const { maxParamsPercent: _, ...alone } = request;
  const asked = analysis.rows.filter((row) => inScope(row, request.scope, request.only) && row.module === request.from);
  for (const { index: row } of asked) {
    const plan = planSwap(analysis, { ...alone, scope: [row] });
    if ('refused' in plan) left.push({ row, reason: plan.refused });
    else {
      const effect = difference(plan.before, plan.after);
      if (isCheap(analysis, request, effect.params)) effects.push({ row, ...effect });
    }
  }
  return { effects, left };
}

function difference(before: Totals, after: Totals): Omit<RowEffect, 'row'> {
  return {
    params: after.params - before.params,
    macs: after.macs - before.macs,
    printedGflops: after.printedGflops - before.printedGflops,
  };
}

function add(sum: Sum, effect: RowEffect): Sum {
  return {
    rows: [...sum.rows, effect.row],
    params: sum.params + effect.params,
    macs: sum.macs + effect.macs,
    printedGflops: sum.printedGflops + effect.printedGflops,
  };
}

/** Those that no other beats; `sign` -1: more parameters are better. */
function front(sums: readonly Sum[], sign: 1 | -1): Sum[] {
  let least = Number.POSITIVE_INFINITY;
  return [...sums].sort(byWork(sign)).filter(({ params }) => {
    if (sign * params >= least) return false;
    least = sign * params;
    return true;
  });
}

function byWork(sign: 1 | -1): (a: Sum, b: Sum) => number {
  return (a, b) => a.macs - b.macs || sign * (a.params - b.params) || a.rows.length - b.rows.length;
}

/** Two choices with the same numbers are equally good. */
function key({ params, macs }: Sum): string {
  return `${params} ${macs}`;
}
