import type { RowEffect } from './explore.ts';

/** A set of rows to swap, and what the model costs with them. */
export interface Sum {
  readonly rows: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly printedGflops: number;
  /** Of one run; 0 where no time is known. Whole, so that sums do not depend on their order. */
  readonly nanoseconds: number;
}

/** Up to 2^16 subsets every one is looked at. */
export const exactRows = 16;

/** Of more, so many sums are kept a row at most. */
const kept = 4096;

export function add(sum: Sum, effect: RowEffect): Sum {
  return {
    rows: [...sum.rows, effect.row],
    params: sum.params + effect.params,
    macs: sum.macs + effect.macs,
    printedGflops: sum.printedGflops + effect.printedGflops,
    nanoseconds: sum.nanoseconds + Math.round(1e6 * (effect.ms ?? 0)),
  };
}

/** Joins one more row to the sums that nothing beats; `sign` -1: more parameters are better. Both lists are in the order of {@link byWork}. */
export function join(best: readonly Sum[], effect: RowEffect, sign: 1 | -1, isExact: boolean): readonly Sum[] {
  const joined = unbeaten(
    merged(
      best,
      best.map((sum) => add(sum, effect)),
      byWork(sign),
    ),
    sign,
  );
  return isExact || joined.length <= kept ? joined : thinned(joined, sign);
}

export function byWork(sign: 1 | -1): (a: Sum, b: Sum) => number {
  return (a, b) => a.macs - b.macs || sign * (a.params - b.params) || a.nanoseconds - b.nanoseconds || a.rows.length - b.rows.length;
}

function merged(a: readonly Sum[], b: readonly Sum[], order: (a: Sum, b: Sum) => number): Sum[] {
  const all: Sum[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    const isFirst = y === undefined || (x !== undefined && order(x, y) <= 0);
    all.push((isFirst ? x : y) as Sum);
    if (isFirst) i++;
    else j++;
  }
  return all;
}

/** Those of a list in order that no earlier one equals or betters in parameters and in time. */
function unbeaten(sums: readonly Sum[], sign: 1 | -1): Sum[] {
  /** The best so far: parameters get worse from one to the next, times better. */
  const steps: { readonly size: number; readonly time: number }[] = [];
  return sums.filter(({ params, nanoseconds: time }) => {
    const size = sign * params;
    const at = countUntil(steps, size);
    const before = steps[at - 1];
    if (before !== undefined && before.time <= time) return false;
    let end = at;
    while (end < steps.length && (steps[end]?.time ?? 0) >= time) end++;
    const start = before?.size === size ? at - 1 : at;
    steps.splice(start, end - start, { size, time });
    return true;
  });
}

/** How many of the ascending sizes are not above `size`. */
function countUntil(steps: readonly { readonly size: number }[], size: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.size ?? 0) <= size) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One sum, that with the best parameters, for each cell of a grid over work and time. */
function thinned(sums: readonly Sum[], sign: 1 | -1): readonly Sum[] {
  const cellOf = grid(sums);
  const cells = new Map<number, Sum>();
  for (const sum of sums) {
    const cell = cellOf(sum);
    const other = cells.get(cell);
    if (other === undefined || sign * sum.params < sign * other.params) cells.set(cell, sum);
  }
  return [...cells.values()].sort(byWork(sign));
}

function grid(sums: readonly Sum[]): (sum: Sum) => number {
  const range = (of: (sum: Sum) => number) => {
    const values = sums.map(of);
    const least = values.reduce((a, b) => Math.min(a, b));
    return { least, width: values.reduce((a, b) => Math.max(a, b)) - least };
  };
  const [work, time] = [range(({ macs }) => macs), range(({ nanoseconds }) => nanoseconds)];
  const parts = time.width === 0 ? kept : Math.sqrt(kept);
  const part = (value: number, { least, width }: typeof work) => (width === 0 ? 0 : Math.round(((parts - 1) * (value - least)) / width));
  return ({ macs, nanoseconds }) => part(macs, work) * parts + part(nanoseconds, time);
}
