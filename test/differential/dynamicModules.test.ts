// Every form of dynamic convolution as the generated Python module has it, run by PyTorch and by us with the same weights: names and
// shapes of the stored tensors, and every number, as trained and fused; experts, groups, dilation, stride, kernels and bias.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, assemble, pythonModule } from '../../src/core/index.ts';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { type Answer, forms, sameOutputs, sameState } from '../support/moduleAnswers.ts';
import { frameworkFolder, python } from '../support/outside.ts';
import { trainingEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

/** Rows behind one with 32 channels, by what the bare name DynamicConv means. */
const rows = {
  'bn-act': [
    'DynamicConv, [48, 3, 2]',
    'DynamicConv, [32, 1, 1, None, 1, 1, False]',
    'DynamicConv, [64, 3, 1, None, 4, 2, True, 2]',
    'DynamicConv, [64, 5, 1, 2, 1, 1, True, 16]',
    'DynamicConv_Single, [48, 3, 2]',
    'DynamicConv_Single, [32, [1, 3], 1, [0, 1]]',
    'DynamicConv_Single, [64, 3, 1, 2, 2, 8, True, 8]',
    'C3k2_DynamicConv, [64, False]',
    'C3k2_DynamicConv, [64, True]',
    'C2f_DynamicConv, [64, True]',
    'C3k2_GhostDynamicConv, [64, False]',
    'C3k2_GhostDynamicConv, [64, True]',
    'C2f_GhostDynamicConv, [64]',
    'C2f_GhostModule_DynamicConv, [64]',
    'C2f_GhostModule_DynamicConv, [40]',
    'OffsetDynamicConv, [48, 3, 2]',
    'OffsetDynamicConv, [32, 5, 1, None, 4, 1, False]',
    'OffsetDynamicConv, [32, 3, 1, None, 1, 2]',
  ],
  plain: [
    'DynamicConv, [48, 3, 2]',
    'DynamicConv, [64, 3, 1, 2, 2, 4, True, 4]',
    'C3k2_DynamicConv, [64, False]',
    'C3k2_DynamicConv, [64, True]',
    'C2f_DynamicConv, [64, True]',
    'C2f_GhostModule_DynamicConv, [64]',
  ],
} as const;

for (const release of ['8.3.63', '8.4.190']) {
  for (const meaning of ['bn-act', 'plain'] as const) {
    describe(`dynamic convolution in ultralytics ${release}, the bare name being ${meaning}`, function () {
      this.timeout(300_000);
      const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
      const [height, width] = [24, 40];
      // Ten normalisations, without which older releases fuse nothing.
      const model = (...own: string[]) =>
        `# yolo-architect: DynamicConv = ${meaning}\nnc: 3\nscales: { n: [1.0, 1.0, 1024] }\nbackbone:\n  - [-1, 10, nn.BatchNorm2d, []]\n  - [-1, 1, Conv, [32, 3, 1]]\n${own.map((row) => `  - [-1, 1, ${row}]\n`).join('')}head:\n  - [-1, 1, Classify, [nc]]\n`;

      before(async function () {
        const interpreter = python();
        const folder = frameworkFolder(release);
        needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
        needs(this, `ultralytics ${release} (YOLO_ARCHITECT_ULTRALYTICS)`, folder);
        await wasmBackend.probe();
        const written = pythonModule(analyze(model(...rows[meaning]), { scale: 'n' }), '0');
        assert.ok(written);
        writeFileSync(path.join(scratch, 'yolo_architect_modules.py'), written.text);
        const jobs = rows[meaning].map((row, id) => {
          const text = model(row);
          return { id, name: row.split(',')[0], text, registered: text, row: 2, ch: 3, height, width, args: [] };
        });
        writeFileSync(path.join(scratch, 'jobs.json'), JSON.stringify(jobs));
        const env = { ...process.env, ...trainingEnv(folder, scratch) };
        execFileSync(interpreter, [path.join(import.meta.dirname, 'module_outputs.py'), scratch], {
          env,
          stdio: ['ignore', 'ignore', 'inherit'],
        });
      });
      after(() => rmSync(scratch, { recursive: true, force: true }));

      for (const [id, row] of rows[meaning].entries()) {
        it(row, async () => {
          const answer: Answer = JSON.parse(readFileSync(path.join(scratch, `${id}.json`), 'utf8'));
          const analysis = analyze(model(row), { scale: 'n', upstream: release, imgsz: [height, width] });
          for (const form of forms) {
            assert.equal(answer[form].error, undefined);
            sameState(analysis, 2, form, answer[form]);
            const network = assemble(analysis, { fused: form === 'fused' });
            assert.ok(network, 'the network is known completely');
            await sameOutputs(network, path.join(scratch, `${id}.${form}.bin`), answer[form].outputs ?? []);
          }
        });
      }
    });
  }
}
