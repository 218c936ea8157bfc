// Whole networks, run by PyTorch with the framework's own modules and by the profiler's back ends with the same weights and image.
// YOLO_ARCHITECT_ALL=1 takes every recorded model file of every release instead of the named ones.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import glob from 'fast-glob';
import { analyze, assemble, type NetworkGraph } from '../../src/core/index.ts';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient } from '../../src/profiler/client.ts';
import { assertOutputs, readTensors } from '../support/outputs.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { frameworkEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const all = process.env.YOLO_ARCHITECT_ALL === '1';
const client = createClient(childProcess());
/** Not square, because height and width can be mixed up; multiples of 64 where models with a level P6 are among them. */
const [height, width] = all ? [128, 192] : [160, 192];
/** Those that a release does not have are left to the others. */
const named = [
  '11/yolo11.yaml',
  '11/yolo11-seg.yaml',
  '11/yolo11-pose.yaml',
  '11/yolo11-obb.yaml',
  '11/yolo11-cls.yaml',
  '12/yolo12.yaml',
  '26/yolo26.yaml',
  'rt-detr/rtdetr-l.yaml',
  'v8/yolov8.yaml',
  'v10/yolov10n.yaml',
];

const shared = sharedFolder();
for (const release of all ? ['8.3.63', '8.3.253', '8.4.101', '8.4.190'] : ['8.3.63', '8.4.190']) {
  const models = path.join(shared ?? '', 'models', release);
  const files = all ? glob.sync('*/*.yaml', { cwd: models }).sort() : named.filter((file) => existsSync(path.join(models, file)));

  describe(`PyTorch with ultralytics ${release} and the same weights`, function () {
    this.timeout(1_800_000);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    before(function () {
      needs(this, 'the recorded model files (YOLO_ARCHITECT_SHARED)', shared);
      runTorch(
        this,
        release,
        scratch,
        files.map((file) => path.join(models, file)),
      );
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    // Without the recorded files one test says what is missing.
    for (const file of shared === undefined ? ['every model'] : files) {
      for (const form of ['plain', 'fused'] as const) {
        it(`${file}, ${form === 'fused' ? 'fused' : 'as trained'}`, async () => {
          const analysis = analyze(readFileSync(path.join(models, file), 'utf8'), { upstream: release, imgsz: [height, width] });
          const stem = path.join(scratch, `${path.parse(file).name}.${form}`);
          const answer: string | number[][] = JSON.parse(readFileSync(`${stem}.json`, 'utf8'));
          assert.ok(typeof answer !== 'string', `PyTorch: ${answer}`);
          const network = assemble(analysis, { fused: form === 'fused' });
          assert.ok(network, 'the network is known completely');
          for (const backend of file === '11/yolo11.yaml' ? ['wasm', 'cpu', 'tensorflow'] : ['wasm']) {
            const ours = await outputs(network, backend);
            if (ours !== undefined) assertOutputs(backend, ours, readTensors(`${stem}.bin`, answer));
          }
        });
      }
    }
  });
}

/** Nothing where the machine has no such back end, which only TensorFlow may be. */
async function outputs(network: NetworkGraph, backend: string) {
  const outcome = await client.outputs({ network, backend, batch: 1, precision: 'fp32' });
  if (outcome.kind === 'unavailable' && backend === 'tensorflow') return undefined;
  assert.ok(outcome.kind === 'done', `${backend}: ${'message' in outcome && outcome.message}`);
  return network.outputs.map((id, i) => ({ shape: network.tensors[id] ?? [], data: outcome.outputs[i] ?? new Float32Array() }));
}

/** All models in one process, because PyTorch takes seconds to load. */
function runTorch(context: Mocha.Context, release: string, scratch: string, models: readonly string[]): void {
  const interpreter = python();
  const folder = frameworkFolder(release);
  needs(context, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
  needs(context, `ultralytics ${release} (YOLO_ARCHITECT_ULTRALYTICS)`, folder);
  const env = { ...process.env, ...frameworkEnv(folder, scratch) };
  const script = path.join(import.meta.dirname, 'torch_outputs.py');
  execFileSync(interpreter, [script, `${height}`, `${width}`, scratch, ...models], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
