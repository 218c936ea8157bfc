import { analyze } from '../analyze.ts';
import { t } from '../l10n.ts';
import { remember } from '../memo.ts';
import type { Analysis } from '../model.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import { rowsBefore } from './rowsBefore.ts';
import { sameOptions } from './sameOptions.ts';

/** What must hold between the analyses before and after a change at each scale; a sentence says why it does not. */
export type Check = (before: Analysis, after: Analysis) => string | undefined;

/** What a change leads to: the analysis at the scale in use, and what is wrong at the first scale where something is. */
export interface Outcome {
  readonly after: Analysis;
  /** What `check` says, else the first of the errors. */
  readonly wrong?: string;
  /** Errors that were not there before, in the order of rows. */
  readonly errors: readonly NewError[];
}

export interface NewError {
  /** The id of a rule, or `broken`. */
  readonly rule: string;
  /** Index after the change. */
  readonly row: number | undefined;
  readonly message: string;
  /** The analysis that finds it. */
  readonly after: Analysis;
}

/** Looks at changed text at every scale that the file declares, or at the one in use: errors that it had not before, and what `check` says. */
export function outcomeOf(analysis: Analysis, edits: readonly TextEdit[], check?: Check, scales: 'every' | 'used' = 'every'): Outcome {
  let first: Analysis | undefined;
  for (const { before, after } of scalesOf(analysis, edits)) {
    first ??= after;
    const errors = newErrors(before, after, edits);
    const wrong = check?.(before, after) ?? errors[0]?.message;
    if (wrong !== undefined) return { after: first, wrong: before === analysis ? wrong : t`at scale ${before.scale}: ${wrong}`, errors };
    if (scales === 'used') break;
  }
  return { after: first as Analysis, errors: [] };
}

/** Errors at rows that had none, wherever edits have moved them; elsewhere those beyond as many of the same rule. */
export function newErrors(before: Analysis, after: Analysis, edits: readonly TextEdit[]): NewError[] {
  const places = rowsBefore(before, after, edits);
  const kept = new Set(places);
  const stopped = new Set<number>();
  const known = new Map<string, number>();
  for (const { rule, row } of stops(before)) {
    if (row !== undefined && kept.has(row)) stopped.add(row);
    else known.set(rule, (known.get(rule) ?? 0) + 1);
  }
  // What stands behind rows that give nothing was not judged whole: what is found there now may have been so before.
  for (const { index, outputs } of before.rows) if (outputs === null && kept.has(index)) stopped.add(index);
  return stops(after)
    .filter(({ rule, row }) => {
      const place = row === undefined ? undefined : places[row];
      if (place !== undefined) return !stopped.has(place);
      const left = known.get(rule) ?? 0;
      known.set(rule, left - 1);
      return left <= 0;
    })
    .sort((a, b) => (a.row ?? -1) - (b.row ?? -1))
    .map(({ rule, row, message }) => ({ rule, row, message, after }));
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

/** What stops a network: errors, no head, and rows that give nothing though what they read is there, as in modules that the framework lacks. */
function stops({ problems, rows }: Analysis): readonly Stop[] {
  const errors = problems.filter(({ severity, rule }) => severity === 'error' || (severity === 'warning' && headless.has(rule)));
  const broken = rows.filter(
    ({ index, outputs, sources }) =>
      outputs === null &&
      sources.every((source) => source < 0 || (rows[source] && rows[source].outputs !== null)) &&
      !errors.some(({ row }) => row === index),
  );
  return [
    ...errors,
    ...broken.map(({ index }) => {
      const said = problems.find(({ row, rule }) => row === index && mismatches.has(rule));
      return { rule: said?.rule ?? 'broken', row: index, message: said?.message ?? t`row ${index} would give nothing` };
    }),
  ];
}

/** Warnings because the framework builds such a model, and can't train it. */
const headless: ReadonlySet<string> = new Set(['no-head', 'head-not-last']);

/** Rules that say why a row gives nothing. */
const mismatches: ReadonlySet<string> = new Set(['size-mismatch', 'channel-mismatch', 'groups', 'framework-error', 'wrong-arguments']);
