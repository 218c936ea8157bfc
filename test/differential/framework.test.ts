// The sample models of this project, built and counted by the framework itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { frameworkFolder, python } from '../support/outside.ts';
import { frameworkEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const root = path.join(import.meta.dirname, '../..');
const sample = path.join(root, 'examples/yolo11n-street.yaml');

/** Each with the counter that is installed beside it. */
const releases = { '8.3.63': '2.0.18', '8.3.253': '2.2.3', '8.4.101': '2.0.18', '8.4.190': '2.2.3' };

/** Layers, parameters, gradients, GFLOPs. */
type Totals = readonly [number, number, number, number];

const scales = ['n', 'x'];

describe('the framework itself', () => {
  for (const [release, thop] of Object.entries(releases)) {
    it(`${release} says the same of the sample at the smallest and the largest scale`, function () {
      this.timeout(300_000);
      const answers = framework(this, release);
      for (const scale of scales) {
        const { unfused, fused } = answers[scale]!;
        const args = ['info', sample, '--scale', scale, '--json', '--upstream', release, '--thop', thop];
        const info = JSON.parse(execFileSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], { encoding: 'utf8' }));
        const { totals, fused: ours } = info;
        assert.deepEqual([totals.layers, totals.params, totals.gradients], unfused.slice(0, 3), `scale ${scale}`);
        assert.deepEqual([ours.layers, ours.params], fused.slice(0, 2), `scale ${scale}, fused`);
        near(totals.printedGflops, unfused[3]);
        near(ours.printedGflops, fused[3]);
      }
    });
  }
});

function near(printed: number, expected: number): void {
  assert.ok(Math.abs(printed - expected) <= 1e-9 * expected, `${printed} GFLOPs, not ${expected}`);
}

function framework(context: Mocha.Context, release: string): Record<string, { unfused: Totals; fused: Totals }> {
  const interpreter = python();
  const folder = frameworkFolder(release);
  needs(context, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
  needs(context, `ultralytics ${release} in the cache folder (.ci/python puts it there)`, folder);
  const settings = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
  try {
    const env = { ...process.env, ...frameworkEnv(folder, settings) };
    const script = path.join(import.meta.dirname, 'totals.py');
    const output = execFileSync(interpreter, [script, sample, ...scales], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(/^ANSWER (.*)$/m.exec(output)?.[1] ?? '{}');
  } finally {
    rmSync(settings, { recursive: true, force: true });
  }
}
