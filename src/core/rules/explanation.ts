import type { Fix, Related } from '../problem.ts';
import type { Span } from '../text.ts';

/** What a part of a rule says about a refusal. */
export interface Explanation {
  readonly said: string;
  readonly span?: Span;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}
