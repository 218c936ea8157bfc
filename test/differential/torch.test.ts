// Whole networks, run by PyTorch with the framework's own modules and by the profiler's back ends with the same weights and image.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, assemble, type NetworkGraph } from '../../src/core/index.ts';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient } from '../../src/profiler/client.ts';
import { assertClose } from '../support/close.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const client = createClient(childProcess());
const size = 160;
const files = ['yolo11.yaml', 'yolo11-seg.yaml', 'yolo11-pose.yaml', 'yolo11-obb.yaml', 'yolo11-cls.yaml'];

for (const release of ['8.3.63', '8.4.190']) {
  describe(`PyTorch with ultralytics ${release} and the same weights`, function () {
    this.timeout(300_000);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    let models: string;

    before(function () {
      const shared = sharedFolder();
      needs(this, 'the recorded model files (YOLO_ARCHITECT_SHARED)', shared);
      models = path.join(shared, 'models', release, '11');
      runTorch(this, release, scratch, models);
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    for (const file of files) {
      for (const fused of [false, true]) {
        it(`${file} at n, ${fused ? 'fused' : 'as trained'}`, async () => {
          const network = networkOf(path.join(models, file), release, fused);
          assert.ok(network, 'the network is known completely');
          const expected = readTensors(path.join(scratch, `${path.parse(file).name}.${fused ? 'fused' : 'plain'}`));
          for (const backend of file === 'yolo11.yaml' ? ['wasm', 'cpu', 'tensorflow'] : ['wasm'])
            await compare(network, backend, expected);
        });
      }
    }
  });
}

async function compare(network: NetworkGraph, backend: string, expected: readonly Tensor[]): Promise<void> {
  const outcome = await client.outputs({ network, backend, batch: 1, precision: 'fp32' });
  if (outcome.kind === 'unavailable' && backend === 'tensorflow') return;
  assert.ok(outcome.kind === 'done', `${backend}: ${'message' in outcome && outcome.message}`);
  const rest = [...expected];
  network.outputs.forEach((id, i) => {
    const shape = network.tensors[id] ?? [];
    const at = rest.findIndex((tensor) => tensor.shape.slice(1).join() === shape.join());
    const [truth] = at < 0 ? [] : rest.splice(at, 1);
    assert.ok(truth, `PyTorch returns nothing of shape ${shape.join('×')}`);
    assertClose(backend, outcome.outputs[i] ?? new Float32Array(), truth.data, shape.length > 1 ? (shape[0] ?? 1) : 1);
  });
}

function networkOf(file: string, upstream: string, fused: boolean): NetworkGraph | undefined {
  const fileName = path.basename(file).replace('yolo11', 'yolo11n');
  return assemble(analyze(readFileSync(file, 'utf8'), { fileName, upstream, imgsz: [size, size] }), { fused });
}

/** All models in one process, because PyTorch takes seconds to load. */
function runTorch(context: Mocha.Context, release: string, scratch: string, models: string): void {
  const interpreter = python();
  const folder = frameworkFolder(release);
  needs(context, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
  needs(context, `ultralytics ${release} (YOLO_ARCHITECT_ULTRALYTICS)`, folder);
  const env = { ...process.env, PYTHONPATH: folder, YOLO_CONFIG_DIR: scratch, YOLO_OFFLINE: 'True', YOLO_AUTOINSTALL: 'false' };
  const script = path.join(import.meta.dirname, 'torch_outputs.py');
  const paths = files.map((file) => path.join(models, file));
  execFileSync(interpreter, [script, 'n', `${size}`, `${size}`, scratch, ...paths], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function readTensors(file: string): Tensor[] {
  const bytes = readFileSync(`${file}.bin`);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let offset = 0;
  return (JSON.parse(readFileSync(`${file}.json`, 'utf8')) as number[][]).map((shape) => {
    const start = offset;
    offset += shape.reduce((product, n) => product * n, 1);
    return { shape, data: values.subarray(start, offset) };
  });
}
