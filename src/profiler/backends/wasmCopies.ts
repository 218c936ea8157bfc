import * as tf from '@tensorflow/tfjs-core';

/** What the wasm back end's kernels call: its memory, seen as numbers. */
interface WasmMemory {
  makeOutput(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

/**
 * Joins and splits tensors with plain loops. The library's own kernels make an array view for each run of numbers (every pixel, when
 * channels are joined) and copy the whole input before they cut: ten times the work of the copy itself on large feature maps.
 */
export function replaceCopies(): void {
  replace('Concat', (inputs, backend, attributes) => {
    const tensors = inputs as unknown as tf.TensorInfo[];
    const [first] = tensors;
    if (!first || tensors.some(({ dtype, shape }) => dtype !== 'float32' || size(shape) === 0)) return undefined;
    const axis = (attributes.axis as number) % first.shape.length;
    const joined = tensors.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const output = backend.makeOutput(withAxis(first.shape, axis, joined), 'float32');
    const target = backend.typedArrayFromHeap(output);
    const rows = size(first.shape.slice(0, axis));
    let offset = 0;
    for (const tensor of tensors) {
      const width = size(tensor.shape.slice(axis));
      copyRows(backend.typedArrayFromHeap(tensor), 0, width, target, offset, size(output.shape.slice(axis)), width, rows);
      offset += width;
    }
    return output;
  });
  replace('SplitV', ({ x }, backend, attributes) => {
    const axis = attributes.axis as number;
    if (x?.dtype !== 'float32' || axis < 0) return undefined;
    const length = x.shape[axis] ?? 1;
    const asked = attributes.numOrSizeSplits as number | number[];
    const sizes = Array.isArray(asked) ? asked : new Array<number>(asked).fill(length / asked);
    if (sizes.some((part) => part < 0)) return undefined;
    const rows = size(x.shape.slice(0, axis));
    const inner = size(x.shape.slice(axis + 1));
    const outputs = sizes.map((part) => backend.makeOutput(withAxis(x.shape, axis, part), 'float32'));
    // Memory may have moved while it grew: look at it only now.
    const source = backend.typedArrayFromHeap(x);
    let offset = 0;
    for (const [i, output] of outputs.entries()) {
      const width = (sizes[i] ?? 0) * inner;
      copyRows(source, offset, length * inner, backend.typedArrayFromHeap(output), 0, width, width, rows);
      offset += width;
    }
    return outputs;
  });
}

type Copy = (
  inputs: tf.NamedTensorInfoMap,
  backend: WasmMemory,
  attributes: Record<string, unknown>,
) => tf.TensorInfo | tf.TensorInfo[] | undefined;

/** Puts a kernel in the library's place; where it gives nothing the library's own runs. */
function replace(kernelName: string, copy: Copy): void {
  const original = tf.getKernel(kernelName, 'wasm');
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => copy(call.inputs, call.backend as WasmMemory, call.attrs as Record<string, unknown>) ?? original.kernelFunc(call),
  });
}

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
const withAxis = (shape: readonly number[], axis: number, length: number): number[] => shape.map((n, i) => (i === axis ? length : n));

function copyRows(
  source: Float32Array,
  from: number,
  sourceStride: number,
  target: Float32Array,
  to: number,
  targetStride: number,
  width: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const start = from + row * sourceStride;
    const place = to + row * targetStride;
    // A view is worth its price from about this many numbers on.
    if (width >= 32) target.set(source.subarray(start, start + width), place);
    else for (let i = 0; i < width; i++) target[place + i] = source[start + i] as number;
  }
}
