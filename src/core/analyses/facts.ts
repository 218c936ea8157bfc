import type { Contract, ModuleNode, RowGraph, Shape } from '../ops.ts';
import type { Counter } from '../upstream/counters.ts';
import { type RowCost, rowCost } from './cost.ts';
import { type Counted, countGraph, timesCounted } from './counted.ts';
import { type RowLayers, rowLayers } from './layers.ts';
import { firstParameter } from './printed.ts';
import { type Traps, trapsOf } from './traps.ts';

/** What later rows get of a row, without its batch axis. */
export interface RowShapes {
  readonly outputs: readonly Shape[];
  /** A head's raw maps. */
  readonly levels: readonly Shape[];
  readonly list: boolean;
  /** Each output counts as a row of its own. */
  readonly maps: boolean;
  /** Later rows get as many images as its inputs together have. */
  readonly joinsImages: boolean;
  /** How many images have become of one. */
  readonly images: number;
}

export function shapesOf(graph: RowGraph): RowShapes {
  const shape = (id: number) => graph.tensors[id] ?? [];
  const levels = graph.levels.length === 0 ? none : graph.levels.map(shape);
  return {
    outputs: graph.outputs.map(shape),
    levels,
    list: graph.list,
    maps: graph.maps === true,
    joinsImages: graph.joinsImages === true,
    images: 1,
  };
}

const none: readonly Shape[] = [];

/** Shapes and what the counter sees: enough for the small images from which a printed number is told. */
export interface RowCount extends RowShapes {
  readonly counted: Counted;
}

/**
 * What is kept of a row's graph: everything that totals and displays need. The graph itself is many times larger, is needed only
 * to run or export the network, and is built again then. A class, because thousands are alive and each closure would count.
 */
export class RowFacts implements RowShapes {
  readonly outputs: readonly Shape[];
  readonly levels: readonly Shape[];
  readonly list: boolean;
  readonly maps: boolean;
  readonly joinsImages: boolean;
  readonly images: number = 1;
  /** Set where operations do not say the whole cost: no back end can run the row. */
  readonly contract: Contract | undefined;
  readonly cost: RowCost;
  readonly layers: RowLayers;
  readonly firstParameter: Shape | undefined;
  /** What surprises people in training and export. */
  readonly traps: Traps;
  /** Has branches of which fusing makes one convolution. */
  readonly merges: boolean;
  private count: Counted;

  /** Reads all facts off a graph, as `counter` sees it; `again` builds the same graph once more. */
  constructor(
    graph: RowGraph,
    private counter: Counter,
    private readonly again: () => RowGraph,
  ) {
    const { outputs, levels, list, maps, joinsImages } = shapesOf(graph);
    this.outputs = outputs;
    this.levels = levels;
    this.list = list;
    this.maps = maps;
    this.joinsImages = joinsImages;
    this.contract = graph.contract;
    this.cost = rowCost(graph);
    this.layers = rowLayers(graph.root);
    this.firstParameter = firstParameter(graph.root) ?? assumedParameter(graph);
    this.merges = hasMerges(graph.root);
    this.traps = trapsOf(graph);
    this.count = countGraph(graph, counter);
  }

  counted(counter: Counter): Counted {
    if (this.counter !== counter) {
      this.count = countGraph(this.graph(), counter);
      this.counter = counter;
    }
    return this.images === 1 ? this.count : timesCounted(this.count, this.images);
  }

  /** The same row at work on so many images. */
  times(images: number): RowFacts {
    const { macs, activationBytes } = this.cost;
    const cost = { ...this.cost, macs: images * macs, activationBytes: images * activationBytes };
    return Object.assign(Object.create(RowFacts.prototype) as RowFacts, this, { images, cost });
  }

  graph(): RowGraph {
    return this.again();
  }
}

/** A row that has parameters which nobody lists is taken to begin with one that fits what it reads. */
function assumedParameter({ contract, tensors, inputs }: RowGraph): Shape | undefined {
  return contract?.params && inputs > 0 ? [0, tensors[0]?.[0] ?? 0] : undefined;
}

const mergedWhenFused: ReadonlySet<string> = new Set(['RepConv', 'RepVGGDW', 'Conv2']);

function hasMerges(node: ModuleNode): boolean {
  return mergedWhenFused.has(node.type) || node.children.some(hasMerges);
}
