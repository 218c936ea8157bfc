import type { Operation, RowGraph, Shape } from '../ops.ts';

/** Operations of a row that behave otherwise in training or export than people expect. */
export interface Traps {
  /** A BatchNorm normalises maps of one cell: with one image there is nothing to take a deviation of. */
  readonly singleCell: boolean;
  /** Operations whose backward pass on CUDA adds in any order, by the names that people know. */
  readonly nondeterministic: readonly string[];
  /** A convolution's kernel is computed while the network runs. */
  readonly computedKernel: boolean;
  /** A matrix product adds as many values as a map has cells, with nothing that keeps the sum small. */
  readonly longSum: boolean;
}

const none: Traps = { singleCell: false, nondeterministic: [], computedKernel: false, longSum: false };

/** Finds them in a row's operations. */
export function trapsOf({ operations, tensors }: RowGraph): Traps {
  let [singleCell, computedKernel, longSum] = [false, false, false];
  const names = new Set<string>();
  for (const { primitive, inputs } of operations) {
    switch (primitive.kind) {
      case 'batchNorm': {
        const shape = tensors[inputs[0] ?? -1];
        singleCell ||= shape?.slice(1).every((size) => size === 1) === true;
        break;
      }
      case 'matmul':
        longSum ||= addsCells(primitive.transposeA, tensors[inputs[0] ?? -1], tensors) && !inputs.some((id) => bounded(id, operations));
        break;
      case 'dynamicConv2d':
        computedKernel = true;
        break;
      case 'resize':
        if (primitive.mode !== 'nearest') names.add(interpolation(primitive.mode));
        break;
      case 'adaptiveAvgPool2d':
        if (primitive.size.some((size) => size > 1)) names.add('AdaptiveAvgPool2d');
        break;
      case 'adaptiveMaxPool2d':
        names.add('AdaptiveMaxPool2d');
        break;
      case 'gridSample':
        names.add('grid_sample');
        break;
      default:
    }
  }
  return singleCell || computedKernel || longSum || names.size > 0
    ? { singleCell, computedKernel, longSum, nondeterministic: [...names] }
    : none;
}

/** Sums of fewer values stay far below the largest half-precision number, 65,504. */
const manyCells = 400;

/** The product goes over the cells of a map that the row has. */
function addsCells(transposed: boolean, shape: Shape | undefined, tensors: readonly Shape[]): boolean {
  const length = shape?.at(transposed ? -2 : -1) ?? 0;
  return length >= manyCells && tensors.some((map) => map.length === 3 && (map[1] ?? 0) * (map[2] ?? 0) === length);
}

/** A factor whose values add up to one, or do not exceed it, or that is stored: attention in the usual form, a Linear. */
function bounded(id: number, operations: readonly Operation[]): boolean {
  const from = operations.find(({ outputs }) => outputs.includes(id));
  if (from === undefined) return false;
  const { primitive, inputs } = from;
  if (primitive.kind === 'reshape' || primitive.kind === 'permute') return bounded(inputs[0] ?? -1, operations);
  return primitive.kind === 'softmax' || primitive.kind === 'weight' || (primitive.kind === 'unary' && primitive.fn === 'sigmoid');
}

function interpolation(mode: string): string {
  return `interpolate(${mode})`;
}
