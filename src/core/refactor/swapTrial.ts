import { assembleApart } from '../analyses/assemble.ts';
import type { Analysis } from '../model.ts';
import type { NetworkGraph } from '../network.ts';
import { planSwap, type SwapRequest } from './swap.ts';

/** What a profiler runs to say what swaps add to the time. */
export interface SwapTrial {
  /** The rows in question. */
  readonly rows: readonly number[];
  /** Each of them as it is and, behind it, as its swap makes it. */
  readonly network: NetworkGraph;
}

/**
 * Rows as they are and as a swap makes them, beside each other, so that both are timed in one run on one device: no formula of parameters or
 * FLOPs says what another kind of operation takes there. Rows that can't be swapped are left out; `undefined` where none is left.
 */
export function swapTrial(analysis: Analysis, request: SwapRequest, rows: readonly number[]): SwapTrial | undefined {
  const pairs = rows.flatMap((index) => {
    const plan = planSwap(analysis, { ...request, scope: [index] });
    return 'refused' in plan ? [] : [{ index, now: { analysis, index }, after: { analysis: plan.swapped, index } }];
  });
  const network = assembleApart(
    pairs.flatMap(({ now, after }) => [now, after]),
    { fused: true },
  );
  return network === undefined || pairs.length === 0 ? undefined : { rows: pairs.map(({ index }) => index), network };
}

/**
 * What each swap adds to the time of its row, in milliseconds, from the times of a trial's rows by position. The time of a whole network with
 * several swaps is predicted as its time now plus what each adds.
 */
export function addedTimes(
  { rows }: SwapTrial,
  times: readonly { readonly index: number; readonly ms: { readonly median: number } }[],
): ReadonlyMap<number, number> {
  const at = new Map(times.map(({ index, ms }) => [index, ms.median]));
  return new Map(
    rows.flatMap((row, i) => {
      const [now, after] = [at.get(2 * i), at.get(2 * i + 1)];
      return now === undefined || after === undefined ? [] : [[row, after - now] as const];
    }),
  );
}
