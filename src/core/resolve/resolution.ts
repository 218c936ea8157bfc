import type { RowShapes } from '../analyses/facts.ts';
import { pythonType, truth } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import type { AnalyzeOptions, Task } from '../model.ts';
import { Refused } from '../net/refused.ts';
import { lineIndex } from '../text.ts';
import { type Counter, counterOf, newestThop } from '../upstream/counters.ts';
import { type ReleaseRules, rulesFor } from '../upstream/releases.ts';
import { type BuiltRow, type ForwardOptions, forward, forwardShapes } from './forward.ts';
import { readHeader } from './header.ts';
import { parseRows } from './rows.ts';
import type { Header, ParsedRow } from './state.ts';
import { guessTask } from './task.ts';

/** A document as the framework resolves it, before anything is counted. */
export interface Resolution {
  readonly document: ModelDocument;
  /** Those that it was made with. */
  readonly options: AnalyzeOptions;
  readonly rules: ReleaseRules;
  readonly thop: string;
  readonly counter: Counter;
  readonly header: Header;
  readonly task: Task;
  readonly imgsz: readonly [number, number];
  readonly rows: readonly ParsedRow[];
  readonly built: readonly BuiltRow[];
  /** How `built` came about. */
  readonly pass: ForwardOptions;
  /** The framework's own pass that measures strides; empty where it makes none. */
  readonly measured: readonly BuiltRow<RowShapes>[];
  readonly strides: readonly number[] | null;
  /** What stops the framework outside any row, with the key to blame. */
  readonly failures: readonly { readonly error: Refused; readonly key: string }[];
  readonly notes: readonly string[];
}

/** Side of the image on which the framework measures strides. */
const measuringSide = 256;

export function resolve(document: ModelDocument, options: AnalyzeOptions): Resolution {
  const rules = rulesFor(options.upstream);
  const { header, failures, notes } = readHeader(document, options, rules);
  const rows = parseRows(document.rows, header, damagedRows(document));
  const task = guessTask(rows.findLast((row) => row.syntax.section === 'head')?.module, options.fileName ?? '', rules);
  const side = task === 'classify' ? 224 : 640;
  const imgsz = options.imgsz ?? [side, side];
  const thop = options.thop ?? newestThop;
  const counter = counterOf(thop, rules);
  const { measured, strides } = measureStrides(rows, header, task, counter);
  const image = [header.ch, ...imgsz];
  const channels = rows.map((row) => row.channels);
  const pass: ForwardOptions = { image, channels, counter, strides: strides ?? undefined };
  const built = forward(rows, header, pass);
  const stopsEarlier = [...rows, ...built, ...measured].some((row) => 'failure' in row && row.failure instanceof Refused);
  return {
    document,
    options,
    rules,
    thop,
    counter,
    header,
    task,
    imgsz,
    rows,
    built,
    pass,
    measured,
    strides,
    failures: [
      ...missingKeys(document),
      ...failures,
      // Classifiers ask for their classes before any row.
      ...(stopsEarlier && !lacksClasses(document, options, task) ? [] : missingLater(document, options, task, rules)),
    ],
    notes,
  };
}

/** Detection kinds are run once on a 256 × 256 image, with strides kept in single precision; everything else has a fixed stride. */
function measureStrides(
  rows: readonly ParsedRow[],
  header: Header,
  task: Task,
  counter: Counter,
): { measured: readonly BuiltRow<RowShapes>[]; strides: readonly number[] | null } {
  const last = rows.at(-1);
  const dense = last?.definition?.name === 'SemanticSegment';
  if (last?.definition?.isHead !== true && !dense) return { measured: [], strides: [task === 'classify' ? 1 : 32] };
  const image = [header.ch, measuringSide, measuringSide];
  const measured = forwardShapes(rows, header, {
    image,
    channels: rows.map((row) => row.channels),
    counter,
    training: !header.rules.has('stride-in-evaluation'),
  });
  const head = measured.at(-1);
  if (head === undefined || !('facts' in head)) return { measured, strides: null };
  // A head without levels of boxes: the coarsest map on the way counts.
  if (dense) return { measured, strides: [Math.fround(measuringSide / Math.min(...measured.map(coarsest)))] };
  return { measured, strides: head.facts.levels.map((level) => Math.fround(measuringSide / (level[1] ?? measuringSide))) };
}

function coarsest(row: BuiltRow<RowShapes>): number {
  const heights = 'facts' in row ? row.facts.outputs.flatMap((shape) => (shape.length === 3 ? [shape[1] ?? measuringSide] : [])) : [];
  return Math.min(measuringSide, ...heights);
}

/** Rows that PyYAML could not read: what stands there after mending is not what was written. */
function damagedRows(document: ModelDocument): ReadonlySet<number> {
  const damaged = new Set<number>();
  if (!document.fatal) return damaged;
  const lines = lineIndex(document.text);
  const lineOf = (offset: number) => lines.positionAt(offset).line;
  for (const problem of document.problems) {
    if (problem.severity !== 'error') continue;
    const [first, last] = [lineOf(problem.span.start), lineOf(problem.span.end)];
    for (const row of document.rows) if (lineOf(row.span.start) <= last && lineOf(row.span.end) >= first) damaged.add(row.index);
  }
  return damaged;
}

type Failure = Resolution['failures'][number];

function missing(key: string): Failure {
  return { error: new Refused('KeyError', `'${key}'`, 'row', undefined, 'missing-key'), key };
}

/** Sections without which the framework stops before any row, in the order in which it looks at them. */
function missingKeys(document: ModelDocument): Failure[] {
  const refuse = (type: string, text: string, key: string): Failure => ({
    error: new Refused(type, text, 'row', undefined, 'missing-key'),
    key,
  });
  return ['backbone', 'head'].flatMap((key): Failure[] => {
    const entry = document.entry(key);
    if (entry === undefined) return [missing(key)];
    const { value } = entry;
    if (value.kind !== 'sequence') {
      const type = pythonType(value.value);
      if (key === 'head') return [refuse('TypeError', `can only concatenate list (not "${type}") to list`, key)];
      if (type === 'dict') return [refuse('KeyError', '0', key)];
      return [
        type === 'str'
          ? refuse('IndexError', 'string index out of range', key)
          : refuse('TypeError', `'${type}' object is not subscriptable`, key),
      ];
    }
    return key === 'backbone' && value.items.length === 0 ? [refuse('IndexError', 'list index out of range', key)] : [];
  });
}

/** A classifier is not told how many classes it has. */
function lacksClasses(document: ModelDocument, options: AnalyzeOptions, task: Task): boolean {
  return task === 'classify' && !options.nc && !truth(document.value('nc') ?? null);
}

/** Keys that the framework asks for only when all rows are built. */
function missingLater(document: ModelDocument, options: AnalyzeOptions, task: Task, rules: ReleaseRules): Failure[] {
  const failures: Failure[] = [];
  const nc = options.nc || document.value('nc');
  const given = document.entry('nc') !== undefined;
  if (given && typeof nc !== 'number' && typeof nc !== 'boolean' && (task !== 'classify' || truth(nc ?? null))) {
    const text = `'${pythonType(nc ?? null)}' object cannot be interpreted as an integer`;
    failures.push({ error: new Refused('TypeError', text, 'row', undefined, 'missing-key'), key: 'nc' });
  } else if (!given || (task === 'classify' && !truth(nc ?? null))) {
    const text = 'nc not specified. Must specify nc in model.yaml or function arguments.';
    if (task !== 'classify') failures.push(missing('nc'));
    else if (!options.nc) failures.push({ error: new Refused('ValueError', text, 'row', undefined, 'missing-key'), key: 'nc' });
  }
  if (task === 'pose' && rules.has('pose-needs-kpt-shape') && document.entry('kpt_shape') === undefined)
    failures.push(missing('kpt_shape'));
  return failures;
}
