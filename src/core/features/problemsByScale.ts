import type { Analysis } from '../model.ts';
import type { Problem } from '../problem.ts';

/**
 * The problems of the analysis in use, then those that occur only at other scales; each that does not occur at all of them names its
 * scales. Without `others` the problems are returned as they are.
 */
export function problemsByScale(current: Analysis, others: readonly Analysis[]): Problem[] {
  if (others.length === 0) return [...current.problems];
  const all = [current, ...others];
  const found = new Map<string, { problem: Problem; scales: Set<string> }>();
  for (const { problems, scale } of all) {
    for (const problem of problems) {
      const key = `${problem.rule} ${problem.span.start} ${problem.span.end}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { problem, scales: new Set([scale]) });
      else known.scales.add(scale);
    }
  }
  const order = current.scales.length > 0 ? current.scales : all.map(({ scale }) => scale);
  return [...found.values()].map(({ problem, scales }) => {
    return scales.size === all.length ? problem : { ...problem, scales: order.filter((scale) => scales.has(scale)) };
  });
}
