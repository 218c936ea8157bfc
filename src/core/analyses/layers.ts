import { remember } from '../memo.ts';
import type { ModuleNode, RowGraph } from '../ops.ts';

export interface LayerCounts {
  /** Every module, the model and its sequence included: what is printed before 8.3.76. */
  readonly all: number;
  /** Modules without children: what is printed since. */
  readonly leaf: number;
}

interface RowLayers extends LayerCounts {
  readonly normalisations: number;
  /** Objects that other rows hold too, each with what it counts. */
  readonly shared: ReadonlyMap<string, LayerCounts>;
}

const rowLayers = new WeakMap<RowGraph, RowLayers>();

/** Counts modules as PyTorch lists them, each object once: an activation that serves the whole model is one. */
export function countLayers(graphs: readonly (RowGraph | null)[]): LayerCounts {
  const shared = new Map<string, LayerCounts>();
  // The model and the sequence of its rows.
  let all = 2;
  let leaf = 0;
  for (const graph of graphs) {
    if (graph === null) continue;
    const row = layersOf(graph);
    all += row.all;
    leaf += row.leaf;
    for (const [name, counts] of row.shared) shared.set(name, counts);
  }
  for (const counts of shared.values()) {
    all += counts.all;
    leaf += counts.leaf;
  }
  return { all, leaf };
}

/** How many normalisation layers PyTorch would find: below ten, older releases fuse nothing at all. */
export function countNormalisations(graphs: readonly (RowGraph | null)[]): number {
  return graphs.reduce((n, graph) => n + (graph ? layersOf(graph).normalisations : 0), 0);
}

function layersOf(graph: RowGraph): RowLayers {
  return remember(rowLayers, graph, ({ root }) => visitAll(root));
}

function visitAll(root: ModuleNode): RowLayers {
  const shared = new Map<string, LayerCounts>();
  let [all, leaf, normalisations] = [0, 0, 0];
  const visit = (node: ModuleNode): void => {
    if (node.shared !== undefined) {
      shared.set(node.shared, { all: 1, leaf: 1 });
      return;
    }
    all++;
    if (node.children.length === 0) leaf++;
    if (node.type.includes('Norm')) normalisations++;
    for (const child of node.children) visit(child);
  };
  visit(root);
  return { all, leaf, normalisations, shared };
}
