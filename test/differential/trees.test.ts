// Model files of public forks under the release that each fork was made from: rows that the catalogue describes are held to what the fork's own
// framework computed, modules that it does not describe must be named once and be the only errors.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, analyze, type RowAnalysis, toJson } from '../../src/core/index.ts';
import type { GoldenRow as RecordedRow } from '../support/golden.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

type GoldenRow = Omit<RecordedRow, 'repeats'>;

interface Golden {
  readonly error?: { readonly type: string; readonly message: string; readonly row: number | null };
  readonly version: string;
  readonly scale: string | null;
  readonly nc: number;
  readonly ch: number;
  readonly imgsz: readonly [number, number];
  readonly rows: readonly GoldenRow[];
}

interface Result {
  readonly exact: number;
  readonly total: number;
  readonly complete: boolean;
  readonly complaints: readonly string[];
}

const shared = sharedFolder();

/**
 * Names by which a fork means something else than the catalogue, which no file says: DynamicConv without normalisation and activation,
 * SPDConv with a 1×1 convolution, YOLO12's first A2C2f in a fork of a release that had none yet, a head with the old class branch behind a kin of
 * C3k2 that other forks' parsers treat like C3k2. Such rows are not compared, in all files or in the one named; what comes behind them is.
 */
const otherMeanings: Readonly<Record<string, readonly string[]>> = {
  'L-Suit+ultralytics-v11': ['DynamicConv', 'SPDConv'],
  'qiuxiaolong857+LGAE-CSPL': ['A2C2f'],
  'wandahangFY+YOLOv11-RGBT': ['11-RGBT/yolo11-RGBT-midfusion-DeepDBB.yaml Detect'],
};

/** An operator of torchvision, or `torch.cdist`: products that the counter of the recorded answers does not see. These MACs are not compared. */
const productsUnseen = /_DCNv2$|^HyperComputeModule$/;

describe('model files of public forks', () => {
  it('are beside this checkout', function () {
    needs(this, 'the model files of public forks (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  for (const recorded of glob.sync('*.json', { cwd: path.join(shared, 'golden/trees'), absolute: true })) {
    const tree = path.basename(recorded, '.json');
    it(`${tree} agrees row by row`, function () {
      this.timeout(120_000);
      const goldens: Record<string, Golden> = JSON.parse(readFileSync(recorded, 'utf8'));
      const results: Result[] = [];
      const refused: (string | undefined)[] = [];
      for (const [name, golden] of Object.entries(goldens)) {
        const file = path.join(shared, 'trees', tree, name);
        if (!existsSync(file)) continue;
        const text = readFileSync(file, 'utf8');
        if (golden.error === undefined) results.push(compare(name, text, golden, otherMeanings[tree] ?? []));
        else refused.push(refusal(name, text, golden, golden.error));
      }
      const sum = (count: (r: Result) => number) => results.reduce((n, r) => n + count(r), 0);
      const complete = sum((r) => Number(r.complete));
      process.stdout.write(
        `      ${tree}: ${results.length} files, ${complete} complete; ${sum((r) => r.exact)} of ${sum((r) => r.total)} rows exact; ${refused.length} files refused\n`,
      );
      const complaints = [...results.flatMap((r) => r.complaints), ...refused.filter((r) => r !== undefined)];
      assert.ok(complaints.length === 0, complaints.join('\n'));
    });
  }
});

/** A file that the fork refuses is flagged at the same row, unless nobody knows what a row before it gives. */
function refusal(name: string, text: string, golden: Golden, { type, message, row }: NonNullable<Golden['error']>): string | undefined {
  const { problems } = analyzeAs(name, text, golden);
  const at = problems.some((problem) => problem.severity === 'error' && problem.row === row);
  const unknown = problems.some(({ rule, row: before }) => rule === 'unknown-module' && (before ?? 0) < (row ?? 0));
  return at || unknown ? undefined : `${name}: nothing at row ${row}, where the fork says ${type}: ${message}`;
}

function analyzeAs(name: string, text: string, { version, nc, ch, imgsz, scale }: Partial<Golden>): Analysis {
  const given = { upstream: version, nc, ch, imgsz, scale: scale ?? undefined };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return analyze(text, { fileName: path.basename(name), thop: '2.0.18', ...known });
}

function compare(name: string, text: string, golden: Golden, otherwise: readonly string[]): Result {
  const analysis = analyzeAs(name, text, golden);
  const complaints: string[] = [];
  const unknown = unknownModules(analysis, complaints);
  const firstUnknown = analysis.rows.find((row) => unknown.has(row.module))?.index ?? analysis.rows.length;
  let exact = 0;
  for (const row of golden.rows) {
    const found = analysis.rows[row.index];
    const difference = found === undefined ? 'no such row' : differenceOf(found, row);
    if (difference === undefined) exact++;
    else if (
      !otherwise.includes(row.module) &&
      !otherwise.includes(`${name} ${row.module}`) &&
      (row.index < firstUnknown || found?.outputs != null)
    )
      complaints.push(`row ${row.index} ${row.module}: ${difference}`);
  }
  const total = golden.rows.length;
  if (total > 0 && analysis.rows.length !== total) complaints.push(`${analysis.rows.length} rows, not ${total}`);
  return { exact, total, complete: exact === total, complaints: complaints.map((c) => `${name}: ${c}`) };
}

/** The modules that are said to be unknown; each must be said once, and nothing else may be an error. */
function unknownModules({ problems, rows }: Analysis, complaints: string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const problem of problems) {
    const module = rows[problem.row ?? -1]?.module;
    if (problem.rule === 'unknown-module' || problem.rule === 'undescribed-module') {
      if (module === undefined) complaints.push(`${problem.rule} without a row`);
      else if (named.has(module)) complaints.push(`${module} is named more than once`);
      else named.add(module);
    } else if (problem.severity === 'error') complaints.push(`row ${problem.row} ${problem.rule}: ${problem.message}`);
  }
  return named;
}

function differenceOf(found: RowAnalysis, golden: GoldenRow): string | undefined {
  const outputs = golden.outputs_eval === undefined ? golden.outputs : evaluated(found.outputs ?? [], golden.outputs_eval);
  const pairs: (readonly [string, unknown, unknown])[] = [
    // The framework makes an identity of a first row `Silence` before it reads any.
    ['module', found.module === 'Silence' ? 'nn.Identity' : found.module, golden.module],
    ['args', found.args?.map(toJson), golden.args],
    ['params', found.params, golden.params],
    ['outputs', found.outputs, outputs],
    ...(productsUnseen.test(golden.module) ? [] : [['macs', found.macs, golden.macs_true] as const]),
  ];
  const different = pairs.filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b));
  return different.length === 0
    ? undefined
    : different.map(([what, a, b]) => `${what} ${JSON.stringify(a)}, not ${JSON.stringify(b)}`).join('; ');
}

/** A head gives its predictions first in evaluation; the maps behind them are only for training, prototypes are not. */
function evaluated(found: readonly (readonly number[])[], golden: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [predictions, ...rest] = golden.map((shape) => JSON.stringify(shape));
  const shapes = found.map((shape) => JSON.stringify(shape));
  return shapes[0] === predictions && shapes.slice(1).every((shape) => rest.includes(shape)) ? found : golden;
}
