import type { AnalyzeOptions, Task } from '../model.ts';
import type { ModelDocument } from '../document.ts';
import { Refused } from '../net/refused.ts';
import { newestThop } from '../upstream/counters.ts';
import { newestUpstream, type ReleaseRules, releaseRules } from '../upstream/releases.ts';
import { type BuiltRow, forward } from './forward.ts';
import { readHeader } from './header.ts';
import { parseRows } from './rows.ts';
import type { Header, ParsedRow } from './state.ts';
import { guessTask } from './task.ts';

/** A document as the framework resolves it, before anything is counted. */
export interface Resolution {
  readonly document: ModelDocument;
  readonly rules: ReleaseRules;
  readonly thop: string;
  readonly header: Header;
  readonly task: Task;
  readonly imgsz: readonly [number, number];
  readonly rows: readonly ParsedRow[];
  readonly built: readonly BuiltRow[];
  readonly fused: readonly BuiltRow[];
  /** The framework's own pass that measures strides; empty where it makes none. */
  readonly measured: readonly BuiltRow[];
  readonly strides: readonly number[] | null;
  /** What stops the framework outside any row, with the key to blame. */
  readonly failures: readonly { readonly error: Refused; readonly key: string }[];
  readonly notes: readonly string[];
}

/** Side of the image on which the framework measures strides. */
const measuringSide = 256;

export function resolve(document: ModelDocument, options: AnalyzeOptions): Resolution {
  const rules = releaseRules(options.upstream ?? newestUpstream) ?? (releaseRules(newestUpstream) as ReleaseRules);
  const { header, failures, notes } = readHeader(document, options, rules);
  const rows = parseRows(document.rows, header);
  const last = rows.at(-1);
  const task = guessTask(last?.module, options.fileName ?? '', rules);
  const side = task === 'classify' ? 224 : 640;
  const imgsz = options.imgsz ?? [side, side];
  const { measured, strides } = measureStrides(rows, header, task);
  const image = [header.ch, ...imgsz];
  return {
    document,
    rules,
    thop: options.thop ?? newestThop,
    header,
    task,
    imgsz,
    rows,
    built: forward(rows, header, { image, strides: strides ?? undefined }),
    fused: forward(rows, header, { image, strides: strides ?? undefined, fused: true }),
    measured,
    strides,
    failures: [...missingKeys(document, options, task, rules), ...failures],
    notes,
  };
}

/** Detection kinds are run once on a 256 × 256 image; everything else has a fixed stride. */
function measureStrides(rows: readonly ParsedRow[], header: Header, task: Task): { measured: readonly BuiltRow[]; strides: readonly number[] | null } {
  const last = rows.at(-1);
  if (last?.definition?.isHead !== true) return { measured: [], strides: [task === 'classify' ? 1 : 32] };
  const image = [header.ch, measuringSide, measuringSide];
  const measured = forward(rows, header, { image, training: !header.rules.has('stride-in-evaluation') });
  const head = measured.at(-1);
  if (head === undefined || !('graph' in head)) return { measured, strides: null };
  return { measured, strides: head.graph.levels.map((id) => measuringSide / (head.graph.tensors[id]?.[1] ?? measuringSide)) };
}

/** Keys without which the framework stops before any row, in the order in which it looks at them. */
function missingKeys(document: ModelDocument, options: AnalyzeOptions, task: Task, rules: ReleaseRules): { error: Refused; key: string }[] {
  const out: { error: Refused; key: string }[] = [];
  const missing = (key: string) => out.push({ error: new Refused('KeyError', `'${key}'`, 'row', undefined, 'missing-key'), key });
  for (const key of ['backbone', 'head']) {
    const entry = document.entry(key);
    if (entry === undefined) missing(key);
    else if (entry.value.kind !== 'sequence') {
      const text = entry.value.value === null ? "'NoneType' object is not subscriptable" : `${key} must be a list of rows`;
      out.push({ error: new Refused('TypeError', text, 'row', undefined, 'missing-key'), key });
    } else if (key === 'backbone' && entry.value.items.length === 0) {
      out.push({ error: new Refused('IndexError', 'list index out of range', 'row', undefined, 'missing-key'), key });
    }
  }
  const nc = document.entry('nc');
  if (nc === undefined && (options.nc !== undefined || task !== 'classify')) missing('nc');
  if (nc === undefined && options.nc === undefined && task === 'classify') {
    out.push({ error: new Refused('ValueError', 'nc not specified. Must specify nc in model.yaml or function arguments.', 'row', undefined, 'missing-key'), key: 'nc' });
  }
  if (task === 'pose' && rules.has('pose-needs-kpt-shape') && document.entry('kpt_shape') === undefined) missing('kpt_shape');
  return out;
}
