// Some mixtures of a release of the framework and one of its counter, drawn by a seed, asked live what they print for our own example files.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze } from '../../src/core/index.ts';
import { counterFolder, frameworkFolder, python } from '../support/outside.ts';
import { frameworkEnv, runPython } from '../support/python.ts';
import { dice } from '../support/random.ts';
import { needs } from '../support/skip.ts';

const releases = ['8.3.63', '8.3.253', '8.4.101', '8.4.190'];
const counters = ['2.0.0', '2.0.18', '2.1.6', '2.2.3'];
const samples = ['yolo11n-street.yaml'].map((file) => path.join(import.meta.dirname, '../../examples', file));

/** Layers, parameters, gradients and printed GFLOPs. */
type Info = readonly [number, number, number, number];

describe('mixtures of the framework and its counter', function () {
  this.timeout(120_000);
  const random = dice(Number(process.env.YOLO_ARCHITECT_SEED ?? 11));
  const all = releases.flatMap((upstream) => counters.map((thop) => ({ upstream, thop })));
  const drawn = Array.from({ length: 3 }, () => all.splice(random.int(0, all.length - 1), 1)).flat();
  for (const { upstream, thop } of drawn) {
    it(`print what we say: ${upstream} with THOP ${thop}`, async function () {
      const [interpreter, framework, counter] = [python(), frameworkFolder(upstream), counterFolder(thop)];
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `ultralytics ${upstream} in the cache folder (.ci/python puts it there)`, framework);
      needs(this, `THOP ${thop} in the cache folder (.ci/python puts it there)`, counter);
      const settings = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
      try {
        for (const sample of samples) {
          const script = path.join(import.meta.dirname, 'totals.py');
          const env = frameworkEnv([counter, framework].join(path.delimiter), settings);
          const output = await runPython(interpreter, [script, sample, 'n'], env);
          const { n }: { n: { unfused: Info; fused: Info } } = JSON.parse(/^ANSWER (.*)$/m.exec(output)?.[1] ?? '{}');
          const { totals, fused } = analyze(readFileSync(sample, 'utf8'), { upstream, thop, scale: 'n' });
          for (const [form, said, found] of [
            ['unfused', n.unfused[3], totals.printedGflops],
            ['fused', n.fused[3], fused.printedGflops],
          ] as const)
            assert.ok(Math.abs(found - said) <= 1e-9 * said, `${path.basename(sample)} ${form}: ${found}, not ${said}`);
        }
      } finally {
        rmSync(settings, { recursive: true, force: true });
      }
    });
  }
});
