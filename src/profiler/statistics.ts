import type { Milliseconds } from './protocol.ts';

/** The quantile of sorted values, between neighbours where it falls between them. */
export function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}

export function summarise(samples: readonly number[]): Milliseconds {
  const sorted = [...samples].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return { median, p95: quantile(sorted, 0.95), spread: median > 0 ? range / median : 0 };
}

/** Medians of this spread or less are good enough to compare. */
export const steadySpread = 0.15;
