// Wild files as the framework judged them in each recorded release: what builds has the same numbers and no error; what does not is flagged at the
// failing row, or line, in the framework's own words, without errors before it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Analysis, analyze, lineIndex, type RowAnalysis, toJson } from '../../src/core/index.ts';
import type { GoldenRow } from '../support/golden.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stage: string;
  readonly row: number | null;
}

interface Outcome {
  readonly thop: string;
  readonly error?: Failure;
  readonly task: string;
  readonly scale: string | null;
  readonly nc: number;
  readonly totals: Readonly<Record<string, number>> & { readonly stride: readonly number[] };
  readonly fused: Readonly<Record<string, number>>;
  readonly rows: readonly GoldenRow[];
}

const shared = sharedFolder();

describe('wild files', () => {
  it('are beside this checkout', function () {
    needs(this, 'wild files and what the framework makes of them (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  const recorded: Record<string, Record<string, Outcome>> = JSON.parse(readFileSync(path.join(shared, 'golden/corpus.json'), 'utf8'));
  for (const [release, outcomes] of Object.entries(recorded)) {
    it(`are judged as by ${release}`, function () {
      this.timeout(120_000);
      const wrong: string[] = [];
      let exact = 0;
      let flagged = 0;
      for (const [name, outcome] of Object.entries(outcomes)) {
        const analysis = analyze(readFileSync(path.join(shared, 'corpus', name), 'utf8'), {
          fileName: name,
          upstream: release,
          thop: outcome.thop,
        });
        const differences = outcome.error === undefined ? builtDifferences(analysis, outcome) : flaggedDifferences(analysis, outcome.error);
        if (differences.length > 0) wrong.push(...differences.map((d) => `${name}: ${d}`));
        else if (outcome.error === undefined) exact++;
        else flagged++;
      }
      process.stdout.write(`      ${release}: ${exact} files exact, ${flagged} flagged at the row, ${wrong.length} false or missing\n`);
      assert.ok(wrong.length === 0, wrong.join('\n'));
    });
  }
});

function builtDifferences(analysis: Analysis, golden: Outcome): string[] {
  const { totals, fused, rows, problems } = analysis;
  const leaves = 'layers_leaf';
  const pairs: [string, unknown, unknown][] = [
    ['errors', problems.filter(({ severity }) => severity === 'error').map(({ message }) => message), []],
    ['task', analysis.task, golden.task],
    ['nc', analysis.nc, golden.nc],
    ['params', totals.params, golden.totals.params],
    ['gradients', totals.gradients, golden.totals.gradients],
    ['layers', totals.layers, golden.totals[leaves]],
    ['stride', totals.stride, golden.totals.stride],
    ['fused params', fused.params, golden.fused.params],
    ['fused layers', fused.layers, golden.fused[leaves]],
    ['rows', rows.length, golden.rows.length],
    ...golden.rows.flatMap((row) => rowPairs(rows[row.index], row)),
  ];
  const work: [string, number, number | undefined][] = [
    ['GFLOPs', totals.gflops, golden.totals.gflops_true],
    ['printed GFLOPs', totals.printedGflops, golden.totals.gflops_printed],
    ['fused printed GFLOPs', fused.printedGflops, golden.fused.gflops_printed],
  ];
  return [
    ...pairs.filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b)),
    ...work.filter(([, a, b = Number.NaN]) => !(Math.abs(a - b) <= 1e-9 * Math.abs(b))),
  ].map(([what, a, b]) => `${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
}

function rowPairs(found: RowAnalysis | undefined, golden: GoldenRow): [string, unknown, unknown][] {
  const name = `row ${golden.index}`;
  const outputs = golden.outputs_eval === undefined ? golden.outputs : evaluated(found?.outputs ?? [], golden.outputs_eval);
  return [
    [`${name} from`, found?.from, golden.from],
    [`${name} repeats`, found?.repeats, golden.repeats],
    // The framework makes an identity of a first row `Silence` before it reads any.
    [`${name} module`, found?.module === 'Silence' ? 'nn.Identity' : found?.module, golden.module],
    [`${name} args`, found?.args?.map(toJson), golden.args],
    [`${name} params`, found?.params, golden.params],
    [`${name} macs`, found?.macs, golden.macs_true],
    [`${name} outputs`, found?.outputs, outputs],
  ];
}

/** A head gives its predictions first in evaluation; the maps behind them are only for training. */
function evaluated(found: readonly (readonly number[])[], golden: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [predictions, ...rest] = golden.map((shape) => JSON.stringify(shape));
  const shapes = found.map((shape) => JSON.stringify(shape));
  return shapes[0] === predictions && shapes.slice(1).every((shape) => rest.includes(shape)) ? found : golden;
}

function flaggedDifferences(analysis: Analysis, failure: Failure): string[] {
  // `check` refuses what is not a model before any problem is looked for.
  if (!analysis.isModel) return failure.message === "'backbone'" ? [] : ['it is not taken for a model'];
  return failure.stage === 'yaml' ? syntaxDifferences(analysis, failure) : rowDifferences(analysis, failure);
}

const warned: ReadonlySet<string> = new Set(['needs-registration', 'fork-convention']);

function rowDifferences({ problems, rows }: Analysis, { type, message, stage, row }: Failure): string[] {
  const words = `${type}: ${message.split('\n')[0]}`;
  const complaints: string[] = [];
  // What forks understand, modules that the catalogue describes among it, is only warned of, in the same words.
  const saying = problems.filter((p) => (p.severity === 'error' || warned.has(p.rule)) && p.message.includes(words));
  if (!saying.some((problem) => problem.row === row)) complaints.push(`row ${row} fails with ${words}, which nobody says`);
  // What the forward finds comes later than the parser's own refusals, even where its row comes earlier.
  const sizes = new Set(['size-mismatch', 'channel-mismatch', 'groups']);
  const named = new Set<string>();
  for (const problem of problems.filter(({ severity }) => severity === 'error')) {
    const module = rows[problem.row ?? -1]?.module ?? '';
    if (problem.rule === 'unknown-module') {
      if (named.has(module)) complaints.push(`${module} is named more than once`);
      named.add(module);
    }
    const early = (problem.row ?? -1) < (row ?? Number.POSITIVE_INFINITY);
    if (early && !(stage === 'parse' && sizes.has(problem.rule))) complaints.push(`row ${problem.row}: ${problem.message}`);
  }
  return complaints;
}

/** The framework names the place where its parser stopped, and where what it was reading began: the damage lies between, or on the line before. */
function syntaxDifferences({ document, problems }: Analysis, { message }: Failure): string[] {
  const lines = [...message.matchAll(/line (\d+), column/g)].map((match) => Number(match[1]));
  const said = message.replace(/^YAML syntax error in '.*': /, '').split('\n');
  const words = said.find((line) => /did not|could not|found|expected/.test(line)) ?? message;
  const errors = problems.filter(({ rule }) => rule === 'yaml-syntax');
  const { positionAt } = lineIndex(document.text);
  const stopped = lines.at(-1) ?? 0;
  const near = errors.some(({ span }) => [stopped, stopped - 1].includes(positionAt(span.start).line + 1));
  return [
    ...(errors.some((p) => p.message.includes(words.trim())) ? [] : [`nobody says ${words.trim()}`]),
    ...(near ? [] : [`nothing at line ${stopped}: ${errors.map(({ span }) => positionAt(span.start).line + 1)}`]),
  ];
}
