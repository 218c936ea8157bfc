import assert from 'node:assert/strict';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { kernelMakers } from '../../src/profiler/executor.ts';
import { checkPrimitive } from '../support/checkPrimitive.ts';
import { primitiveCases } from '../support/primitiveCases.ts';

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
        // As the worker starts it, with its own kernels for joining and splitting.
        if (backend === 'wasm') await wasmBackend.probe();
        await tf.setBackend(backend);
        await tf.ready();
      });
      for (const primitiveCase of primitiveCases) {
        for (const batch of [1, 2]) {
          it(`${primitiveCase.name.trim()}, batch ${batch}`, () => checkPrimitive(tf, primitiveCase, batch));
        }
      }
    });
  }
});
