// From text to all numbers: first in a fresh process (cold), then over 1,000 edits of one character (warm), for the smallest and the largest
// scale, and against the framework's own build of the same file where PyTorch and ultralytics are installed.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { analyze } from '../src/core/index.ts';
import { frameworkFolder, python } from '../test/support/outside.ts';
import { inMs, median, quantile, random, sample, sampleText } from './support.ts';

const edits = 1000;
const release = '8.4.190';

const coldScale = process.argv[process.argv.indexOf('--cold') + 1];
if (process.argv.includes('--cold')) console.log(time(sampleText, coldScale!));
else for (const scale of ['n', 'x']) report(scale);

function report(scale: string): void {
  const cold = Array.from({ length: 5 }, () => Number(run(process.execPath, ['--import', 'tsx', import.meta.filename, '--cold', scale])));
  for (let i = 0; i < 50; i++) time(sampleText, scale);
  const repeated = Array.from({ length: 200 }, () => time(sampleText, scale));
  const warm = editedTexts().map((text) => time(text, scale));
  console.log(`yolo11${scale}  cold ${inMs(median(cold))} (median of ${cold.length} processes)`);
  console.log(`         warm, same text: p50 ${inMs(median(repeated))}, p99 ${inMs(quantile(repeated, 0.99))}`);
  console.log(
    `         warm, ${edits} edits of one character: p50 ${inMs(median(warm))}, p99 ${inMs(quantile(warm, 0.99))}, longest ${inMs(Math.max(...warm))}`,
  );
  const framework = frameworkBuild(scale);
  if (framework === undefined) console.log(`         the framework's build: needs a Python with torch and ultralytics ${release}`);
  else {
    const times = `${(framework / median(warm)).toFixed(0)} times the p50 of an edit, ${(framework / median(cold)).toFixed(0)} times cold`;
    console.log(`         ultralytics ${release} builds and counts it in ${inMs(framework)}: ${times}`);
  }
}

function time(text: string, scale: string): number {
  const start = performance.now();
  analyze(text, { fileName: sample, scale });
  return performance.now() - start;
}

/** Each is the sample with one character changed: mostly a digit inside a row, as when someone tries channels, sometimes anything anywhere. */
function editedTexts(): string[] {
  const next = random(11);
  const rows = sampleText.indexOf('backbone:');
  const digits = [...sampleText.matchAll(/\d(?=[^#\n]*\])/g)].map((match) => match.index).filter((at) => at > rows);
  return Array.from({ length: edits }, (_, i) => {
    const insideRow = i % 4 !== 0;
    const at = insideRow ? digits[Math.floor(next() * digits.length)]! : Math.floor(next() * sampleText.length);
    const typed = insideRow ? String(1 + Math.floor(next() * 9)) : 'aC1,[ #'.charAt(Math.floor(next() * 7));
    return sampleText.slice(0, at) + typed + sampleText.slice(at + (insideRow ? 1 : 0));
  });
}

/** Milliseconds, imports left out, best of three: construction, strides, and the printed totals. */
function frameworkBuild(scale: string): number | undefined {
  const interpreter = python();
  const folder = frameworkFolder(release);
  if (interpreter === undefined || folder === undefined) return undefined;
  const program = `
import sys, time
from ultralytics.nn.tasks import DetectionModel, yaml_model_load
def build():
    start = time.perf_counter()
    cfg = yaml_model_load(sys.argv[1]); cfg['scale'] = sys.argv[2]
    DetectionModel(cfg, verbose=False).info()
    return 1000 * (time.perf_counter() - start)
print(min(build() for _ in range(3)))`;
  const answer = run(interpreter, ['-c', program, sample, scale], { PYTHONPATH: folder, YOLO_VERBOSE: 'False', YOLO_OFFLINE: 'True' });
  return answer ? Number(answer.trim().split('\n').at(-1)) : undefined;
}

function run(program: string, args: readonly string[], env: Record<string, string> = {}): string {
  return spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } }).stdout.trim();
}
