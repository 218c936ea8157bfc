import { statSync } from 'node:fs';
import { type Analysis, mergeScales, type Problem, readModules, t, withSafeFixes } from '../../core/index.ts';
import { paintDiff, unifiedDiff } from '../diff.ts';
import { exit, Failure } from '../failure.ts';
import { editSource, readSource, type Source, writeSource } from '../files.ts';
import { githubLine } from '../github.ts';
import { type Limits, passedLimits } from '../limits.ts';
import type { ModelOptions } from '../options.ts';
import { hasErrors, type PlacedProblem, place, problemLine } from '../problems.ts';
import { analyzeAt, analyzeScales } from '../resolve.ts';
import { sarif } from '../sarif.ts';
import type { Terminal } from '../terminal.ts';
import { isModulesFile } from '../userModules.ts';
import { yamlFiles } from '../walk.ts';

export const formats = ['text', 'json', 'sarif', 'github'] as const;

export interface CheckOptions extends ModelOptions, Limits {
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly format?: (typeof formats)[number];
  readonly strict?: boolean;
}

/** What `check` says about one file. */
export interface Checked {
  readonly file: string;
  readonly task: string;
  readonly scales: readonly string[];
  readonly problems: readonly PlacedProblem[];
}

/** `check FILE…`: every problem at every scale; folders are walked. */
export async function check(files: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const format = options.json ? 'json' : (options.format ?? 'text');
  if (options.fix && options.fixDryRun) throw new Failure(t`--fix and --fix-dry-run exclude each other`);
  if (options.fixDryRun && format !== 'text') throw new Failure(t`--fix-dry-run prints a diff: it goes with --format text only`);
  const results: Checked[] = [];
  let code: number = exit.fine;
  let skipped = 0;
  for (const { file, walked } of expand(files, terminal)) {
    try {
      const source = readSource(file);
      // Most files of a folder are no models: a word that every model has saves reading them as YAML.
      if (walked && !options.strict && !isModulesFile(file) && !/backbone|head/.test(source.text)) continue;
      const checked = await checkSource(source, options, terminal);
      if (checked === undefined) {
        skipped += walked ? 0 : 1;
        if (options.strict) code = exit.usage;
        if (options.strict || !walked)
          terminal.error(t`${file}: not a model: no backbone or head with rows` + (options.strict ? '' : t`, skipped`));
        continue;
      }
      results.push(checked);
      if (hasErrors(checked.problems)) code = Math.max(code, exit.model);
      printOne(checked, format, terminal);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.error(error.message);
      code = Math.max(code, error.code);
    }
  }
  printAll(results, format, terminal);
  // Asked about files of which none is a model, silence would look like praise.
  return skipped > 0 && results.length === 0 ? Math.max(code, exit.usage) : code;
}

function* expand(files: readonly string[], terminal: Terminal): Generator<{ file: string; walked: boolean }> {
  for (const file of files) {
    if (file === '-' || !statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      yield { file, walked: false };
      continue;
    }
    const found = [...yamlFiles(file)];
    for (const [i, name] of found.entries()) {
      terminal.progress(i, found.length, name);
      yield { file: name, walked: true };
    }
    terminal.progress(found.length, found.length, '');
  }
}

/** `undefined`: the file is no model. */
async function checkSource(given: Source, options: CheckOptions, terminal: Terminal): Promise<Checked | undefined> {
  if (isModulesFile(given.file)) return modulesChecked(given);
  let source = given;
  let { analyses, problems } = problemsOf(source, options);
  if (options.fix || options.fixDryRun) {
    if (options.fix && source.file === '-') throw new Failure(t`--fix can't write to standard input; --fix-dry-run prints the diff`);
    const fixed = withSafeFixes(source, problems, editSource, (next) => problemsOf(next, options).problems);
    if (fixed !== source && options.fixDryRun) terminal.raw(paintDiff(unifiedDiff(source.file, source.text, fixed.text), terminal.colors));
    if (fixed !== source && options.fix) {
      await writeSource(fixed);
      source = fixed;
      ({ analyses, problems } = problemsOf(source, options));
    }
  }
  const [first] = analyses;
  if (first === undefined || (!first.isModel && !hasErrors(first.problems))) return undefined;
  const limits = analyses.flatMap((analysis) => passedLimits(analysis, options)).map(limitProblem);
  return {
    file: source.file,
    task: first.task,
    scales: analyses.map(({ scale }) => scale).filter((scale) => scale !== ''),
    problems: [...place(source.text, problems), ...limits],
  };
}

/** A file of modules has no scales; its problems are found once. */
function modulesChecked({ file, text }: Source): Checked {
  return { file, task: 'modules', scales: [], problems: place(text, readModules(text, file).problems) };
}

/** All scales that the file declares, unless one is asked for. */
function problemsOf(source: Source, options: CheckOptions): { analyses: readonly Analysis[]; problems: readonly Problem[] } {
  if (options.scale !== undefined) {
    const analyses = analyzeScales(source, options);
    return { analyses, problems: mergeScales(analyses) };
  }
  const general = analyzeAt(source, options);
  const analyses =
    general.scales.length > 0 && general.isModel ? general.scales.map((scale) => analyzeAt(source, options, scale)) : [general];
  return { analyses, problems: mergeScales(analyses, general) };
}

function limitProblem({ rule, message }: { rule: string; message: string }): PlacedProblem {
  return {
    rule,
    severity: 'error',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    row: null,
    message,
    docs: 'docs/cli.md#limits',
    fixes: [],
  };
}

function printOne(checked: Checked, format: CheckOptions['format'], terminal: Terminal): void {
  const { file, problems } = checked;
  if (format === 'json') terminal.json(checked);
  for (const problem of problems) {
    if (format === 'github') terminal.out(githubLine(file, problem));
    else if (format === 'text' || (format === 'json' && problem.severity === 'error'))
      terminal.error(problemLine(file, problem, terminal.errorColors));
  }
}

function printAll(results: readonly Checked[], format: CheckOptions['format'], terminal: Terminal): void {
  if (format === 'sarif') terminal.out(JSON.stringify(sarif(results)));
  if (format !== 'text') return;
  const count = (severity: string) => results.reduce((n, { problems }) => n + problems.filter((p) => p.severity === severity).length, 0);
  terminal.out(t`models: ${results.length}, errors: ${count('error')}, warnings: ${count('warning')}`);
}
