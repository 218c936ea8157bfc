// Compares what the framework makes of a model with what is said here.
import { type Analysis, toJson } from '../../src/core/index.ts';
import type { Answer, FrameworkError, FrameworkRow } from './framework.ts';

/**
 * What differs for the image of this index, in words; nothing where both say the same. What the framework does not even build is
 * compared with an analysis for the image that it tries when it builds: `anchor`.
 */
export function differences(analysis: Analysis, answer: Answer, image: number, anchor: () => Analysis): string[] {
  if (answer.error) return judgeError(anchor(), answer.error);
  const { totals, rows = [], sizes = [] } = answer;
  const forward = sizes[image];
  const found = forward?.error ? judgeError(analysis, forward.error) : noError(analysis);
  if (found.length > 0 || !forward || !totals) return found;
  const pairs: Pair[] = rows.flatMap((row, i) => rowPairs(analysis.rows[i], row, forward.outputs[i] ?? null, i === rows.length - 1));
  pairs.push(['rows', analysis.rows.length, rows.length], ['task', analysis.task, answer.task]);
  // A row that does not take this image has parameters all the same; the totals over known rows lack them.
  if (analysis.totals.complete) {
    for (const name of ['params', 'gradients', 'layers', 'stride'] as const) pairs.push([name, analysis.totals[name], totals[name]]);
    if (!forward.error) pairs.push(['macs', analysis.totals.macs, forward.macs]);
    const { printedGflops } = analysis.totals;
    const { printed } = forward;
    if (printed !== undefined && !(Math.abs(printedGflops - printed) <= 1e-9 * printed))
      pairs.push(['printed GFLOPs', printedGflops, printed]);
  } else if (!forward.error && !hasUndescribed(analysis)) pairs.push(['complete', false, true]);
  return pairs
    .filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b))
    .map(([what, a, b]) => `${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
}

/** A quantity, ours, the framework's. */
type Pair = readonly [what: string, ours: unknown, theirs: unknown];
type Shapes = readonly (readonly number[])[];

function rowPairs(row: Analysis['rows'][number] | undefined, theirs: FrameworkRow, outputs: Shapes | null, isLast: boolean): Pair[] {
  const name = `row ${theirs.index} (${theirs.module})`;
  // A module of its input is no tensor: one without axes here, none there.
  const ours = row?.outputs?.filter((shape) => shape.length > 0) ?? null;
  const built: Pair[] = [
    [`${name} from`, row?.from, theirs.from],
    [`${name} repeats`, row?.repeats, Number(theirs.repeats)],
    [`${name} args`, row?.args?.map(toJson), theirs.args],
  ];
  // What is not known is judged by the totals, which are then not complete. The framework's forward ends at the first row that fails.
  if (ours === null) return row?.args === null ? [] : built;
  built.push([`${name} params`, row?.params, theirs.params]);
  return outputs === null
    ? built
    : [...built, [`${name} outputs`, ours, isLast || row?.levels?.length ? headOutputs(ours, outputs) : outputs]];
}

/** A head gives its predictions first in evaluation; behind them come maps that only training uses, and masks, in the framework's order. */
function headOutputs(ours: Shapes, theirs: Shapes): Shapes {
  const [predictions, ...rest] = theirs.map((shape) => JSON.stringify(shape));
  const shapes = ours.map((shape) => JSON.stringify(shape));
  return shapes[0] === predictions && shapes.slice(1).every((shape) => rest.includes(shape)) ? ours : theirs;
}

function hasUndescribed(analysis: Analysis): boolean {
  return analysis.problems.some(({ rule }) => rule === 'undescribed-module');
}

function errorsOf(analysis: Analysis) {
  return analysis.problems.filter(({ severity }) => severity === 'error');
}

function saidOf(analysis: Analysis): string {
  const said = errorsOf(analysis).map(({ rule, row, message }) => `[${rule}] row ${row ?? '–'}: ${message}`);
  return said.join('; ') || 'nothing';
}

function noError(analysis: Analysis): string[] {
  return errorsOf(analysis).length > 0 ? [`the framework builds it, but we say ${saidOf(analysis)}`] : [];
}

/** An error at the row where the framework stops, and none before: but the framework constructs all rows before it runs the first. */
function judgeError(analysis: Analysis, error: FrameworkError): string[] {
  const errors = errorsOf(analysis);
  const [message] = error.message.split('\n');
  const expected = [
    `the framework fails at row ${error.row ?? '–'} (${error.stage}) with ${error.type} ${message}; we say ${saidOf(analysis)}`,
  ];
  if (error.row === null) return errors.length > 0 || !analysis.isModel ? [] : expected;
  // It never makes such an image of its own accord, which a warning says beside the row.
  if (error.stage === 'forward' && analysis.problems.some(({ rule }) => rule === 'image-size')) return [];
  // A file for a fork is read as the fork reads it, also before the row that this release stops at for want of its module.
  if (analysis.problems.some(({ rule, row }) => rule === 'needs-registration' && (row ?? -1) > (error.row ?? 0))) return [];
  const first = error.stage === 'parse' ? error.row : Math.min(...errors.map(({ row }) => row ?? -1));
  const known = analysis.problems.some(
    // A size that the framework would round when it trains or predicts is a warning, where the raw forward fails.
    ({ rule, row, severity }) => row === error.row && (severity === 'error' || rule === 'needs-registration' || rule === 'image-size'),
  );
  if (first >= error.row && known) return [];
  // What a module that is not described here gives is not known, nor whether later rows take it.
  return hasUndescribed(analysis) && !(first < error.row) ? [] : expected;
}
