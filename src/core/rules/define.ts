import type { AnalyzeOptions } from '../model.ts';
import type { Problem, Severity } from '../problem.ts';
import { modulesFileRule } from '../user/reader.ts';
import type { RuleContext } from './context.ts';

/** A sentence about model files with an example that breaks it and one that keeps it: both are tests, and the rule's page. */
export interface Rule {
  /** Stable: people switch rules off and look for help by it. */
  readonly id: string;
  readonly severity: Severity;
  /** What holds in a sound file. */
  readonly summary: string;
  /** The page about the rule, in Markdown. */
  readonly docs: string;
  /** YAML with a line of carets under each problem, `#    ^^^ message`; a message may end in `…`. */
  readonly bad: string;
  readonly good: string;
  /** How to look at the examples; without a word, at scale n. */
  readonly options?: AnalyzeOptions;
  /** Rules that have to speak in the bad example as well. */
  readonly beside?: readonly string[];
  check(context: RuleContext): Iterable<Problem>;
}

/** What a rule finds; `severity` where it is not the rule's own. */
export type FoundProblem = Omit<Problem, 'rule' | 'severity'> & Partial<Pick<Problem, 'severity'>>;

interface Source extends Omit<Rule, 'check'> {
  check(context: RuleContext): Iterable<FoundProblem>;
}

/** Defines a rule; what `check` yields gets its id and severity. */
export function defineRule(source: Source): Rule {
  const { id, severity } = source;
  return {
    ...source,
    *check(context) {
      for (const problem of source.check(context)) yield { rule: id, severity, ...problem };
    },
  };
}

/** The page about a rule. */
export function docsUrl(rule: string): string {
  if (rule === modulesFileRule) return 'https://github.com/yolo-architect/yolo-architect/blob/main/docs/modules.md';
  return `https://github.com/yolo-architect/yolo-architect/blob/main/docs/rules/${rule}.md`;
}
