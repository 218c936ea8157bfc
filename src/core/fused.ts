import { RowFacts } from './analyses/facts.ts';
import { fuse } from './analyses/fuse.ts';
import { remember } from './memo.ts';
import type { Counter } from './upstream/counters.ts';

const fusedOf = new WeakMap<RowFacts, RowFacts>();

/** The facts of a row whose normalisation has gone into its convolutions. */
export function fusedFacts(facts: RowFacts, counter: Counter): RowFacts {
  return remember(fusedOf, facts, () => {
    const again = () => fuse(facts.graph());
    return new RowFacts(again(), counter, again);
  });
}
