// What typing costs in a real VS Code: from a keystroke in the largest scale of a model to its hints, lenses and problems, and how long
// the extension host is busy for it. The same text as a file that is no model says what the editor and this measuring take themselves.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { runInVSCode } from '../scripts/host/vscode.ts';
import { inMs, median, quantile, root, sampleText } from './support.ts';
import type { Result, Typed } from './typing/host.ts';

const limits = { upToDateMs: 50, busyMs: 3 };
const model = 'yolo11x-typing.yaml';
const other = 'other.yaml';

const bundle = path.join(root, 'out/bench/typing.cjs');
await esbuild.build({
  entryPoints: [path.join(root, 'bench/typing/host.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
});
const workspace = mkdtempSync(path.join(tmpdir(), 'yolo-architect-typing-'));
writeFileSync(path.join(workspace, model), sampleText);
writeFileSync(path.join(workspace, other), sampleText.replace(/^(backbone|head):/gm, 'my_$1:'));
const file = path.join(workspace, 'result.json');
Object.assign(process.env, { BENCH_RESULT: file, BENCH_FILES: [other, model].join(path.delimiter) });
const code = await runInVSCode(workspace, bundle);
if (typeof code === 'object') console.log(`typing: needs a real VS Code: ${code.missing}`);
else if (code !== 0) process.exitCode = code;
else report(JSON.parse(readFileSync(file, 'utf8')) as Result);
rmSync(workspace, { recursive: true, force: true });

function report(result: Result): void {
  const [typed, alone] = [result[model], result[other]];
  if (typed === undefined || alone === undefined) throw new Error('a file was not typed into');
  console.log(`typing in yolo11x in a real VS Code, ${typed.busy.length} keystrokes, ${cpus().length} processors`);
  const upToDate = line('to hints, lenses and problems', typed.upToDate, alone.upToDate, limits.upToDateMs);
  const busy = line('extension host busy', typed.busy, alone.busy, limits.busyMs);
  process.exitCode = upToDate && busy ? 0 : 1;
}

/** Both quantiles, those of the file that is no model, and whether the difference keeps the limit. */
function line(name: string, times: Typed['busy'], alone: Typed['busy'], limitMs: number): boolean {
  const own = median(times) - median(alone);
  const both = (list: Typed['busy']) => `p50 ${inMs(median(list))}, p99 ${inMs(quantile(list, 0.99))}`;
  console.log(
    `  ${name}: ${both(times)}; in a file that is no model ${both(alone)}; the extension's own p50 ${inMs(own)} (limit ${limitMs} ms)`,
  );
  return own <= limitMs;
}
