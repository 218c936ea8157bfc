import type { ModuleNode, Operation, RowGraph } from '../ops.ts';

const foldable: ReadonlySet<string> = new Set(['Conv', 'DWConv', 'ConvTranspose']);

/**
 * The graph after the framework's `fuse()`: in every `Conv` the batch normalisation goes into the convolution, which gets a
 * bias. Bare layers of PyTorch keep theirs.
 */
export function fuse(graph: RowGraph): RowGraph {
  const copies = new Map<ModuleNode, ModuleNode>();
  const dropped = new Map<ModuleNode, ModuleNode>();
  const convolutions = new Set<ModuleNode>();
  const copy = (node: ModuleNode): ModuleNode => {
    const [conv, norm] = [
      node.children.find((c) => c.name === 'conv' || c.name === 'conv_transpose'),
      node.children.find((c) => c.name === 'bn'),
    ];
    const folds = foldable.has(node.type) && conv !== undefined && norm !== undefined && /^nn\.Conv(Transpose)?2d$/.test(conv.type);
    if (folds) {
      dropped.set(norm, conv);
      convolutions.add(conv);
    }
    const children = node.children.filter((c) => !folds || c !== norm).map(copy);
    const parameters = convolutions.has(node) ? withBias(node) : node.parameters;
    const result = { ...node, children, parameters };
    copies.set(node, result);
    return result;
  };
  const root = copy(graph.root);
  if (dropped.size === 0) return graph;
  const norms = new Map([...dropped].map(([norm, conv]) => [conv, norm]));
  const renamed = new Map<number, number>();
  const operations: Operation[] = [];
  for (const operation of graph.operations) {
    const inputs = operation.inputs.map((id) => renamed.get(id) ?? id);
    if (dropped.has(operation.module)) {
      renamed.set(operation.outputs[0] ?? -1, inputs[0] ?? -1);
      continue;
    }
    operations.push(
      folded({ ...operation, inputs, module: copies.get(operation.module) ?? operation.module }, norms.get(operation.module), graph),
    );
  }
  const through = (id: number) => renamed.get(id) ?? id;
  return { ...graph, operations, outputs: graph.outputs.map(through), levels: graph.levels.map(through), root };
}

function folded(operation: Operation, norm: ModuleNode | undefined, graph: RowGraph): Operation {
  const { primitive } = operation;
  if (norm === undefined || (primitive.kind !== 'conv2d' && primitive.kind !== 'convTranspose2d')) return operation;
  const source = graph.operations.find((o) => o.module === norm);
  const eps = source?.primitive.kind === 'batchNorm' ? source.primitive.eps : 1e-3;
  const shape = operation.module.parameters.find((p) => p.name === 'weight')?.shape ?? [];
  const kernels = [{ path: operation.path, shape }];
  return { ...operation, primitive: { ...primitive, bias: true }, fold: [{ kernels, batchNorm: source?.path ?? '', eps }] };
}

function withBias(conv: ModuleNode): ModuleNode['parameters'] {
  const weight = conv.parameters.find((p) => p.name === 'weight')?.shape ?? [];
  const channels = (conv.type === 'nn.ConvTranspose2d' ? weight[1] : weight[0]) ?? 0;
  return conv.parameters.some((p) => p.name === 'bias')
    ? conv.parameters
    : [...conv.parameters, { name: 'bias', shape: [channels], trainable: true }];
}
