import { analyze } from '../analyze.ts';
import { t } from '../l10n.ts';
import { remember } from '../memo.ts';
import type { Analysis } from '../model.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import { sameOptions } from './sameOptions.ts';

/** What must hold between the analyses before and after a change at each scale; a sentence says why it does not. */
export type Check = (before: Analysis, after: Analysis) => string | undefined;

/** What a change leads to: the analysis at the scale in use, and what is wrong with it at any scale. */
export interface Outcome {
  readonly after: Analysis;
  readonly wrong?: string;
}

/** Looks at changed text at every scale that the file declares: errors that it had not before, and what `check` says. */
export function outcomeOf(analysis: Analysis, edits: readonly TextEdit[], check?: Check): Outcome {
  let first: Analysis | undefined;
  for (const { before, after } of scalesOf(analysis, edits)) {
    first ??= after;
    const wrong = check?.(before, after) ?? newErrors(before, after)[0]?.message;
    if (wrong !== undefined) return { after: first, wrong: before === analysis ? wrong : t`at scale ${before.scale}: ${wrong}` };
  }
  return { after: first as Analysis };
}

/** The errors that changed text has and had not before, at the first scale where it has any, in the order of rows; with the analysis that finds them. */
export function newErrorsOf(analysis: Analysis, edits: readonly TextEdit[]): readonly NewError[] {
  for (const { before, after } of scalesOf(analysis, edits)) {
    const found = newErrors(before, after);
    const inOrder = [...found].sort((a, b) => (a.row ?? -1) - (b.row ?? -1));
    if (found.length > 0) return inOrder.map(({ row, message }) => ({ row, message, after }));
  }
  return [];
}

interface NewError {
  readonly row: number | undefined;
  readonly message: string;
  readonly after: Analysis;
}

/** Both texts at each scale, the one in use first. */
function* scalesOf(analysis: Analysis, edits: readonly TextEdit[]): Generator<{ readonly before: Analysis; readonly after: Analysis }> {
  const text = applyEdits(analysis.document.text, edits);
  yield { before: analysis, after: analyze(text, sameOptions(analysis)) };
  for (const before of otherScales(analysis)) yield { before, after: analyze(text, sameOptions(before)) };
}

/** The text as it is at the scales that are not in use. */
function otherScales(analysis: Analysis): readonly Analysis[] {
  return remember(others, analysis, ({ document, scales, scale }) =>
    scales.filter((other) => other !== scale).map((other) => analyze(document.text, { ...sameOptions(analysis), scale: other })),
  );
}

const others = new WeakMap<Analysis, readonly Analysis[]>();

interface Stop {
  readonly rule: string;
  readonly row?: number;
  readonly message: string;
}

/** What stops a network: errors, and rows that give nothing though what they read is there, as in modules that the framework lacks. */
function stops({ problems, rows }: Analysis): readonly Stop[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const broken = rows.filter(
    ({ index, outputs, sources }) =>
      outputs === null &&
      sources.every((source) => source < 0 || (rows[source] && rows[source].outputs !== null)) &&
      !errors.some(({ row }) => row === index),
  );
  return [
    ...errors,
    ...broken.map(({ index }) => {
      const said = problems.find(({ row, rule }) => row === index && mismatches.has(rule))?.message;
      return { rule: 'broken', row: index, message: said ?? t`row ${index} would give nothing` };
    }),
  ];
}

/** Rules that say why a row gives nothing. */
const mismatches: ReadonlySet<string> = new Set(['size-mismatch', 'channel-mismatch', 'groups', 'framework-error', 'wrong-arguments']);

/** Those beyond the ones that there were of the same rule, and of the same row where rows keep their numbers. */
function newErrors(before: Analysis, after: Analysis): readonly Stop[] {
  const sameRows = before.rows.length === after.rows.length;
  const key = ({ rule, row }: Stop) => (sameRows ? `${rule} ${row}` : rule);
  const known = new Map<string, number>();
  for (const problem of stops(before)) known.set(key(problem), (known.get(key(problem)) ?? 0) + 1);
  return stops(after).filter((problem) => {
    const left = known.get(key(problem)) ?? 0;
    known.set(key(problem), left - 1);
    return left <= 0;
  });
}
