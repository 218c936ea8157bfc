// Whole networks, run by PyTorch with the framework's own modules and by the profiler's back ends with the same weights and image.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, assemble, type NetworkGraph } from '../../src/core/index.ts';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient } from '../../src/profiler/client.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const client = createClient(childProcess());
const size = 320;
const files = ['yolo11.yaml', 'yolo11-seg.yaml', 'yolo11-pose.yaml', 'yolo11-obb.yaml', 'yolo11-cls.yaml'];

describe('PyTorch with the same weights', () => {
  for (const release of ['8.3.63', '8.4.190']) {
    for (const file of files) {
      for (const fused of [false, true]) {
        it(`${release} ${file} at n, ${fused ? 'fused' : 'as trained'}`, async function () {
          this.timeout(180_000);
          const shared = sharedFolder();
          needs(this, 'the recorded model files (YOLO_ARCHITECT_SHARED)', shared);
          const location = path.join(shared, 'models', release, '11', file);
          needs(this, location, existsSync(location));
          const expected = torchOutputs(this, release, location, fused);
          const network = networkOf(location, release, fused);
          assert.ok(network, 'the network is known completely');
          for (const backend of file === 'yolo11.yaml' ? ['wasm', 'cpu', 'tensorflow'] : ['wasm']) {
            const probe = await client.probe(backend);
            if (!probe.available && backend === 'tensorflow') continue;
            const outcome = await client.outputs({ network, backend, batch: 1, precision: 'fp32' });
            assert.ok(outcome.kind === 'done', `${backend}: ${'message' in outcome && outcome.message}`);
            network.outputs.forEach((id, i) => {
              const shape = network.tensors[id] ?? [];
              const truth = expected.find((tensor) => tensor.shape.slice(1).join() === shape.join());
              assert.ok(truth, `PyTorch returns nothing of shape ${shape.join('×')}`);
              assertClose(backend, outcome.outputs[i] ?? new Float32Array(), truth.data, shape[0] ?? 1);
            });
          }
        });
      }
    }
  }
});

function networkOf(file: string, upstream: string, fused: boolean): NetworkGraph | undefined {
  const fileName = path.basename(file).replace('yolo11', 'yolo11n');
  return assemble(analyze(readFileSync(file, 'utf8'), { fileName, upstream, imgsz: [size, size] }), { fused });
}

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function torchOutputs(context: Mocha.Context, release: string, file: string, fused: boolean): Tensor[] {
  const interpreter = python();
  const folder = frameworkFolder(release);
  needs(context, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
  needs(context, `ultralytics ${release} (YOLO_ARCHITECT_ULTRALYTICS)`, folder);
  const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
  try {
    const env = { ...process.env, PYTHONPATH: folder, YOLO_CONFIG_DIR: scratch, YOLO_OFFLINE: 'True', YOLO_AUTOINSTALL: 'false' };
    const out = path.join(scratch, 'out');
    const script = path.join(import.meta.dirname, 'torch_outputs.py');
    execFileSync(interpreter, [script, file, 'n', `${size}`, `${size}`, fused ? 'fused' : 'plain', out], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const bytes = readFileSync(`${out}.bin`);
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    let offset = 0;
    return (JSON.parse(readFileSync(`${out}.json`, 'utf8')) as number[][]).map((shape) => {
      const start = offset;
      offset += shape.reduce((product, n) => product * n, 1);
      return { shape, data: values.subarray(start, offset) };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Channel by channel, because boxes are in pixels and scores below one. */
function assertClose(backend: string, actual: Float32Array, expected: Float32Array, channels: number): void {
  assert.equal(actual.length, expected.length, `${backend}: number of elements`);
  const length = expected.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    let scale = 0;
    let worst = 0;
    for (let i = channel * length; i < (channel + 1) * length; i++) {
      scale = Math.max(scale, Math.abs(expected[i] ?? 0));
      const difference = Math.abs((expected[i] ?? 0) - (actual[i] ?? 0));
      worst = Math.max(worst, difference);
    }
    assert.ok(worst <= 1e-4 * scale, `${backend}: channel ${channel} is off by ${worst} where its largest value is ${scale}`);
  }
}
