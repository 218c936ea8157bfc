// Every example of the catalogue, built and run by the framework of two releases (all of them with YOLO_ARCHITECT_ALL=1) and by us with the
// same weights: names and shapes of the stored tensors and every number of the output, as trained and fused, on maps that are square and
// on maps that are not. One Python process a release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Analysis,
  analyze,
  assemble,
  catalogue,
  type ModuleDefinition,
  releaseRules,
  showPython,
  toJson,
} from '../../src/core/index.ts';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { exampleModel, otherAspect } from '../support/exampleModel.ts';
import { type Answer, type Form, forms, sameOutputs, sameState } from '../support/moduleAnswers.ts';
import { frameworkFolder, python } from '../support/outside.ts';
import { frameworkEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const releases = process.env.YOLO_ARCHITECT_ALL === '1' ? ['8.3.63', '8.3.253', '8.4.101', '8.4.190'] : ['8.3.63', '8.4.190'];
for (const release of releases) {
  describe(`every module as ultralytics ${release} has it`, function () {
    this.timeout(600_000);
    const rules = releaseRules(release);
    assert.ok(rules);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    const padded = !rules.has('fuse-without-threshold');
    const cases = catalogue().flatMap((definition) =>
      definition.examples
        .flatMap((example) => [example, ...otherAspect(example)])
        .map((example) => ({ definition, example, model: exampleModel(definition, example, padded) })),
    );
    const counts = { equal: 0, 'refused by both': 0 };
    const absent = new Set<string>();

    before(async function () {
      const interpreter = python();
      const folder = frameworkFolder(release);
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `ultralytics ${release} (YOLO_ARCHITECT_ULTRALYTICS)`, folder);
      await wasmBackend.probe();
      const jobs = cases.map(({ definition, example, model: { text, row, ch, imgsz } }, id) => {
        const [height, width] = imgsz;
        const call = analyze(text, { upstream: release, ch, imgsz }).rows[row]?.call ?? [];
        const args = call.filter(({ origin }) => origin !== 'default').map(({ value }) => value);
        const registered = exampleModel(definition, { ...example, args }, padded).text;
        return { ...{ id, text, registered, row, ch, height, width }, name: definition.name, args: args.map(toJson) };
      });
      writeFileSync(path.join(scratch, 'jobs.json'), JSON.stringify(jobs));
      const env = { ...process.env, ...frameworkEnv(folder, scratch) };
      const script = path.join(import.meta.dirname, 'module_outputs.py');
      execFileSync(interpreter, [script, scratch], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    });
    after(() => {
      rmSync(scratch, { recursive: true, force: true });
      const said = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
      process.stdout.write(`      ${release}: ${said.join(', ')}; ${absent.size} modules not in this release: ${[...absent].join(', ')}\n`);
    });

    for (const [id, { definition, example, model }] of cases.entries()) {
      const { name } = definition;
      it(`${name}(${example.args.map(showPython).join(', ')}) on ${JSON.stringify(example.input)}`, async () => {
        const answer: Answer = JSON.parse(readFileSync(path.join(scratch, `${id}.json`), 'utf8'));
        const upstream = definition.upstream(rules);
        if (answer.absent) {
          assert.ok(!upstream, `${release} has no ${name}`);
          absent.add(name);
          return;
        }
        assert.equal(!answer.hidden, upstream, 'whether the parser sees it');
        const analysis = analyze(model.text, { upstream: release, ch: model.ch, imgsz: model.imgsz });
        const said = analysis.problems.find((p) => p.severity === 'error')?.message;
        for (const form of forms) {
          if (breaksWhenFused(definition, analysis, form)) {
            sameState(analysis, model.row, form, answer[form]);
            assert.match(answer[form].error ?? '', /^AttributeError/);
          } else if (said !== undefined || answer[form].error !== undefined) {
            assert.ok(said !== undefined && answer[form].error !== undefined, `${said ?? 'no problem'} / ${answer[form].error ?? 'built'}`);
            counts['refused by both']++;
          } else {
            sameState(analysis, model.row, form, answer[form]);
            const network = assemble(analysis, { fused: form === 'fused' });
            assert.ok(network, 'the network is known completely');
            const comparison = sameOutputs(network, path.join(scratch, `${id}.${form}.bin`), answer[form].outputs ?? []);
            await (changesWhenFused(definition, analysis, form) ? assert.rejects(comparison, /is off by/) : comparison);
            counts.equal++;
          }
        }
      });
    }
  });
}

/** A fused Conv2 asks for the normalisation that fusing took away, until `conv2-runs-fused`. */
function breaksWhenFused({ name }: ModuleDefinition, { upstream }: Analysis, form: Form): boolean {
  return name === 'Conv2' && form === 'fused' && !releaseRules(upstream)?.has('conv2-runs-fused');
}

/** Fusing takes the axes of a transposed kernel for those of a plain one in 8.3, and the result is another network. */
function changesWhenFused({ name }: ModuleDefinition, { upstream }: Analysis, form: Form): boolean {
  return name === 'ConvTranspose' && form === 'fused' && upstream.startsWith('8.3.');
}
