// Generated models, right and wrong, each built by the framework and here: `npm run differential -- --seed 1 --models 10000`.
// `--only N` takes one of them; `--releases 8.3.63,8.4.190` others than the usual; counterexamples are made small and printed by kind.
// `--answers FOLDER` keeps what the framework says, so that the same models are soon compared again after a change here.
import { parseArgs } from 'node:util';
import { withKept } from '../support/answers.ts';
import { compareGenerated, generatedModel, type Judge, originals, startJudge } from '../support/compareGenerated.ts';
import type { Generated } from '../support/generate.ts';
import { frameworkFolder, python, sharedFolder } from '../support/outside.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    models: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    answers: { type: 'string' },
    releases: { type: 'string', default: '8.3.63,8.3.253,8.4.101,8.4.190' },
  },
});
const [shared, interpreter] = [sharedFolder(), python()];
if (!shared || !interpreter) throw new Error('needs YOLO_ARCHITECT_SHARED and YOLO_ARCHITECT_PYTHON (see test/README.md)');
const files = originals(shared);
const seed = Number(values.seed);
const judges = values.releases.split(',').map((release) => {
  const folder = frameworkFolder(release);
  if (!folder) throw new Error(`ultralytics ${release} is not in the cache folder: .ci/python puts it there`);
  const judge = startJudge(interpreter, release, folder);
  return values.answers ? { ...judge, framework: withKept(judge.framework, release, values.answers) } : judge;
});
const numbers = values.only ? [Number(values.only)] : Array.from({ length: Number(values.models) }, (_, i) => Number(values.from) + i);
const kinds = new Map<string, { count: number; example: string }>();
let [done, different] = [0, 0];

await Promise.all(
  judges.map(async (judge, lane) => {
    for (const number of numbers.filter((n) => values.only || n % judges.length === lane)) {
      const model = generatedModel(seed, number, files);
      const found = await compareGenerated(judge, model, number % 5 === 0);
      done++;
      if (done % 100 === 0) console.log(`${done} models, ${different} differ, ${(performance.now() / 1000).toFixed(0)} s`);
      if (found.length === 0) continue;
      different++;
      const seen = kinds.get(kindOf(found[0]));
      if (seen) {
        seen.count++;
        continue;
      }
      const tried = await smaller(judge, model, kindOf(found[0]));
      const still = await compareGenerated(judge, tried, number % 5 === 0);
      const [small, said] = still.length > 0 ? [tried, still] : [model, found];
      const { yaml, ...rest } = small;
      const kind = kindOf(said[0]);
      const known = kinds.get(kind);
      if (known) known.count++;
      else {
        const example = `seed ${seed} model ${number} in ${judge.release} ${JSON.stringify(rest)}\n${yaml}\n  ${said.slice(0, 4).join('\n  ')}\n`;
        kinds.set(kind, { count: 1, example });
        console.log(example);
      }
    }
  }),
);
for (const { framework } of judges) framework.stop();
for (const [kind, { count }] of [...kinds].sort(([, a], [, b]) => b.count - a.count)) console.log(`${count} × ${kind}`);
console.log(`seed ${seed}: ${different} of ${numbers.length} models differ, in ${kinds.size} kinds`);
process.exitCode = different > 0 ? 1 : 0;

/** Two differences are of a kind when only numbers, shapes and names of modules set them apart. */
function kindOf(difference = ''): string {
  return difference
    .replace(/\[[^[]*\](?=.*not )/g, '[…]')
    .replace(/-?\d+(\.\d+)?/g, '#')
    .slice(0, 220);
}

/** Without the lines and arguments that the difference does not need. */
async function smaller(judge: Judge, model: Generated, kind: string): Promise<Generated> {
  let best = model;
  const holds = async (yaml: string) =>
    kindOf((await compareGenerated(judge, { ...best, yaml }, false, true))[0]).slice(0, 60) === kind.slice(0, 60);
  for (let again = true; again; ) {
    again = false;
    for (let at = best.yaml.split('\n').length - 1; at >= 0; at--) {
      const lines = best.yaml.split('\n');
      const line = lines[at] ?? '';
      if (/^(backbone|head):$/.test(line)) continue;
      const shorter = line.replace(/, [^,[\]]+\]\]/, ']]');
      for (const instead of [[], ...(shorter === line ? [] : [[shorter]])]) {
        const yaml = lines.toSpliced(at, 1, ...instead).join('\n');
        if (!(await holds(yaml))) continue;
        best = { ...best, yaml };
        again = instead.length > 0 || again;
        break;
      }
    }
  }
  return best;
}
