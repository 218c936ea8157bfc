// Files with one thing wrong, or odd but right: an error is reported exactly where the framework fails, at that row, and none where it
// builds. Files with modules of other families than YOLO11 are left out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type AnalyzeOptions, analyze, parseDocument } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const releases = ['8.3.63', '8.3.253', '8.4.101', '8.4.190'];
const shared = sharedFolder();

interface Outcome {
  readonly thop?: string;
  readonly error?: { readonly type: string; readonly message: string; readonly stage: string; readonly row: number | null };
  readonly totals?: { readonly params: number };
  readonly rows?: readonly { readonly module: string }[];
}

interface Probe {
  readonly yaml: string;
  readonly filename?: string;
  readonly result: Outcome;
  readonly variants?: Readonly<Record<string, Outcome>>;
}

describe('the files on which the framework was tried', () => {
  it('are beside this checkout', function () {
    needs(this, 'the recorded answers of the framework (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  for (const release of releases) {
    it(`are judged as by ${release}`, () => {
      const probes: Record<string, Probe> = readJson(path.join(shared, 'golden', `probes.${release}.json`));
      const family = yolo11Modules(path.join(shared, 'golden', release));
      const all = Object.entries(probes).flatMap(([name, probe]) => cases(name, probe));
      const wrong = all.flatMap(({ name, yaml, options, outcome }) => {
        const analysis = analyze(yaml, { ...options, upstream: release, ...(outcome.thop ? { thop: outcome.thop } : {}) });
        const known = new Set(analysis.rows.map((row) => row.module));
        const foreign =
          outcome.rows?.some((row) => !family.has(row.module)) || (outcome.error && otherFamily(known, family, outcome.error));
        if (foreign) return [];
        // `check` refuses what is not a model before any problem is looked for.
        if (outcome.error && !parseDocument(yaml).isModel) return [];
        const verdict = judge(analysis, outcome);
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
function judge(analysis: ReturnType<typeof analyze>, { error, totals }: Outcome): string | undefined {
  const errors = analysis.problems.filter(({ severity }) => severity === 'error');
  const said = errors.map(({ rule, row, message }) => `[${rule}] row ${row ?? '–'}: ${message}`).join('; ') || 'nothing';
  if (error === undefined) {
    if (errors.length > 0) return `the framework builds it, but we say ${said}`;
    if (analysis.totals.complete && totals && analysis.totals.params !== totals.params)
      return `${analysis.totals.params} parameters, not ${totals.params}`;
    return undefined;
  }
  const expected = `the framework fails at row ${error.row ?? '–'} with ${error.type} ${error.message.split('\n')[0]}; we say ${said}`;
  if (error.row === null) return errors.length > 0 ? undefined : expected;
  const unregistered = analysis.problems.some(({ rule, row }) => rule === 'needs-registration' && row === error.row);
  const first = Math.min(...errors.map(({ row }) => row ?? Number.POSITIVE_INFINITY));
  return first === error.row || (unregistered && first > error.row) ? undefined : expected;
}

/** A file that fails may name modules of other families before or where it fails; a name that exists nowhere is ours to report. */
function otherFamily(names: ReadonlySet<string>, family: ReadonlySet<string>, error: NonNullable<Outcome['error']>): boolean {
  return [...names].some((name) => elsewhere.has(name) && !family.has(name) && !error.message.includes(`'${name}'`));
}

/** Modules of the framework that only other families use, collected from the recorded models. */
const elsewhere = new Set(shared ? releases.flatMap((release) => [...modulesOf(path.join(shared, 'golden', release), '*.json')]) : []);

function yolo11Modules(folder: string): Set<string> {
  return modulesOf(folder, 'yolo11*.json');
}

function modulesOf(folder: string, pattern: string): Set<string> {
  const dumps = glob
    .sync(pattern, { cwd: folder, absolute: true })
    .flatMap((file) => Object.values(readJson<Record<string, Outcome>>(file)));
  return new Set(dumps.flatMap(({ rows = [] }) => rows.map((row) => row.module)));
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
