import type { ModuleNode } from '../ops.ts';

export interface LayerCounts {
  /** Every module, the model and its sequence included: what is printed before 8.3.76. */
  readonly all: number;
  /** Modules without children: what is printed since. */
  readonly leaf: number;
}

/** Layers of one row, without what it shares with others. */
export interface RowLayers extends LayerCounts {
  /** Normalisation layers, as PyTorch would find them: below ten, older releases fuse nothing at all. */
  readonly normalisations: number;
  /** Objects that other rows hold too; none of them has children. */
  readonly shared: readonly string[];
}

/** Counts modules as PyTorch lists them, each object once: an activation that serves the whole model is one. */
export function countLayers(rows: readonly RowLayers[]): LayerCounts {
  const shared = new Set<string>();
  // The model and the sequence of its rows.
  let all = 2;
  let leaf = 0;
  for (const row of rows) {
    all += row.all;
    leaf += row.leaf;
    for (const name of row.shared) shared.add(name);
  }
  return { all: all + shared.size, leaf: leaf + shared.size };
}

/** Counts the modules of one row. */
export function rowLayers(root: ModuleNode): RowLayers {
  const shared: string[] = [];
  const copied = new Set<string>();
  let [all, leaf, normalisations] = [0, 0, 0];
  const visit = (node: ModuleNode): void => {
    if (node.shared !== undefined) {
      if (node.copied) copied.add(node.shared);
      else if (!shared.includes(node.shared)) shared.push(node.shared);
      return;
    }
    all++;
    if (node.children.length === 0) leaf++;
    if (node.type.includes('Norm')) normalisations++;
    for (const child of node.children) visit(child);
  };
  visit(root);
  return { all: all + copied.size, leaf: leaf + copied.size, normalisations, shared };
}
