import assert from 'node:assert/strict';
import path from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { elements } from '../../src/core/ops.ts';
import { createExecutor, kernelMakers } from '../../src/profiler/executor.ts';
import { namedImage, namedWeights } from '../../src/profiler/weights.ts';
import { type PrimitiveCase, primitiveCases } from '../support/primitiveCases.ts';
import { primitiveNetwork } from '../support/primitiveNetwork.ts';
import { reference } from '../support/reference.ts';

setWasmPaths(`${path.join(import.meta.dirname, '../../node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);

describe('primitives', () => {
  it('every kind has a case', () => {
    const tried = new Set(primitiveCases.map(({ primitive }) => primitive.kind));
    assert.deepEqual(
      Object.keys(kernelMakers).filter((kind) => !tried.has(kind as keyof typeof kernelMakers)),
      [],
    );
  });
  for (const backend of ['cpu', 'wasm']) {
    describe(`on ${backend}`, () => {
      before(async () => {
        await tf.setBackend(backend);
        await tf.ready();
      });
      for (const primitiveCase of primitiveCases) {
        for (const batch of [1, 2]) {
          it(`${primitiveCase.name.trim()}, batch ${batch}`, () => check(primitiveCase, batch));
        }
      }
    });
  }
});

async function check(primitiveCase: PrimitiveCase, batch: number): Promise<void> {
  const network = primitiveNetwork(primitiveCase);
  const image = inputValues(network.tensors[0] ?? [], batch, primitiveCase.positive === true);
  const before = tf.memory().numTensors;
  const executor = createExecutor(tf, network, { batch, weights: namedWeights, image });
  executor.build(0);
  executor.run(0);
  const once = tf.memory().numTensors;
  executor.run(0);
  assert.equal(tf.memory().numTensors, once, 'a second run leaves no tensors behind');
  const actual = await Promise.all(network.outputs.map((id) => executor.read(id)));
  executor.dispose();
  assert.equal(tf.memory().numTensors, before, 'nothing is left after dispose');
  const expected = expectedValues(primitiveCase, image, batch);
  for (const [i, values] of actual.entries()) assertClose(values, expected[i] ?? []);
}

/** Of both signs where the function is defined for them. */
function inputValues(shape: readonly number[], batch: number, positive: boolean): Float32Array {
  return namedImage(batch, shape).map((u) => (positive ? u + 0.1 : 4 * u - 2));
}

function expectedValues(primitiveCase: PrimitiveCase, image: Float32Array, batch: number): number[][] {
  const images = primitiveCase.inputs.length === 0 ? 1 : batch;
  const size = image.length / batch;
  const weights = Object.fromEntries(
    Object.entries(primitiveCase.weights ?? {}).map(([role, shape]) => [role, { shape, data: namedWeights(`model.0.${role}`, shape) }]),
  );
  const results: number[][] = primitiveCase.outputs.map(() => []);
  for (let n = 0; n < images; n++) {
    let offset = n * size;
    const inputs = primitiveCase.inputs.map((shape) => {
      const data = image.subarray(offset, offset + elements(shape));
      offset += elements(shape);
      return { shape, data };
    });
    for (const [i, { data }] of reference(primitiveCase, inputs, weights).entries()) results[i]?.push(...Array.from(data));
  }
  return results;
}

function assertClose(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, 'number of elements');
  const scale = Math.max(...expected.map(Math.abs), 1e-6);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN))));
  assert.ok(worst <= 1e-5 * scale, `off by ${worst} where the largest value is ${scale}`);
}
