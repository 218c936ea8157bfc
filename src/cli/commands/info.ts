import { type Analysis, exact, gflops, leftOut, mergeScales, shapes, showPython, t } from '../../core/index.ts';
import { exit, Failure } from '../failure.ts';
import { readSource, type Source } from '../files.ts';
import { infoJson } from '../json.ts';
import { type Limits, passedLimits } from '../limits.ts';
import type { ModelOptions } from '../options.ts';
import { hasErrors, place, problemLine } from '../problems.ts';
import { modelScales } from '../resolve.ts';
import { summary } from '../summary.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** `info FILE…`: the resolved model, one object or table for each file and scale. */
export function info(files: readonly string[], options: ModelOptions & Limits, terminal: Terminal): number {
  let code: number = exit.fine;
  for (const file of files) {
    try {
      const source = readSource(file);
      code = Math.max(code, report(source, modelScales(source, options), options, terminal));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.error(error.message);
      code = Math.max(code, error.code);
    }
  }
  return code;
}

function report(source: Source, analyses: readonly Analysis[], options: ModelOptions & Limits, terminal: Terminal): number {
  for (const [i, analysis] of analyses.entries()) {
    if (options.json) terminal.json(infoJson(source.file, analysis));
    else terminal.out(`${i > 0 ? '\n' : ''}${human(source, analysis, terminal)}`);
    for (const note of i === 0 ? analysis.notes : []) terminal.error(`${source.file}: ${note}`);
  }
  printProblems(source.file, analyses, options.json ?? false, terminal);
  const passed = analyses.flatMap((analysis) => passedLimits(analysis, options));
  for (const { message, rule } of passed) terminal.error(`${source.file}:1:1: ${message} [${rule}]`);
  return passed.length > 0 || analyses.some(({ problems }) => hasErrors(problems)) ? exit.model : exit.fine;
}

/** Only errors where the rest is read by a program from standard output. */
function printProblems(file: string, analyses: readonly Analysis[], onlyErrors: boolean, terminal: Terminal): void {
  const text = analyses[0]?.document.text ?? '';
  for (const problem of place(text, mergeScales(analyses))) {
    if (!onlyErrors || problem.severity === 'error') terminal.error(problemLine(file, problem, terminal.errorColors));
  }
}

function human(source: Source, analysis: Analysis, { colors: c }: Terminal): string {
  const columns = [
    { title: t`row`, align: 'right' },
    { title: t`from`, align: 'right' },
    { title: t`repeats`, align: 'right' },
    { title: t`module` },
    { title: t`arguments`, limit: 48 },
    { title: t`output`, limit: 48 },
    { title: t`parameters`, align: 'right' },
    { title: 'GFLOPs', align: 'right' },
    { title: t`printed`, align: 'right' },
  ] as const;
  const unknown = '?';
  const rows = analysis.rows.map((row) => [
    String(row.number),
    row.from.join(', '),
    String(row.repeats),
    row.module,
    row.args === null ? unknown : `[${row.args.map(showPython).join(', ')}]`,
    row.outputs === null ? unknown : shapes(row.outputs),
    row.params === null ? unknown : exact(row.params),
    row.macs === null ? unknown : gflops((2 * row.macs) / 1e9),
    row.printedMacs === null ? unknown : gflops((2 * row.printedMacs) / 1e9),
  ]);
  const lines = [...summary(source.fileName, analysis, c), '', table(columns, rows, c.bold)];
  const missing = leftOut(analysis).map(({ text }) => text);
  return [...lines, ...(missing.length > 0 ? ['', ...missing] : [])].join('\n');
}
