import type { RowGraph } from '../ops.ts';

/** Operations of a row that behave otherwise in training or export than people expect. */
export interface Traps {
  /** A BatchNorm normalises maps of one cell: with one image there is nothing to take a deviation of. */
  readonly singleCell: boolean;
  /** Operations whose backward pass on CUDA adds in any order, by the names that people know. */
  readonly nondeterministic: readonly string[];
  /** A convolution's kernel is computed while the network runs. */
  readonly computedKernel: boolean;
}

const none: Traps = { singleCell: false, nondeterministic: [], computedKernel: false };

/** Finds them in a row's operations. */
export function trapsOf({ operations, tensors }: RowGraph): Traps {
  let [singleCell, computedKernel] = [false, false];
  const names = new Set<string>();
  for (const { primitive, inputs } of operations) {
    switch (primitive.kind) {
      case 'batchNorm': {
        const shape = tensors[inputs[0] ?? -1];
        singleCell ||= shape?.slice(1).every((size) => size === 1) === true;
        break;
      }
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
  return singleCell || computedKernel || names.size > 0 ? { singleCell, computedKernel, nondeterministic: [...names] } : none;
}

function interpolation(mode: string): string {
  return `interpolate(${mode})`;
}
