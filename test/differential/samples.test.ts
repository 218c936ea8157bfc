// Random samples of the framework's own models and of public ones, each built by the framework and here: file, scale, image size, classes,
// input channels and release vary. A build looks at several sizes. YOLO_ARCHITECT_SEED chooses other samples, YOLO_ARCHITECT_SAMPLES their
// number.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { analyze } from '../../src/core/index.ts';
import { type Question, startFramework } from '../support/framework.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { type Dice, dice } from '../support/random.ts';
import { counterOf, drawReleases } from '../support/releases.ts';
import { needs } from '../support/skip.ts';
import { differences } from '../support/verdict.ts';

const seed = Number(process.env.YOLO_ARCHITECT_SEED ?? 1);
const samples = Number(process.env.YOLO_ARCHITECT_SAMPLES ?? 2016);
const sizesOfOne = 6;
/** Each reads its own model files. */
const fixed = ['8.3.63', '8.3.253', '8.4.101', '8.4.190'];
const draws = 2;

describe(`random samples of the framework's models, seed ${seed}`, function () {
  this.timeout(1_200_000);
  const [shared, interpreter] = [sharedFolder(), python()];
  const drawn = interpreter === undefined ? [] : drawReleases(dice(seed + 7), interpreter);
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

  for (const [i, title] of [
    ...fixed,
    ...Array.from({ length: draws }, (_, n) => `a release drawn by the seed (${n + 1} of ${draws})`),
  ].entries()) {
    const release = fixed[i] ?? drawn[i - fixed.length];
    const folder = release && frameworkFolder(release);
    // Two releases at a time, one process each; the tests wait for them in turn.
    let compared: Promise<string[]> | undefined;
    before(() => {
      if (!shared || !interpreter || !release || !folder) return;
      compared = lanes[i % 2]?.then(() => compare(release, interpreter, folder, shared, dice(seed * 1000 + i)));
      lanes[i % 2] = compared?.catch(() => {}) ?? Promise.resolve();
    });
    it(`are the same in ${title}`, async function () {
      needs(this, "the framework's model files (YOLO_ARCHITECT_SHARED)", shared);
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, 'a package index, or the release of ultralytics in the cache folder (.ci/python)', folder);
      assert.deepEqual(await compared, []);
    });
  }
});

async function compare(release: string, interpreter: string, folder: string, shared: string, random: Dice): Promise<string[]> {
  const own = fixed.includes(release) ? release : release.startsWith('8.3') ? '8.3.253' : '8.4.190';
  const files = [...glob.sync('**/*.yaml', { cwd: path.join(shared, 'models', own), absolute: true }).sort(), ...buildable(shared)];
  const framework = startFramework(interpreter, folder);
  const started = performance.now();
  try {
    const number = Math.ceil(samples / (fixed.length + draws) / sizesOfOne);
    const questions = Array.from({ length: number }, (_, i) => sample(random, files, i % 4 === 0));
    const wrong = await Promise.all(
      questions.map(async (question) => {
        const answer = await framework.ask(question);
        const { yaml, name, scale, sizes, ch, nc } = question;
        const options = { fileName: name, scale, ch, ...(nc === null ? {} : { nc }), upstream: release, thop: counterOf(release) };
        return sizes.flatMap((imgsz, i) => {
          const what = differences(analyze(yaml, { ...options, imgsz }), answer, i, () => analyze(yaml, { ...options, imgsz: [256, 256] }));
          return what.length === 0 ? [] : [`${name} ${JSON.stringify({ scale, imgsz, ch, nc })}: ${what.slice(0, 5).join('\n    ')}`];
        });
      }),
    );
    console.log(`      ${release}: ${number * sizesOfOne} samples in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    return wrong.flat();
  } finally {
    framework.stop();
  }
}

/** The public files that the framework has been seen to build. */
function buildable(shared: string): string[] {
  const recorded: Record<string, Record<string, { error?: unknown }>> = JSON.parse(
    readFileSync(path.join(shared, 'golden/corpus.json'), 'utf8'),
  );
  const built = Object.values(recorded).map((files) => new Set(Object.keys(files).filter((file) => files[file]?.error === undefined)));
  return [...(built[0] ?? [])].filter((file) => built.every((set) => set.has(file))).map((file) => path.join(shared, 'corpus', file));
}

function sample(random: Dice, files: readonly string[], printed: boolean): Question {
  const file = random.pick(files);
  const yaml = readFileSync(file, 'utf8');
  const scales = [...(/^scales:[^\n]*\n((?:(?: .*)?\n)*)/m.exec(yaml)?.[1] ?? '').matchAll(/^ +["']?(\w+)["']?:/gm)].map((m) => m[1] ?? '');
  const literals = [...yaml.matchAll(/, \[(\d+),/g)].map((m) => Number(m[1]));
  // Without a vocabulary a YOLOE model runs with 80 embeddings whatever its classes, which its head takes only for 80 before 8.4.
  const classes = [null, 1, 80, 601, literals.length > 0 ? random.pick(literals) : 64];
  const side = () => (random.chance(0.9) ? 32 * random.int(1, 40) : random.int(32, 1280));
  return {
    yaml,
    name: path.basename(file),
    scale: random.pick(scales.length > 0 ? scales : ['']),
    sizes: Array.from({ length: sizesOfOne }, () => [side(), side()]),
    ch: random.pick([1, 3, 3, 6]),
    nc: random.pick(/YOLOE/.test(yaml) ? [null, 80] : classes),
    printed,
    real: false,
  };
}
