// What the scripts beside the differential tests write down of a network's outputs, and how ours are held to them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertClose } from './close.ts';

/** A tensor as PyTorch returned it, its batch of one in front. */
interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors of those shapes, whose float32 values lie in `file` one after another. */
export function readTensors(file: string, shapes: readonly (readonly number[])[]): Tensor[] {
  const bytes = readFileSync(file);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let offset = 0;
  return shapes.map((shape) => {
    const start = offset;
    offset += shape.reduce((product, n) => product * n, 1);
    return { shape, data: values.subarray(start, offset) };
  });
}

/**
 * Ours are among PyTorch's in the same order, which returns more: raw maps, or boxes and scores apart. `ours`: shapes without the
 * batch, and values.
 */
export function assertOutputs(
  backend: string,
  ours: readonly { readonly shape: readonly number[]; readonly data: Float32Array }[],
  expected: readonly Tensor[],
): void {
  const rest = [...expected];
  for (const { shape, data } of ours) {
    const at = rest.findIndex((tensor) => tensor.shape.slice(1).join() === shape.join());
    const [truth] = at < 0 ? [] : rest.splice(at, 1);
    assert.ok(truth, `PyTorch returns nothing of shape ${shape.join('×')}, but ${expected.map((t) => t.shape.join('×')).join(', ')}`);
    if (ranked(shape)) assertClose(backend, columns(matched(data, truth.data, shape), shape), columns(truth.data, shape), shape[1] ?? 1);
    else
      assertClose(backend, data, truth.data, shape.length > 1 ? (shape[0] ?? 1) : 1, shape.length === 3 ? 1e-6 * largest(truth.data) : 0);
  }
}

/** One row a prediction, by falling score, so that nearly equal ones may change places; more of them than numbers in each. */
function ranked(shape: readonly number[]): boolean {
  return shape.length === 2 && (shape[0] ?? 0) > (shape[1] ?? 0);
}

/** The rows of `actual`, each at the place of the row of `expected` that it comes closest to. */
function matched(actual: Float32Array, expected: Float32Array, [rows = 0, size = 0]: readonly number[]): Float32Array {
  const free = new Set(Array.from({ length: rows }, (_, row) => row));
  const distance = (a: number, b: number) => {
    let worst = 0;
    for (let k = 0; k < size; k++) worst = Math.max(worst, Math.abs((actual[a * size + k] ?? 0) - (expected[b * size + k] ?? 0)));
    return worst;
  };
  const result = new Float32Array(actual.length);
  for (let row = 0; row < rows; row++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const other of free) {
      const far = distance(other, row);
      if (far < least) [nearest, least] = [other, far];
      if (far === 0) break;
    }
    free.delete(nearest);
    result.set(actual.subarray(nearest * size, (nearest + 1) * size), row * size);
  }
  return result;
}

function largest(data: Float32Array): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function columns(data: Float32Array, [rows = 0, size = 0]: readonly number[]): Float32Array {
  return data.map((_, i) => data[(i % rows) * size + Math.floor(i / rows)] ?? 0);
}
