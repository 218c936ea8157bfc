import type { Analysis } from '../model.ts';
import type { Problem } from '../problem.ts';

/**
 * The problems of all scales as one list: what occurs at every scale is said once, the rest carries the scales at which it
 * occurs. `general` is the analysis without a chosen scale: what only it says, such as an unknown scale letter, concerns
 * the file.
 */
export function mergeScales(analyses: readonly Analysis[], general?: Analysis): Problem[] {
  const found = new Map<string, { problem: Problem; scales: string[] }>();
  for (const { scale, problems } of analyses) {
    for (const [key, problem] of keyed(problems)) {
      const known = found.get(key);
      if (known) known.scales.push(scale);
      else found.set(key, { problem, scales: [scale] });
    }
  }
  const merged = [...found.values()].map(({ problem, scales }) => (scales.length < analyses.length ? { ...problem, scales } : problem));
  const rest = keyed(general?.problems ?? []).filter(([key]) => !found.has(key));
  return [...merged, ...rest.map(([, problem]) => problem)];
}

/** The same mistake at two scales has the same rule and place, though its message may name other shapes. */
function keyed(problems: readonly Problem[]): [string, Problem][] {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const key = `${problem.rule} ${problem.severity} ${problem.span.start} ${problem.span.end}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return [`${key} ${n}`, problem];
  });
}
