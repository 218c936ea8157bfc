import { findModule } from '../catalogue/index.ts';
import type { Analysis } from '../model.ts';
import type { NetworkGraph, NetworkOperation } from '../network.ts';
import type { Operation, RowGraph, Shape } from '../ops.ts';
import { operationMacs } from './cost.ts';

type NetworkRow = NetworkGraph['rows'][number];
type Weight = NetworkOperation['weights'][number];

/**
 * The whole network of an analysis as plain data, for back ends and exporters: tensors numbered through, weights by PyTorch's
 * names. `undefined` where some row is not known.
 */
export function assemble(analysis: Analysis, options: { readonly fused: boolean }): NetworkGraph | undefined {
  const tensors: Shape[] = [[analysis.ch, ...analysis.imgsz]];
  const rows: NetworkRow[] = [];
  /** What later rows get of each: the first of its outputs, or all of a list. */
  const handedOn: (readonly number[])[] = [];
  /** The text embeddings that rows left, and under -1 the model's own. */
  const texts = new Map<number, number>();
  for (const row of analysis.rows) {
    if (row.network === null) return undefined;
    const graph = options.fused ? row.network.fused() : row.network.graph();
    const inputs = row.sources.flatMap((source, i) => {
      const map = row.sourceMaps[i];
      const given = source === -1 ? [0] : (handedOn[source] ?? []);
      return map === undefined ? given : given.slice(map, map + 1);
    });
    const refines = findModule(row.module)?.text === 'refines';
    const maps = [...inputs];
    const text = row.text === -1 && texts.size === 0 ? storedTensor(tensors, row.inputs?.at(-1) ?? [], 'txt_feats', row.index) : undefined;
    if (text) texts.set(-1, text.outputs[0] ?? 0);
    if (row.text !== undefined) inputs.push(texts.get(row.text) ?? 0);
    const placed = place(graph, inputs, row.index, row.module, tensors);
    if (refines) texts.set(row.index, placed.outputs[0] ?? 0);
    handedOn.push(refines ? maps : graph.list || graph.maps ? placed.outputs : placed.outputs.slice(0, 1));
    const operations = analysis.task === 'classify' ? placed.operations.map(asClassification) : placed.operations;
    rows.push({ ...placed, operations: text ? [text, ...operations] : operations });
  }
  return { tensors, image: 0, rows, outputs: rows.at(-1)?.outputs ?? [] };
}

/**
 * Rows of one or several models beside each other, numbered in this order; each reads tensors that are stored with it, for one image. For
 * timing rows on their own: as a whole this network is none. `undefined` where a row is not known.
 */
export function assembleApart(
  rows: readonly { readonly analysis: Analysis; readonly index: number }[],
  options: { readonly fused: boolean },
): NetworkGraph | undefined {
  const tensors: Shape[] = [[1, 1, 1]];
  const placed: NetworkRow[] = [];
  for (const [position, { analysis, index }] of rows.entries()) {
    const row = analysis.rows[index];
    if (row === undefined || row.network === null) return undefined;
    const graph = options.fused ? row.network.fused() : row.network.graph();
    const stored = graph.tensors.slice(0, graph.inputs).map((shape, i) => storedTensor(tensors, shape, `input${i}`, position));
    const inputs = stored.flatMap(({ outputs }) => outputs);
    const own = place(graph, inputs, position, row.module, tensors);
    placed.push({ ...own, operations: [...stored, ...own.operations] });
  }
  return { tensors, image: 0, rows: placed, outputs: placed.at(-1)?.outputs ?? [] };
}

/** A tensor that the row holds like a weight, such as the model's text embeddings, which belong to the first row that reads them. */
function storedTensor(tensors: Shape[], shape: Shape, name: string, row: number): NetworkOperation {
  tensors.push(shape);
  return {
    primitive: { kind: 'weight', weight: name },
    inputs: [],
    outputs: [tensors.length - 1],
    weights: [{ name, role: name, shape }],
    macs: 0,
    path: `model.${row}`,
    row,
  };
}

/**
 * The framework sets the epsilon of every BatchNorm to 1e-3 when it builds a detection model; classification models keep PyTorch's 1e-5.
 */
function asClassification(operation: NetworkOperation): NetworkOperation {
  const { primitive, weights } = operation;
  if (primitive.kind === 'batchNorm') return { ...operation, primitive: { ...primitive, eps: 1e-5 } };
  return { ...operation, weights: weights.map(asClassificationWeight) };
}

function asClassificationWeight(weight: Weight): Weight {
  return weight.fold ? { ...weight, fold: weight.fold.map((branch) => ({ ...branch, eps: 1e-5 })) } : weight;
}

function place(graph: RowGraph, inputs: readonly number[], index: number, module: string, tensors: Shape[]): NetworkRow {
  const offset = tensors.length - graph.inputs;
  tensors.push(...graph.tensors.slice(graph.inputs));
  const global = (id: number) => (id < graph.inputs ? (inputs[id] ?? 0) : id + offset);
  const path = `model.${index}`;
  return {
    index,
    module,
    path,
    operations: graph.operations.map((operation) => placeOperation(operation, graph, global, path, index)),
    inputs,
    outputs: graph.outputs.map(global),
    levels: graph.levels.map(global),
  };
}

function placeOperation(
  operation: Operation,
  graph: RowGraph,
  global: (id: number) => number,
  rowPath: string,
  row: number,
): NetworkOperation {
  const { primitive, module } = operation;
  const at = (path: string) => (path === '' ? rowPath : `${rowPath}.${path}`);
  const path = at(operation.path);
  const fold =
    operation.fold === undefined
      ? {}
      : {
          fold: operation.fold.map(({ kernels, batchNorm, eps }) => ({
            kernels: kernels.map((kernel) => ({ ...kernel, path: at(kernel.path) })),
            batchNorm: at(batchNorm),
            eps,
          })),
        };
  const used =
    primitive.kind === 'weight'
      ? module.parameters.filter((p) => p.name === primitive.weight)
      : usesWeights.has(primitive.kind)
        ? module.parameters
        : [];
  const weights = used.map((p): Weight => ({ name: `${path}.${p.name}`, role: p.name, shape: p.shape, ...fold }));
  const macs = operationMacs(operation, graph);
  return { primitive, inputs: operation.inputs.map(global), outputs: operation.outputs.map(global), weights, macs, path, row };
}

const usesWeights: ReadonlySet<string> = new Set(['conv2d', 'convTranspose2d', 'batchNorm', 'layerNorm', 'groupNorm', 'linear', 'prelu']);
