// From process start to the answer on standard output, beside what Node itself takes to start.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { inMs, median, quantile, root, sample } from './support.ts';

const bundle = path.join(root, 'dist/cli.cjs');

console.log(`command line bundle ${(statSync(bundle).size / 1024).toFixed(0)} KB`);
report('node alone', ['-e', '0']);
report('yolo-architect --version', [bundle, '--version']);
for (const scale of ['n', 'x']) report(`yolo-architect info --scale ${scale} --json`, [bundle, 'info', sample, '--scale', scale, '--json']);
report('yolo-architect check, every scale', [bundle, 'check', sample]);

function report(what: string, args: readonly string[]): void {
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - start;
  });
  console.log(`${what}: median ${inMs(median(times))}, p95 ${inMs(quantile(times, 0.95))}`);
}
