// What THOP counts for every layer of torch.nn that the catalogue describes, in a release that hands its forward to the counter as it is:
// the newest counter and one drawn by a seed (all of them with YOLO_ARCHITECT_ALL=1). One Python process a counter.
import assert from 'node:assert/strict';
import path from 'node:path';
import { analyze, catalogue } from '../../src/core/index.ts';
import { exampleModel } from '../support/exampleModel.ts';
import { startFramework } from '../support/framework.ts';
import { counterFolder, frameworkFolder, python } from '../support/outside.ts';
import { dice } from '../support/random.ts';
import { needs } from '../support/skip.ts';

const upstream = '8.3.63';
const counters = ['2.0.0', '2.0.18', '2.1.6', '2.2.3'];
const random = dice(Number(process.env.YOLO_ARCHITECT_SEED ?? 11));
const drawn = process.env.YOLO_ARCHITECT_ALL === '1' ? counters : ['2.2.3', random.pick(counters.slice(0, -1))];

/** Arguments that are counted otherwise, and no example has. */
const more: Readonly<Record<string, readonly (readonly (number | boolean | null)[])[]>> = {
  'nn.LayerNorm': [[20, 0, true, false]],
  'nn.RMSNorm': [[20, null, false]],
  'nn.Softmax': [[0], [-2]],
  'nn.LogSoftmax': [[0], [-2]],
  'nn.Softmin': [[0], [-2]],
};

describe('layers of torch.nn', function () {
  this.timeout(300_000);
  for (const thop of drawn) {
    it(`are counted as by THOP ${thop}`, async function () {
      const [interpreter, framework, counter] = [python(), frameworkFolder(upstream), counterFolder(thop)];
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `ultralytics ${upstream} in the cache folder (.ci/python puts it there)`, framework);
      needs(this, `THOP ${thop} in the cache folder (.ci/python puts it there)`, counter);
      const asked = startFramework(interpreter, [counter, framework].join(path.delimiter));
      const wrong: string[] = [];
      let layers = 0;
      try {
        for (const definition of catalogue().filter(({ name }) => name.startsWith('nn.'))) {
          const [first] = definition.examples;
          const examples = [
            ...definition.examples,
            ...(more[definition.name] ?? []).flatMap((args) => (first ? [{ ...first, args }] : [])),
          ];
          for (const example of examples) {
            const { text, ch, imgsz } = exampleModel(definition, example);
            // By the first weights of a model the framework tells its channels.
            const yaml = text.replace('backbone: [', `backbone: [[-1, 1, nn.Conv2d, [${ch}, ${ch}, 1]], `);
            const question = { yaml, name: 'net.yaml', scale: '', sizes: [imgsz], ch, nc: null, printed: true, real: false };
            const { sizes: [answer] = [] } = await asked.ask(question);
            if (!answer?.printed || answer.error) continue;
            layers++;
            const { printedGflops: said } = analyze(yaml, { fileName: 'net.yaml', upstream, thop, ch, imgsz }).totals;
            if (!(Math.abs(said - answer.printed) <= 1e-9 * answer.printed))
              wrong.push(`${definition.name}(${JSON.stringify(example.args)}): ${said}, not ${answer.printed}`);
          }
        }
      } finally {
        asked.stop();
      }
      assert.deepEqual(wrong, []);
      assert.ok(layers > 60, `only ${layers} layers were counted`);
    });
  }
});
