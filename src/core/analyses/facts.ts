import type { ModuleNode, RowGraph, Shape } from '../ops.ts';
import { type Counter, counterOf } from '../upstream/counters.ts';
import { type RowCost, rowCost } from './cost.ts';
import { type RowLayers, rowLayers } from './layers.ts';
import { type Counted, countGraph, firstParameter } from './printed.ts';

/**
 * What is kept of a row's graph: everything that totals and displays need. The graph itself is many times larger, is needed only
 * to run or export the network, and is built again then.
 */
export interface RowFacts {
  readonly outputs: readonly Shape[];
  readonly levels: readonly Shape[];
  readonly list: boolean;
  readonly cost: RowCost;
  readonly layers: RowLayers;
  readonly firstParameter: Shape | undefined;
  /** Has branches of which fusing makes one convolution. */
  readonly merges: boolean;
  counted(counter: Counter): Counted;
  graph(): RowGraph;
}

/** The graphs built last: who asks for the whole network right after an analysis gets them without building. */
const recent = new Map<RowFacts, RowGraph>();
const mostRecent = 64;

/** Reads all facts off a graph; `again` builds the same graph once more. */
export function factsOf(graph: RowGraph, thop: string, again: () => RowGraph): RowFacts {
  const counts = new Map([[thop, countGraph(graph, counterOf(thop))]]);
  const facts: RowFacts = {
    outputs: graph.outputs.map((id) => graph.tensors[id] ?? []),
    levels: graph.levels.map((id) => graph.tensors[id] ?? []),
    list: graph.list,
    cost: rowCost(graph),
    layers: rowLayers(graph.root),
    firstParameter: firstParameter(graph.root),
    merges: hasMerges(graph.root),
    counted(counter) {
      const known = counts.get(counter.version) ?? countGraph(facts.graph(), counter);
      counts.set(counter.version, known);
      return known;
    },
    graph: () => recent.get(facts) ?? again(),
  };
  recent.set(facts, graph);
  for (const oldest of recent.keys()) {
    if (recent.size <= mostRecent) break;
    recent.delete(oldest);
  }
  return facts;
}

const mergedWhenFused: ReadonlySet<string> = new Set(['RepConv', 'RepVGGDW', 'Conv2']);

function hasMerges(node: ModuleNode): boolean {
  return mergedWhenFused.has(node.type) || node.children.some(hasMerges);
}
