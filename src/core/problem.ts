import type { Span, TextEdit } from './text.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** An edit that mends a problem. `safe`: it cannot change what the author meant, so `--fix` and *fix all* may apply it. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/** Another place that explains the problem, such as the row that is read. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** What is wrong, where, and what to do next. `rule` is a stable id such as `from-out-of-range`. */
export interface Problem {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** Index of the row, where the problem belongs to one. */
  readonly row?: number;
  readonly related?: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Scales at which the problem occurs, where it does not occur at all of them. */
  readonly scales?: readonly string[];
}
