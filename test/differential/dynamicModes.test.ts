// Every class of the generated Python module in the ways in which PyTorch runs modules, in today's PyTorch and in the oldest that we promise.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, pythonModule } from '../../src/core/index.ts';
import { frameworkFolder, oldPython, python } from '../support/outside.ts';
import { runPython, trainingEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const names = {
  'bn-act': [
    'DynamicConv_Single',
    'DynamicConv',
    'C3k2_DynamicConv',
    'C2f_DynamicConv',
    'C3k2_GhostDynamicConv',
    'C2f_GhostDynamicConv',
    'C2f_GhostModule_DynamicConv',
    'OffsetDynamicConv',
  ],
  plain: ['DynamicConv', 'C3k2_DynamicConv', 'C2f_DynamicConv'],
} as const;

interface Answer {
  readonly name: string;
  readonly torch: string;
  readonly deterministic: boolean;
  /** `null` before PyTorch 2. */
  readonly compiled: number | null;
  readonly traced: number;
  readonly onnx: number;
}

const interpreters = [
  { title: "today's PyTorch", what: 'a Python with torch, onnx and onnxruntime (YOLO_ARCHITECT_PYTHON)', find: python },
  { title: 'PyTorch 1.13', what: 'a Python with torch 1.13 (Debian 12: python3-torch and python3-torchvision)', find: oldPython },
] as const;

for (const { title, what, find } of interpreters) {
  for (const meaning of ['bn-act', 'plain'] as const) {
    describe(`modes of the generated module in ${title}, the bare name being ${meaning}`, function () {
      this.timeout(600_000);
      const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
      const answers = new Map<string, Answer>();

      before(async function () {
        const interpreter = find();
        const folder = frameworkFolder('8.3.63');
        needs(this, what, interpreter);
        needs(this, 'ultralytics 8.3.63 in the cache folder (.ci/python puts it there)', folder);
        const rows = names[meaning].map((name) => `  - [-1, 1, ${name}, [32]]\n`).join('');
        const text = `# yolo-architect: DynamicConv = ${meaning}\nnc: 3\nbackbone:\n${rows}head:\n  - [-1, 1, Classify, [nc]]\n`;
        const written = pythonModule(analyze(text), '0');
        assert.ok(written);
        writeFileSync(path.join(scratch, 'yolo_architect_modules.py'), written.text);
        const script = path.join(import.meta.dirname, 'dynamic_modes.py');
        const output = await runPython(interpreter, [script, scratch], trainingEnv(folder, path.join(scratch, 'settings')));
        for (const [, line = ''] of output.matchAll(/^MODE (.*)$/gm)) {
          const answer: Answer = JSON.parse(line);
          answers.set(answer.name, answer);
        }
      });
      after(() => rmSync(scratch, { recursive: true, force: true }));

      for (const name of names[meaning]) {
        const answerOf = () => {
          const answer = answers.get(name);
          assert.ok(answer, 'PyTorch answered');
          return answer;
        };
        it(`${name} has deterministic gradients, and its graphs give what it gives`, () => {
          const answer = answerOf();
          assert.equal(answer.deterministic, true);
          assert.ok(answer.traced < 1e-5, `TorchScript is off by ${answer.traced}`);
          assert.ok(answer.onnx < 1e-4, `onnxruntime is off by ${answer.onnx}`);
        });
        if (find === python)
          it(`${name} compiles as one graph`, () => {
            const { compiled } = answerOf();
            assert.ok(compiled !== null && compiled < 1e-5, `compiled it is off by ${compiled}`);
          });
      }
    });
  }
}
