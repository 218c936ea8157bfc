import { t } from '../l10n.ts';
import type { Problem, Severity } from '../problem.ts';

/** How loud a rule is: its problems carry that severity, or are not said at all. */
export type RuleLevel = 'off' | Severity;

export const ruleLevels: readonly RuleLevel[] = ['off', 'hint', 'info', 'warning', 'error'];

/** Levels by the rules' ids. */
export type RuleLevels = Readonly<Record<string, RuleLevel>>;

/**
 * The problem as loud as `level` wants it. What the framework refuses can be said more quietly, and then says so; it is never
 * left out, because a file that does not build must not look sound.
 */
export function atLevel(problem: Problem, level: RuleLevel | undefined): Problem | undefined {
  if (level === undefined || level === problem.severity) return problem;
  if (problem.severity !== 'error') return level === 'off' ? undefined : { ...problem, severity: level };
  return {
    ...problem,
    severity: level === 'off' ? 'hint' : level,
    message: t`${problem.message} (an error, lowered by a setting or a comment: the framework refuses the file)`,
  };
}
