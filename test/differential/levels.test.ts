// Detection levels added to the framework's own model files, finer and coarser ones, at each of their scales: the framework builds the
// result, and its numbers are ours. YOLO_ARCHITECT_SEED turns which scale a file is looked at; YOLO_ARCHITECT_ALL=1 takes all.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, analyze, applyEdits, levelsAround, planStructure } from '../../src/core/index.ts';
import { type Framework, startFramework } from '../support/framework.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { counterOf } from '../support/releases.ts';
import { needs } from '../support/skip.ts';
import { differences } from '../support/verdict.ts';

const seed = Number(process.env.YOLO_ARCHITECT_SEED ?? 1);
const all = process.env.YOLO_ARCHITECT_ALL === '1';

describe('detection levels that are added', function () {
  this.timeout(3_600_000);
  const [shared, interpreter] = [sharedFolder(), python()];
  for (const release of ['8.3.253', '8.4.190']) {
    it(`build and cost in ${release} what is said here`, async function () {
      needs(this, "the framework's model files (YOLO_ARCHITECT_SHARED)", shared);
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      const folder = frameworkFolder(release);
      needs(this, 'a package index, or the release of ultralytics in the cache folder (.ci/python)', folder);
      const framework = startFramework(interpreter, folder);
      try {
        const files = glob.sync('**/*.yaml', { cwd: path.join(shared, 'models', release), absolute: true }).sort();
        const answers = files.flatMap((file, i) => ask(framework, release, file, seed + i));
        console.log(`      ${release}: ${answers.length} models with another level, of ${files.length} files`);
        assert.ok(answers.length >= 50);
        assert.deepEqual((await Promise.all(answers)).flat(), []);
      } finally {
        framework.stop();
      }
    });
  }
});

function ask(framework: Framework, release: string, file: string, turn: number): Promise<string[]>[] {
  const text = readFileSync(file, 'utf8');
  const name = path.basename(file);
  const options = { fileName: name, upstream: release, thop: counterOf(release) };
  const { scales } = analyze(text, options);
  const chosen = scales.length === 0 ? [undefined] : all ? scales : [scales[turn % scales.length]];
  return chosen.flatMap((scale) => {
    const analysis = analyze(text, { ...options, ...(scale !== undefined && { scale }) });
    const levels = levelsAround(analysis);
    return [levels?.below, levels?.above].flatMap((level) => {
      const yaml = level === undefined || level < 1 ? undefined : withLevel(analysis, level);
      if (yaml === undefined) return [];
      const look = (imgsz: readonly [number, number]): Analysis =>
        analyze(yaml, { ...options, imgsz, ...(scale !== undefined && { scale }) });
      const size = [640, 640] as const;
      const question = { yaml, name, scale: scale ?? '', sizes: [size], ch: 3, nc: null, printed: false, real: false };
      const answer = framework.ask(question);
      return [answer.then((a) => differences(look(size), a, 0, () => look([256, 256])).map((d) => `${name} ${scale} P${level}: ${d}`))];
    });
  });
}

function withLevel(analysis: Analysis, level: number): string | undefined {
  const plan = planStructure(analysis, { kind: 'add-level', level });
  return 'refused' in plan ? undefined : applyEdits(analysis.document.text, plan.edits);
}
