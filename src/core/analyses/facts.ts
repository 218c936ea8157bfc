import type { ModuleNode, RowGraph, Shape } from '../ops.ts';
import { type Counter, counterOf } from '../upstream/counters.ts';
import { type RowCost, rowCost } from './cost.ts';
import { type RowLayers, rowLayers } from './layers.ts';
import { type Counted, countGraph, firstParameter } from './printed.ts';

/** What later rows get of a row, without its batch axis. */
export interface RowShapes {
  readonly outputs: readonly Shape[];
  /** A head's raw maps. */
  readonly levels: readonly Shape[];
  readonly list: boolean;
}

export function shapesOf(graph: RowGraph): RowShapes {
  const shape = (id: number) => graph.tensors[id] ?? [];
  return { outputs: graph.outputs.map(shape), levels: graph.levels.length === 0 ? none : graph.levels.map(shape), list: graph.list };
}

const none: readonly Shape[] = [];

/**
 * What is kept of a row's graph: everything that totals and displays need. The graph itself is many times larger, is needed only
 * to run or export the network, and is built again then. A class, because thousands are alive and each closure would count.
 */
export class RowFacts implements RowShapes {
  readonly outputs: readonly Shape[];
  readonly levels: readonly Shape[];
  readonly list: boolean;
  readonly cost: RowCost;
  readonly layers: RowLayers;
  readonly firstParameter: Shape | undefined;
  /** Has branches of which fusing makes one convolution. */
  readonly merges: boolean;
  private thop: string;
  private count: Counted;

  /** Reads all facts off a graph, counted by the counter `thop`; `again` builds the same graph once more. */
  constructor(
    graph: RowGraph,
    thop: string,
    private readonly again: () => RowGraph,
  ) {
    const { outputs, levels, list } = shapesOf(graph);
    this.outputs = outputs;
    this.levels = levels;
    this.list = list;
    this.cost = rowCost(graph);
    this.layers = rowLayers(graph.root);
    this.firstParameter = firstParameter(graph.root);
    this.merges = hasMerges(graph.root);
    this.thop = thop;
    this.count = countGraph(graph, counterOf(thop));
  }

  counted(counter: Counter): Counted {
    if (this.thop !== counter.version) {
      this.count = countGraph(this.graph(), counter);
      this.thop = counter.version;
    }
    return this.count;
  }

  graph(): RowGraph {
    return this.again();
  }
}

const mergedWhenFused: ReadonlySet<string> = new Set(['RepConv', 'RepVGGDW', 'Conv2']);

function hasMerges(node: ModuleNode): boolean {
  return mergedWhenFused.has(node.type) || node.children.some(hasMerges);
}
