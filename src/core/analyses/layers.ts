import type { ModuleNode, RowGraph } from '../ops.ts';

export interface LayerCounts {
  /** Every module, the model and its sequence included: what is printed before 8.3.76. */
  readonly all: number;
  /** Modules without children: what is printed since. */
  readonly leaf: number;
}

/** Counts modules as PyTorch lists them, each object once: an activation that serves the whole model is one. */
export function countLayers(graphs: readonly (RowGraph | null)[]): LayerCounts {
  const seen = new Set<string>();
  // The model and the sequence of its rows.
  let all = 2;
  let leaf = 0;
  const visit = (node: ModuleNode): void => {
    if (node.shared !== undefined) {
      if (seen.has(node.shared)) return;
      seen.add(node.shared);
    }
    all++;
    if (node.children.length === 0) leaf++;
    for (const child of node.children) visit(child);
  };
  for (const graph of graphs) if (graph) visit(graph.root);
  return { all, leaf };
}
