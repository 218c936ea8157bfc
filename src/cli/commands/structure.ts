import {
  type Analysis,
  applyEdits,
  effectLine,
  mergeScales,
  planStructure,
  type Structure,
  type StructureRequest,
  t,
} from '../../core/index.ts';
import { paintDiff, unifiedDiff } from '../diff.ts';
import { exit, Failure } from '../failure.ts';
import { editSource, readSource, writeSource } from '../files.ts';
import { totalsJson } from '../json.ts';
import type { ModelOptions } from '../options.ts';
import { hasErrors, place, placeEdits, problemLine } from '../problems.ts';
import { analyzeScales, modelScales } from '../resolve.ts';
import type { Terminal } from '../terminal.ts';
import { change } from './swap.ts';

export interface StructureOptions extends ModelOptions {
  readonly write?: boolean;
}

/** `insert`, `delete`, `move` and their kin: prints the diff, or with `--write` changes the file; with `--json` the edits and what they change. */
export async function structure(file: string, request: StructureRequest, options: StructureOptions, terminal: Terminal): Promise<number> {
  if (options.write && file === '-') throw new Failure(t`--write can't write to standard input; without it the diff is printed`);
  const source = readSource(file);
  const analyses = modelScales(source, options);
  const plans = analyses.map((analysis) => plan(analysis, request, analyses.length > 1 ? 'used' : 'every'));
  const [first] = plans;
  if (first === undefined) return exit.fine;
  if (options.json) {
    for (const [i, analysis] of analyses.entries())
      terminal.json(structureJson(source.file, analysis, request, plans[i] as Structure, options.write ?? false));
  } else if (!options.write) {
    terminal.raw(paintDiff(unifiedDiff(source.file, source.text, applyEdits(source.text, first.edits)), terminal.colors));
  }
  const changed = editSource(source, first.edits);
  if (options.write) await writeSource(changed);
  for (const note of first.notes) terminal.error(`${source.file}: ${note}`);
  const say = options.json || !options.write ? terminal.error : terminal.out;
  for (const [i, analysis] of analyses.entries()) say(`${source.file}: ${effect(analysis, plans[i] as Structure)}`);
  const problems = place(changed.text, mergeScales(analyzeScales(changed, options))).filter(({ severity }) => severity === 'error');
  for (const problem of problems) terminal.error(problemLine(source.file, problem, terminal.errorColors));
  return hasErrors(problems) ? exit.model : exit.fine;
}

/** What `insert` is asked for: exactly one of `--after` and `--before` says where. */
export function insertRequest(
  row: string,
  after: string | undefined,
  before: string | undefined,
  readers: 'next' | 'all',
): StructureRequest {
  const numbers = (option: string, text: string) => text.split(',').map((one) => rowNumber(option)(one.trim()));
  if (after !== undefined) return { kind: 'insert', after: numbers('--after', after), row, readers };
  if (before !== undefined) return { kind: 'insert', before: numbers('--before', before), row, readers };
  throw new Failure(t`insert needs --after or --before with the number of a row`);
}

/** A row's index, as `from` counts rows. */
export function rowNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,6}$/.test(text)) throw new Failure(t`${option} takes the number of a row, not "${text}"`);
    return Number(text);
  };
}

/** The power of two of a level such as P3; exactly one of `--add` and `--remove` names one. */
export function levelNumber(text: string | undefined): number {
  if (text === undefined) throw new Failure(t`levels needs --add or --remove with a level such as P2`);
  const digits = /^[pP](\d)$/.exec(text)?.[1];
  if (digits === undefined) throw new Failure(t`a level is written as P2 or P6, not "${text}"`);
  return Number(digits);
}

function plan(analysis: Analysis, request: StructureRequest, scales: 'every' | 'used'): Structure {
  const found = planStructure(analysis, request, scales);
  if ('refused' in found) throw new Failure(t`nothing is changed: ${found.refused}`);
  return found;
}

function effect({ scale }: Analysis, plan: Structure): string {
  // What breaks at another scale than this one says so itself.
  const elsewhere = plan.breaks !== undefined && plan.breaks.scale !== scale;
  const at = scale === '' || elsewhere ? '' : `${t`at scale ${scale}`}: `;
  return `${at}${effectLine(plan)}`;
}

function structureJson(file: string, { scale, document }: Analysis, request: StructureRequest, plan: Structure, written: boolean): object {
  const { edits, before, after, breaks, notes, row } = plan;
  return {
    file,
    scale,
    change: request.kind,
    row: row ?? null,
    edits: placeEdits(document.text, edits),
    before: totalsJson(before),
    after: totalsJson(after),
    difference: before.complete && after.complete ? change(before, after) : null,
    ...(breaks && { breaks: breaks.message }),
    notes,
    written,
  };
}
