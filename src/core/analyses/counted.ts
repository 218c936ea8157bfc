import type { ModuleNode, Operation, RowGraph } from '../ops.ts';
import type { Counter } from '../upstream/counters.ts';
import { operationMacs } from './cost.ts';

/** What the counter sees of one row: multiply-accumulates, and what it misses of those that run. */
export interface Counted {
  readonly macs: number;
  readonly unseenMacs: number;
  /** A convolution with a computed kernel is among what it misses. */
  readonly missesConvolution: boolean;
  /** Functional products are among them. */
  readonly products: boolean;
  /** How many small images must be counted to tell a large one: most of all rows decides. */
  readonly samples: number;
  /** Has modules for which the framework brings a rule of its own. */
  readonly ownRules: boolean;
}

export function countGraph(graph: RowGraph, counter: Counter): Counted {
  const said = graph.contract?.printedMacs ?? 0;
  let [macs, unseenMacs, products, missesConvolution] = [said, Math.max(0, (graph.contract?.macs ?? 0) - said), false, false];
  const { samples, ownRules, hidden } = lookAt(graph.root, counter);
  for (const operation of graph.operations) {
    const seen = hidden.has(operation.module) ? undefined : counter.count(operation, graph);
    if (seen === undefined) {
      const missed = operationMacs(operation, graph);
      unseenMacs += missed;
      if (missed > 0 && isFunctionalConvolution(operation)) missesConvolution = true;
    } else macs += seen;
    if (seen && 'function' in operation.road && !counter.added.has(operation.module.type)) products = true;
  }
  return { macs, unseenMacs, missesConvolution, products, samples, ownRules };
}

/** What the counter sees of so many images. */
export function timesCounted(counted: Counted, images: number): Counted {
  return { ...counted, macs: images * counted.macs, unseenMacs: images * counted.unseenMacs };
}

function isFunctionalConvolution({ primitive, road }: Operation): boolean {
  return primitive.kind === 'dynamicConv2d' || ('function' in road && road.function === 'conv2d');
}

/** What the types of a row's modules say, run or not. */
function lookAt(root: ModuleNode, counter: Counter) {
  let [samples, ownRules] = [1, false];
  const hidden = new Set<ModuleNode>();
  const visit = (node: ModuleNode, hides: boolean): void => {
    if (hides) hidden.add(node);
    samples = Math.max(samples, counter.samples(node.type));
    const own = counter.added.has(node.type);
    ownRules ||= own;
    for (const child of node.children) visit(child, hides || (own && !counter.has('children-too')));
  };
  visit(root, false);
  return { samples, ownRules, hidden };
}
