import { RowFacts } from './analyses/facts.ts';
import { fuse } from './analyses/fuse.ts';
import { remember } from './memo.ts';

const fusedOf = new WeakMap<RowFacts, RowFacts>();

/** The facts of a row whose normalisation has gone into its convolutions. */
export function fusedFacts(facts: RowFacts, thop: string): RowFacts {
  return remember(fusedOf, facts, () => {
    const again = () => fuse(facts.graph());
    return new RowFacts(again(), thop, again);
  });
}
