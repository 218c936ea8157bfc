import { elements, type ModuleNode, type Operation, type RowGraph } from '../ops.ts';

/** What one row costs an image, read off its operations and stored tensors, or told by a contract. */
export interface RowCost {
  readonly params: number;
  /** Of those, what objects have that other rows hold too, by their names. */
  readonly shared?: ReadonlyMap<string, number>;
  /** Parameters that are never trained. */
  readonly frozen: number;
  /** Multiply-accumulates of convolutions and matrix products, functional ones included; nothing else counts. */
  readonly macs: number;
  /** Float32 bytes of every tensor that the operations write; views of another tensor write nothing. */
  readonly activationBytes: number;
}

export function rowCost(graph: RowGraph): RowCost {
  const { params, frozen, shared } = countParameters(graph.root);
  const { macs, activationBytes } = countWork(graph);
  return {
    params: params + (graph.contract?.params ?? 0),
    ...(shared.size > 0 && { shared }),
    frozen,
    macs: macs + (graph.contract?.macs ?? 0),
    activationBytes,
  };
}

/** Multiply-accumulates of one operation: output (for a transposed convolution input) elements times the products behind each. */
export function operationMacs({ primitive, inputs, outputs, module }: Operation, graph: RowGraph): number {
  const size = (id: number | undefined) => elements(graph.tensors[id ?? -1] ?? [0]);
  const weight = (name: string) => module.parameters.find((p) => p.name === name)?.shape ?? [];
  switch (primitive.kind) {
    case 'conv2d':
      return size(outputs[0]) * elements(weight('weight').slice(1));
    case 'dynamicConv2d':
      return size(outputs[0]) * elements((graph.tensors[inputs[1] ?? -1] ?? []).slice(1));
    case 'convTranspose2d':
      return size(inputs[0]) * elements(weight('weight').slice(1));
    case 'linear':
      return size(outputs[0]) * (weight('weight')[1] ?? 0);
    case 'matmul':
      return size(outputs[0]) * (graph.tensors[inputs[0] ?? -1]?.at(primitive.transposeA ? -2 : -1) ?? 0);
    default:
      return 0;
  }
}

/** Parameters of several rows together: an object that many of them hold is counted once. */
export function sumParams(rows: readonly RowCost[]): number {
  const seen = new Set<string>();
  let sum = 0;
  for (const { params, shared } of rows) {
    sum += params;
    for (const [name, n] of shared ?? []) {
      if (seen.has(name)) sum -= n;
      seen.add(name);
    }
  }
  return sum;
}

function countParameters(root: ModuleNode): { params: number; frozen: number; shared: ReadonlyMap<string, number> } {
  let params = 0;
  let frozen = 0;
  const shared = new Map<string, number>();
  const seen = new Set<string>();
  const visit = (node: ModuleNode): void => {
    if (node.shared !== undefined) {
      if (seen.has(node.shared)) return;
      seen.add(node.shared);
    }
    let own = 0;
    for (const p of node.parameters) {
      if (p.buffer) continue;
      const n = elements(p.shape);
      own += n;
      if (!p.trainable) frozen += n;
    }
    params += own;
    if (own > 0 && node.shared !== undefined && !node.copied) shared.set(node.shared, own);
    for (const child of node.children) visit(child);
  };
  visit(root);
  return { params, frozen, shared };
}

const views: ReadonlySet<string> = new Set(['reshape', 'permute', 'split', 'slice', 'weight']);

function countWork(graph: RowGraph): { macs: number; activationBytes: number } {
  let macs = 0;
  let activationBytes = 0;
  for (const operation of graph.operations) {
    macs += operationMacs(operation, graph);
    if (views.has(operation.primitive.kind)) continue;
    for (const id of operation.outputs) activationBytes += 4 * elements(graph.tensors[id] ?? []);
  }
  return { macs, activationBytes };
}
