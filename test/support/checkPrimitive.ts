import assert from 'node:assert/strict';
import type { Tf } from '../../src/profiler/executor/layout.ts';
import { createExecutor } from '../../src/profiler/executor.ts';
import { elements } from '../../src/profiler/shapes.ts';
import { namedImage, namedWeights } from '../../src/profiler/weights.ts';
import type { PrimitiveCase } from './primitiveCases.ts';
import { primitiveNetwork } from './primitiveNetwork.ts';
import { reference } from './reference.ts';

/** Runs a primitive on the back end that `tf` has set and compares with the loops of its definition; no tensor may be left behind. */
export async function checkPrimitive(tf: Tf, primitiveCase: PrimitiveCase, batch: number): Promise<void> {
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

/** What {@link primitiveNetwork} of the case returns for the image, images of the batch one after another. */
export function expectedValues(primitiveCase: PrimitiveCase, image: Float32Array, batch: number): number[][] {
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
    for (const [i, { data }] of reference(primitiveCase, inputs, weights).entries())
      for (const value of Array.from(data)) results[i]?.push(value);
  }
  return results;
}

function assertClose(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, 'number of elements');
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? Number.NaN))), 0);
  assert.ok(worst <= 1e-5 * scale, `off by ${worst} where the largest value is ${scale}`);
}
