// TensorFlow's native library, where `npm run tensorflow:setup` has put it, against the reference.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, assemble } from '../../src/core/index.ts';
import { loadTensorflow } from '../../src/profiler/backends/tensorflow.ts';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient } from '../../src/profiler/client.ts';
import type { ProfileRequest } from '../../src/profiler/protocol.ts';
import { checkPrimitive } from '../support/checkPrimitive.ts';
import { primitiveCases } from '../support/primitiveCases.ts';
import { needs } from '../support/skip.ts';

const example = path.join(import.meta.dirname, '../../examples/yolo11n-street.yaml');

describe('TensorFlow', function () {
  this.timeout(120_000);
  let found: ReturnType<typeof loadTensorflow>;
  before(function () {
    found = loadTensorflow();
    needs(this, `tfjs-node (npm run tensorflow:setup)${'reason' in found ? `: ${found.reason}` : ''}`, !('reason' in found));
  });

  for (const batch of [1, 2]) {
    for (const primitiveCase of primitiveCases) {
      it(`${primitiveCase.name.trim()}, batch ${batch}`, async () => {
        assert.ok(!('reason' in found));
        await checkPrimitive(found.tf, primitiveCase, batch);
      });
    }
  }

  it('gives for a whole network what the reference gives', async () => {
    const client = createClient(childProcess());
    const [native, reference] = await Promise.all(['tensorflow', 'cpu'].map((backend) => client.outputs(requestFor(backend, 96))));
    assert.ok(native?.kind === 'done' && reference?.kind === 'done', JSON.stringify([native, reference]));
    for (const [i, expected] of reference.outputs.entries()) {
      const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const worst = expected.reduce((largest, value, k) => Math.max(largest, Math.abs(value - (native.outputs[i]?.[k] ?? Number.NaN))), 0);
      assert.ok(worst <= 1e-4 * scale, `off by ${worst} where the largest value is ${scale}`);
    }
  });

  it('profiles a whole network', async () => {
    const outcome = await createClient(childProcess()).profile({ ...requestFor('tensorflow', 640), runs: 5 });
    assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
    assert.equal(outcome.result.device.backend, 'tensorflow');
    assert.match(outcome.result.device.versions.tensorflow ?? '', /^\d+\.\d+/);
    const { device, endToEndMs } = outcome.result;
    console.log(`      yolo11n at 640 on ${device.name} (${device.kind}): ${endToEndMs.median.toFixed(1)} ms`);
  });
});

function requestFor(backend: string, size: number): ProfileRequest {
  const analysis = analyze(readFileSync(example, 'utf8'), { fileName: example, imgsz: [size, size] });
  const network = assemble(analysis, { fused: true });
  assert.ok(network);
  return { network, backend, batch: 1, precision: 'fp32' };
}
