import type { NetworkGraph, NetworkOperation, Shape } from '../core/index.ts';
import { elements } from './shapes.ts';

/** What a row costs whichever device runs it, for all images of the batch. */
export interface PlannedRow {
  /** Position in `network.rows`. */
  readonly position: number;
  /** Index in the file. */
  readonly index: number;
  readonly module: string;
  /** Multiply-accumulates of convolutions and matrix products. */
  readonly macs: number;
  /** What its operations read and write, each tensor and weight once an operation. */
  readonly bytes: number;
  /** Operations that move or make numbers: each is at least one launch. */
  readonly launches: number;
}

const bytesPerElement = 4;

/** The rows to time, with what is needed to judge the times. */
export function planRows(network: NetworkGraph, batch: number): PlannedRow[] {
  return network.rows.map(({ index, module, operations }, position) => {
    const real = operations.filter(
      ({ primitive, inputs }) => inputs.length > 0 && primitive.kind !== 'reshape' && primitive.kind !== 'permute',
    );
    const sum = (cost: (operation: NetworkOperation) => number) => real.reduce((total, operation) => total + cost(operation), 0);
    return {
      position,
      index,
      module,
      macs: batch * sum(({ macs }) => macs),
      bytes: bytesPerElement * sum((operation) => operationElements(operation, network.tensors, batch)),
      launches: real.length,
    };
  });
}

function operationElements({ inputs, outputs, weights }: NetworkOperation, tensors: readonly Shape[], batch: number): number {
  const moved = [...inputs, ...outputs].reduce((sum, id) => sum + elements(tensors[id] ?? []), 0);
  return batch * moved + weights.reduce((sum, { shape }) => sum + elements(shape), 0);
}
