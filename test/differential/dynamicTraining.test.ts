// The generated Python module in unmodified packages: each variant of dynamic convolution, in one row, the backbone and the whole model,
// is parsed with the numbers that the editor shows, trains, is saved and loaded, validated, exported, and starts from ordinary weights.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Analysis, analyze, applyEdits, pythonModule, type SwapRequest, swap } from '../../src/core/index.ts';
import { frameworkFolder, oldPython, python } from '../support/outside.ts';
import { runPython, trainingEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const variants = ['plain', 'bn-act', 'offset'] as const;
type Variant = (typeof variants)[number];
const scopes: Readonly<Record<string, SwapRequest['scope']>> = { row: [5], backbone: 'backbone', all: 'all' };
const names = { plain: 'DynamicConv_Single', 'bn-act': 'DynamicConv', offset: 'OffsetDynamicConv' } as const;

interface Trained {
  readonly losses: readonly number[];
  /** Tensors of our modules that no step has moved. */
  readonly still: readonly string[];
  /** Kernels whose experts are one and the same. */
  readonly equal: readonly string[];
}

interface Answer {
  readonly file: string;
  readonly parameters: number;
  readonly rows: readonly (readonly [string, number, readonly number[] | null])[];
  readonly batch: number;
  readonly fused: number;
  readonly trained: Trained;
  readonly trainedMixed: Trained;
  readonly validated: number;
  readonly names: readonly string[];
  readonly onnx: { readonly opset: number; readonly kinds: readonly string[]; readonly distance: number };
  readonly torchscript: number;
  readonly inflated: { readonly distance: number; readonly found: number; readonly of: number; readonly missing: readonly string[] };
}

const script = path.join(import.meta.dirname, 'dynamic_training.py');
const scales = ['n', 's'];
const every = scales.flatMap((scale) => Object.entries(scopes).map(([place, scope]) => ({ scale, place, scope })));

/** The folder with ordinary weights to start from; a few epochs of the first release serve all. */
let weights: Promise<string> | undefined;
after(async () => weights && rmSync(await weights, { recursive: true, force: true }));

async function trainOrdinary(interpreter: string, folder: string, text: string): Promise<string> {
  const place = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
  const files = scales.map((scale) => path.join(place, `yolo11${scale}.yaml`));
  for (const file of files) writeFileSync(file, text);
  await runPython(interpreter, [script, place, 'ordinary', ...files], trainingEnv(folder, place));
  return place;
}

const withTorch = 'a Python with torch, onnx and onnxruntime (YOLO_ARCHITECT_PYTHON)';
const runs = [
  ...['8.3.63', '8.3.253', '8.4.190'].map((release) => ({ release, cases: every, find: python, what: withTorch, by: '' })),
  {
    release: '8.3.63',
    cases: every.filter(({ scale, place }) => scale === 'n' && place === 'all'),
    find: oldPython,
    what: 'a Python with torch 1.13 (Debian 12: python3-torch and python3-torchvision)',
    by: ' with PyTorch 1.13',
  },
];

for (const { release, cases, find, what, by } of runs) {
  describe(`dynamic convolution trained by ultralytics ${release}${by}`, function () {
    this.timeout(3_600_000);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    const answers = new Map<string, Answer>();
    let original = '';

    before(async function () {
      const interpreter = find();
      const folder = frameworkFolder(release);
      needs(this, what, interpreter);
      needs(this, `ultralytics ${release} in the cache folder (.ci/python puts it there)`, folder);
      original = readFileSync(path.join(folder, 'ultralytics/cfg/models/11/yolo11.yaml'), 'utf8');
      weights ??= trainOrdinary(interpreter, folder, original);
      const start = await weights;
      await Promise.all(
        variants.map(async (variant) => {
          const place = path.join(scratch, variant);
          const output = await train(interpreter, trainingEnv(folder, place), place, variant, start);
          for (const [, line = ''] of output.matchAll(/^CASE (.*)$/gm)) {
            const answer: Answer = JSON.parse(line);
            answers.set(`${variant} ${answer.file}`, answer);
          }
        }),
      );
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    /** Writes the models and the Python module of a variant; one process trains them all. */
    function train(interpreter: string, env: NodeJS.ProcessEnv, place: string, variant: Variant, start: string): Promise<string> {
      mkdirSync(place);
      const files = cases.map((kind) => {
        const file = path.join(place, fileName(kind));
        writeFileSync(file, swapped(original, kind, variant));
        writeFileSync(path.join(place, `yolo11${kind.scale}.yaml`), original);
        return file;
      });
      const module = pythonModule(analysisOf(original, cases[0]!, variant), '0');
      assert.ok(module);
      writeFileSync(path.join(place, 'yolo_architect_modules.py'), module.text);
      return runPython(interpreter, [script, place, start, ...files], env);
    }

    for (const variant of variants) {
      for (const kind of cases) {
        it(`${variant}, yolo11${kind.scale}, ${kind.place}`, () => {
          const answer = answers.get(`${variant} ${fileName(kind)}`);
          assert.ok(answer, 'the framework answered');
          const analysis = analysisOf(original, kind, variant);
          assert.equal(answer.parameters, analysis.totals.params);
          assert.deepEqual(
            answer.rows,
            analysis.rows.map(({ module, params, outputs }) => [
              module.replace(/^nn\./, ''),
              params,
              module === 'Detect' ? null : outputs?.[0],
            ]),
          );
          assert.ok(answer.batch < 1e-5, `images one by one are off by ${answer.batch}`);
          assert.ok(answer.fused < 1e-5, `fusing changes the output by ${answer.fused}`);
          for (const { losses, still, equal } of [answer.trained, answer.trainedMixed]) {
            const [start = Number.NaN, end = Number.NaN] = losses;
            assert.ok(end < start, `an epoch takes the loss from ${start} to ${end}`);
            assert.deepEqual(still, []);
            assert.deepEqual(equal, []);
          }
          assert.ok(answer.validated >= 0);
          assert.deepEqual(answer.names, [names[variant]], 'a loaded checkpoint has the classes');
          assert.ok(answer.onnx.distance < 1e-4, `onnxruntime is off by ${answer.onnx.distance}`);
          assert.ok(answer.onnx.opset >= 16);
          assert.ok(answer.onnx.kinds.includes(variant === 'offset' ? 'GridSample' : 'Gemm') || answer.onnx.kinds.includes('MatMul'));
          assert.ok(answer.torchscript < 1e-5, `TorchScript is off by ${answer.torchscript}`);
          if (variant === 'plain') assert.deepEqual(lostKinds(answer.inflated.missing), []);
          else {
            assert.equal(answer.inflated.found, answer.inflated.of);
            assert.ok(answer.inflated.distance < 1e-5, `the inflated model is off by ${answer.inflated.distance}`);
          }
        });
      }
    }
  });
}

/** A convolution alone finds every tensor that it has; normalisation and activation of the Conv have no place in it. */
function lostKinds(missing: readonly string[]): readonly string[] {
  return [...new Set(missing.map((name) => name.replace(/^.*\d+\./, '')))];
}

function fileName({ scale, place }: { scale: string; place: string }): string {
  return `yolo11${scale}-${place}.yaml`;
}

function swapped(text: string, { scale, scope }: (typeof every)[number], variant: Variant): string {
  const analysis = analyze(text, { scale });
  const result = swap(analysis, { from: 'Conv', to: 'DynamicConv', variant, experts: 4, scope });
  assert.ok(result);
  return applyEdits(text, result.edits);
}

function analysisOf(text: string, kind: (typeof every)[number], variant: Variant): Analysis {
  return analyze(swapped(text, kind, variant), { scale: kind.scale, imgsz: [64, 64] });
}
