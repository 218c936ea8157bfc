// A few hundred generated models, right and wrong, each built by the framework and here. Many more by hand:
// `npm run differential -- --seed 1 --models 10000`, which makes counterexamples small. YOLO_ARCHITECT_SEED chooses others.
import assert from 'node:assert/strict';
import { compareGenerated, generatedModel, type Judge, originals, startJudge } from '../support/compareGenerated.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const seed = Number(process.env.YOLO_ARCHITECT_SEED ?? 1);
const models = 300;
const releases = ['8.3.63', '8.4.190'];

describe(`generated models, seed ${seed}`, function () {
  this.timeout(900_000);
  const judges: Judge[] = [];
  after(() => {
    for (const { framework } of judges) framework.stop();
  });
  for (const [lane, release] of releases.entries()) {
    it(`are built or refused as ${release} does it`, async function () {
      const [shared, interpreter, folder] = [sharedFolder(), python(), frameworkFolder(release)];
      needs(this, "the framework's model files (YOLO_ARCHITECT_SHARED)", shared);
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `ultralytics ${release} in the cache folder (.ci/python puts it there)`, folder);
      const judge = startJudge(interpreter, release, folder);
      judges.push(judge);
      const files = originals(shared);
      const wrong: string[] = [];
      for (let number = lane; number < models; number += releases.length) {
        const found = await compareGenerated(judge, generatedModel(seed, number, files), number % 8 === lane);
        if (found.length > 0) wrong.push(`npm run differential -- --only ${number} --seed ${seed} --releases ${release}: ${found[0]}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
});
