import {
  type Analysis,
  applyEdits,
  countDelta,
  gflopsDelta,
  mergeScales,
  planSwap,
  type RowFilter,
  type Swap,
  type SwapRequest,
  type Totals,
  t,
} from '../../core/index.ts';
import { paintDiff, unifiedDiff } from '../diff.ts';
import { effectsOf, effectsTable } from '../effectsTable.ts';
import { exit, Failure } from '../failure.ts';
import { editSource, readSource, writeSource } from '../files.ts';
import { totalsJson } from '../json.ts';
import type { ModelOptions } from '../options.ts';
import { hasErrors, place, placeEdits, problemLine } from '../problems.ts';
import { modelScales } from '../resolve.ts';
import type { Terminal } from '../terminal.ts';

export interface SwapOptions extends ModelOptions {
  readonly from: string;
  readonly to: string;
  readonly variant?: NonNullable<SwapRequest['variant']>;
  readonly scope: SwapRequest['scope'];
  readonly experts: number;
  readonly only?: RowFilter;
  readonly maxParamsPercent?: number;
  readonly write?: boolean;
}

/** `swap FILE`: prints the diff, or with `--write` changes the file; with `--json` the edits and what they change. */
export async function swap(file: string, options: SwapOptions, terminal: Terminal): Promise<number> {
  if (options.write && file === '-') throw new Failure(t`--write can't write to standard input; without it the diff is printed`);
  const source = readSource(file);
  const analyses = modelScales(source, options);
  const request = swapRequest(options);
  const plans = analyses.map((analysis) => plan(analysis, request));
  const [first] = plans;
  if (first === undefined) return exit.fine;
  if (options.json) {
    for (const [i, analysis] of analyses.entries())
      terminal.json(swapJson(source.file, analysis, request, plans[i]!, options.write ?? false));
  } else if (!options.write) {
    terminal.raw(paintDiff(unifiedDiff(source.file, source.text, applyEdits(source.text, first.edits)), terminal.colors));
  }
  if (options.write) await writeSource(editSource(source, first.edits));
  else if (!options.json) {
    // What each row adds, before anything is changed; the diff alone stays on standard output.
    for (const [i, analysis] of analyses.entries())
      terminal.error(effectsTable(analysis, effectsOf(analysis, request, plans[i]!.rows), terminal.errorColors.bold));
  }
  for (const note of first.notes) terminal.error(`${source.file}: ${note}`);
  const say = options.json || !options.write ? terminal.error : terminal.out;
  for (const [i, analysis] of analyses.entries()) say(`${source.file}: ${effect(analysis, plans[i]!, options)}`);
  const problems = place(source.text, mergeScales(analyses)).filter(({ severity }) => severity === 'error');
  for (const problem of problems) terminal.error(problemLine(source.file, problem, terminal.errorColors));
  return hasErrors(problems) ? exit.model : exit.fine;
}

/** `all`, `backbone`, `head`, a level such as `P3`, or row numbers as in `1,3,5-7`. */
export function parseScope(text: string): SwapRequest['scope'] {
  if (text === 'all' || text === 'backbone' || text === 'head') return text;
  const level = /^P([1-9])$/i.exec(text.trim())?.[1];
  if (level !== undefined) return `P${Number(level)}`;
  const rows = text.split(',').flatMap((part) => {
    const [, first, last] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part.trim()) ?? [];
    if (first === undefined || Number(last ?? first) < Number(first)) {
      throw new Failure(t`--scope takes all, backbone, head, a level such as P3 or rows such as 1,3,5-7, not "${text}"`);
    }
    return Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, i) => Number(first) + i);
  });
  return [...new Set(rows)];
}

/** Kernel and stride as in `3x3s1`, `3x3` or `s2`. */
export function parseFilter(text: string): RowFilter {
  const [, kernel, other, stride] = /^(?:(\d{1,2})x(\d{1,2}))?(?:s(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if ((kernel === undefined && stride === undefined) || kernel !== other)
    throw new Failure(t`--only takes a kernel and a stride such as 3x3s1, 3x3 or s2, not "${text}"`);
  return { ...(kernel !== undefined && { kernel: Number(kernel) }), ...(stride !== undefined && { stride: Number(stride) }) };
}

/** What the options ask for. */
export function swapRequest({ from, to, variant, scope, experts, only, maxParamsPercent }: Omit<SwapOptions, 'write'>): SwapRequest {
  return {
    from,
    to,
    scope,
    experts,
    ...(variant !== undefined && { variant }),
    ...(only !== undefined && { only }),
    ...(maxParamsPercent !== undefined && { maxParamsPercent }),
  };
}

function plan(analysis: Analysis, request: SwapRequest): Swap {
  const found = planSwap(analysis, request);
  if ('refused' in found) throw new Failure(t`nothing is swapped: ${found.refused}`);
  return found;
}

function effect({ scale }: Analysis, { before, after, rows, to }: Swap, { from }: SwapOptions): string {
  const at = scale === '' ? '' : ` (${t`at scale ${scale}`})`;
  const change = [
    t`${countDelta(after.params - before.params)} params`,
    t`${gflopsDelta(after.gflops - before.gflops)} GFLOPs`,
    t`${gflopsDelta(after.printedGflops - before.printedGflops)} printed GFLOPs`,
  ];
  return `${from} → ${to}${at}, ${rows.length === 1 ? t`row ${rows[0]!}` : t`rows ${rows.join(', ')}`}: ${change.join(', ')}`;
}

function swapJson(file: string, analysis: Analysis, request: SwapRequest, plan: Swap, written: boolean): object {
  const { edits, rows, before, after, to, notes } = plan;
  return {
    file,
    scale: analysis.scale,
    from: request.from,
    to,
    rows,
    edits: placeEdits(analysis.document.text, edits),
    before: totalsJson(before),
    after: totalsJson(after),
    change: change(before, after),
    effects: effectsOf(analysis, request, rows).map(({ macs, ...effect }) => ({ ...effect, macs, gflops: (2 * macs) / 1e9 })),
    notes,
    written,
  };
}

/** The difference of every total. */
export function change(before: Totals, after: Totals): object {
  const keys = ['rows', 'layers', 'params', 'gradients', 'macs', 'gflops', 'printedGflops', 'unseenMacs', 'activationBytes'] as const;
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]]));
}
