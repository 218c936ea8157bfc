import type { NetworkGraph, NetworkOperation, NetworkWeight } from '../../src/core/network.ts';
import { elements, type Primitive, type Shape } from '../../src/core/ops.ts';
import type { PrimitiveCase } from './primitiveCases.ts';

/** A network of one row that cuts the "image" into the inputs of a primitive and runs it. */
export function primitiveNetwork({ primitive, inputs, outputs, weights = {} }: PrimitiveCase): NetworkGraph {
  const sizes = inputs.map(elements);
  const total = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const tensors: Shape[] = [[1, 1, total]];
  const operations: NetworkOperation[] = [];
  const add = (p: Primitive, from: readonly number[], to: readonly Shape[], stored: readonly NetworkWeight[] = []): number[] => {
    const made = to.map((shape) => tensors.push(shape) - 1);
    operations.push({ primitive: p, inputs: from, outputs: made, weights: stored, macs: 0, path: 'model.0', row: 0 });
    return made;
  };
  const pieces =
    inputs.length === 0
      ? []
      : add(
          { kind: 'split', axis: 2, sizes },
          [0],
          sizes.map((size) => [1, 1, size]),
        );
  const shaped = pieces.flatMap((id, i) => add({ kind: 'reshape' }, [id], [inputs[i] ?? []]));
  const stored = Object.entries(weights).map(([role, shape]) => ({ name: `model.0.${role}`, role, shape }));
  const results = add(primitive, shaped, outputs, stored);
  const row = { index: 0, module: 'Test', path: 'model.0', operations, inputs: [0], outputs: results, levels: [] };
  return { tensors, image: 0, rows: [row], outputs: results };
}
