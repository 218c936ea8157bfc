// Files with one thing wrong, or odd but right: an error is reported exactly where the framework fails, at that row and of that kind, and none
// where it builds, with all its numbers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AnalyzeOptions, analyze, parseDocument } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const releases = ['8.3.63', '8.3.253', '8.4.101', '8.4.190'];
const shared = sharedFolder();

const counts = ['params', 'gradients', 'layers_leaf', 'layers_all_modules'] as const;

/** A tensor that Index takes apart loses its batch, which shapes here do not have: the row is named, in other words. */
const otherWords = ['index-on-tensor', 'ch-string', 'module-not-a-module'];

interface Outcome {
  readonly thop?: string;
  readonly error?: { readonly type: string; readonly message: string; readonly stage: string; readonly row: number | null };
  readonly totals?: Readonly<Record<(typeof counts)[number] | 'gflops_true', number>>;
}

interface Probe {
  readonly yaml: string;
  readonly filename?: string;
  readonly result: Outcome;
  readonly variants?: Readonly<Record<string, Outcome>>;
}

describe('the files on which the framework was tried', function () {
  this.timeout(120_000);
  it('are beside this checkout', function () {
    needs(this, 'the recorded answers of the framework (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  for (const release of releases) {
    it(`are judged as by ${release}`, () => {
      const probes: Record<string, Probe> = readJson(path.join(shared, 'golden', `probes.${release}.json`));
      const all = Object.entries(probes).flatMap(([name, probe]) => cases(name, probe));
      const wrong = all.flatMap(({ name, yaml, options, outcome }) => {
        const analysis = analyze(yaml, { ...options, upstream: release, ...(outcome.thop ? { thop: outcome.thop } : {}) });
        // `check` refuses what is not a model before any problem is looked for.
        if (outcome.error && !parseDocument(yaml).isModel) return [];
        const verdict = judge(analysis, outcome, otherWords.includes(name));
        return verdict ? [`${name}: ${verdict}`] : [];
      });
      assert.deepEqual(wrong, []);
    });
  }
});

function cases(name: string, { yaml, filename, result, variants = {} }: Probe) {
  const list: { name: string; yaml: string; options: AnalyzeOptions; outcome: Outcome }[] = [
    { name, yaml, options: { fileName: filename ?? 'yolo11n.yaml', scale: 'n' }, outcome: result },
  ];
  for (const [key, outcome] of Object.entries(variants)) {
    // Which files lie beside this one is not the analysis' business.
    if (outcome.error?.type === 'FileNotFoundError') continue;
    list.push({ name: `${name} (${key || 'no scale'})`, yaml, options: variantOptions(key, filename), outcome });
  }
  return list;
}

function variantOptions(key: string, filename = 'yolo11n.yaml'): AnalyzeOptions {
  if (key === 'by_name') return { fileName: filename };
  const [, option, value] = /^(ch|nc)(\d+)$/.exec(key) ?? [];
  return option ? { fileName: filename, scale: 'n', [option]: Number(value) } : { fileName: filename, scale: key };
}

/** What is wrong with our answer, if anything. */
function judge(analysis: ReturnType<typeof analyze>, { error, totals }: Outcome, anyWords: boolean): string | undefined {
  const errors = analysis.problems.filter(({ severity }) => severity === 'error');
  const said = errors.map(({ rule, row, message }) => `[${rule}] row ${row ?? '–'}: ${message}`).join('; ') || 'nothing';
  if (error === undefined) {
    if (errors.length > 0) return `the framework builds it, but we say ${said}`;
    if (totals === undefined) return undefined;
    const { params, gradients, layersLeaf, layersAllModules, gflops, complete } = analysis.totals;
    const found = [params, gradients, layersLeaf, layersAllModules];
    const expected = counts.map((count) => totals[count]);
    const same = complete && found.join() === expected.join() && Math.abs(gflops - totals.gflops_true) <= 1e-9 * totals.gflops_true;
    return same ? undefined : `${complete ? '' : 'incomplete, '}${found} and ${gflops} GFLOPs, not ${expected} and ${totals.gflops_true}`;
  }
  const expected = `the framework fails at row ${error.row ?? '–'} with ${error.type} ${error.message.split('\n')[0]}; we say ${said}`;
  if (error.row === null) return errors.length > 0 ? undefined : expected;
  const unregistered = analysis.problems.some(({ rule, row }) => rule === 'needs-registration' && row === error.row);
  const first = Math.min(...errors.map(({ row }) => row ?? Number.POSITIVE_INFINITY));
  if (unregistered && first > error.row) return undefined;
  const sameKind = errors.some(({ row, message }) => row === error.row && message.includes(`(Ultralytics: ${error.type}`));
  return first === error.row && (sameKind || anyWords) ? undefined : expected;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
