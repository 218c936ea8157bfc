// Time and memory against the number of rows, which must grow alike: a text of 10 to 10,000 rows, with dashes and in one pair of brackets, whole and
// with one slip; then every wild file once, where they are beside this checkout.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { analyze, completion, hover, inlayHints, outline } from '../src/core/index.ts';
import { sharedFolder } from '../test/support/outside.ts';
import { inMs, median } from './support.ts';

const sizes = [10, 30, 100, 300, 1000, 3000, 10_000];
const runs = 5;

const texts: Readonly<Record<string, (rows: number) => string>> = {
  whole: model,
  listed: (rows) => listed(model(rows)),
  'listed, one slip': (rows) => damaged(listed(model(rows))),
  'one slip': (rows) => damaged(model(rows)),
  'unknown module': (rows) => model(rows).replaceAll('SPPF', 'Mystery'),
};

for (const [name, text] of Object.entries(texts)) report(name, text, (source) => analyze(source, { scale: 'n' }));
report('with the features', model, (source) => {
  const analysis = analyze(source, { scale: 'n' });
  const middle = source.indexOf('C3k2', source.length / 2) + 1;
  return [
    hover(analysis, middle),
    completion(analysis, middle),
    outline(analysis),
    inlayHints(analysis, { rowIndex: true, outputShape: true, metric: 'params' }),
    analysis.fused,
  ];
});
corpus();

function report(name: string, text: (rows: number) => string, run: (source: string) => unknown): void {
  run(text(1000));
  let before: { rows: number; time: number } | undefined;
  const points: [number, number][] = [];
  for (const rows of sizes) {
    const times = Array.from({ length: runs }, (_, i) => {
      const source = `# ${name} ${rows} ${i}\n${text(rows)}`;
      const start = performance.now();
      run(source);
      return performance.now() - start;
    });
    const time = Math.min(...times);
    const exponent = before === undefined ? '' : `, exponent ${(Math.log(time / before.time) / Math.log(rows / before.rows)).toFixed(2)}`;
    console.log(
      `${name.padEnd(18)} ${String(rows).padStart(6)} rows  ${inMs(time).padStart(9)}  ${((1000 * time) / rows).toFixed(0).padStart(5)} µs a row${exponent}`,
    );
    points.push([Math.log(rows), Math.log(time)]);
    before = { rows, time };
  }
  console.log(
    `${name.padEnd(18)} from 300 rows on, time grows with rows to the power of ${slope(points.filter(([x]) => x >= Math.log(300))).toFixed(2)}; heap ${heap(run, text(10_000))}`,
  );
}

/** What an analysis of this text holds, measured where `--expose-gc` is given. */
function heap(run: (source: string) => unknown, source: string): string {
  if (globalThis.gc === undefined) return 'not measured (node --expose-gc)';
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const kept = run(source);
  globalThis.gc();
  const bytes = process.memoryUsage().heapUsed - before;
  return `${(bytes / 2 ** 20).toFixed(0)} MiB for 10,000 rows${kept === undefined ? ' ' : ''}`;
}

/** Least squares. */
function slope(points: readonly [number, number][]): number {
  const mean = (of: (p: [number, number]) => number) => points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  return mean(([x, y]) => (x - mx) * (y - my)) / mean(([x]) => (x - mx) ** 2);
}

function model(rows: number): string {
  const body = Array.from({ length: rows - 1 }, (_, i) => {
    if (i === 0) return '[-1, 1, Conv, [64, 3, 2]]';
    if (i % 7 === 3) return `[[-1, ${i - 1}], 1, Concat, [1]]`;
    if (i % 7 === 5) return `[-1, 2, C3k2, [${64 + 8 * (i % 50)}, False, 0.25]] # ${i}`;
    if (i % 31 === 0) return '[-1, 1, SPPF, [256, 5]]';
    return `[-1, 1, Conv, [${64 + 8 * (i % 40)}, ${i % 2 === 0 ? 3 : 1}, 1]] # ${i}-P1/2`;
  });
  const half = Math.ceil(body.length / 2);
  const list = (part: readonly string[]) => part.map((row) => `  - ${row}\n`).join('');
  const end = `  - [[${[3, 2, 1].map((back) => Math.max(0, rows - 1 - back)).join(', ')}], 1, Detect, [nc]]\n`;
  return `nc: 80\nscales:\n  n: [0.50, 0.25, 1024]\nbackbone:\n${list(body.slice(0, half))}head:\n${list(body.slice(half))}${end}`;
}

/** The same rows in one pair of brackets a section. */
function listed(text: string): string {
  const rows = text.replace(/^ {2}- (.*?)( #.*)?$/gm, '   $1,$2').replace(/^(backbone|head):$/gm, '$1:\n  [');
  return `${rows.replace(/(?=^head:)/m, '  ]\n')}  ]\n`;
}

/** A bracket is missing in the middle. */
function damaged(text: string): string {
  const at = text.indexOf(']]', text.length / 2);
  return text.slice(0, at) + text.slice(at + 1);
}

function corpus(): void {
  const shared = sharedFolder();
  if (shared === undefined) {
    console.log('wild files: none beside this checkout (YOLO_ARCHITECT_SHARED)');
    return;
  }
  const folder = path.join(shared, 'corpus');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((fileName) => ({ fileName, text: readFileSync(path.join(folder, fileName), 'utf8') }));
  const times = Array.from({ length: 3 }, (_, i) => {
    const start = performance.now();
    for (const { fileName, text } of files) analyze(`${text}# ${i}\n`, { fileName });
    return performance.now() - start;
  });
  console.log(`${files.length} wild files: ${inMs(times[0] ?? 0)} the first time, ${inMs(median(times))} the median of ${times.length}`);
}
