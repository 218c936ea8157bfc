import { showPython } from './catalogue/arguments.ts';
import { type ModelDocument, parseDocument } from './document.ts';
import { t } from './l10n.ts';
import type { Analysis, AnalyzeOptions, FusedTotals } from './model.ts';
import { PyDict } from './python.ts';
import { numeric } from './resolve/numbers.ts';
import { type Resolution, resolve } from './resolve/resolution.ts';
import { analyzeRows } from './rows.ts';
import { findProblems } from './rules/index.ts';
import { fusedTotals, totalsOf } from './totals.ts';
import { newestThop } from './upstream/counters.ts';
import { isPublished, publishedRanges } from './upstream/published.ts';
import { compareReleases, newestUpstream, releaseRules, upstreamLines } from './upstream/releases.ts';

/**
 * Everything that can be said of a model text at one scale: rows, shapes, totals as the chosen release prints them, problems.
 * Never throws on what a user typed.
 */
export function analyze(text: string, options: AnalyzeOptions = {}): Analysis {
  const rules = releaseRules(options.upstream ?? newestUpstream);
  return analyzeDocument(parseDocument(text, { tabsBetweenElements: rules?.has('libyaml') ?? true }), options);
}

/** As {@link analyze}, for a text that is parsed already: other scales of a file need no second parse. */
function analyzeDocument(document: ModelDocument, options: AnalyzeOptions = {}): Analysis {
  const resolution = resolve(document, options);
  const { header, task, imgsz } = resolution;
  const batch = options.batch ?? 1;
  let fused: FusedTotals | undefined;
  const scales = document.value('scales');
  return {
    document,
    options,
    isModel: document.isModel,
    task,
    scale:
      header.scale === undefined || header.scale === null ? '' : typeof header.scale === 'string' ? header.scale : showPython(header.scale),
    scales: scales instanceof PyDict ? [...scales.entries.keys()].map((k) => (typeof k === 'string' ? k : showPython(k))) : [],
    nc: numeric(header.nc) ?? null,
    ch: header.ch,
    batch,
    imgsz,
    upstream: resolution.rules.version,
    thop: resolution.thop,
    modules: options.modules,
    dynamicConv: header.dynamicConv,
    rows: analyzeRows(resolution, batch),
    totals: totalsOf(resolution, batch),
    // Nobody asks while someone types, and it costs as much as all the rest.
    get fused() {
      fused ??= fusedTotals(resolution, batch);
      return fused;
    },
    problems: document.isModel ? findProblems(resolution, options.rules) : document.problems,
    notes: [...resolution.notes, ...releaseNotes(options), ...contractNotes(resolution)],
  };
}

/** What sums leave out where a contract stands for a row. */
function contractNotes({ rows, built }: Resolution): string[] {
  const first = rows.find((_, i) => {
    const at = built[i];
    return at !== undefined && 'facts' in at && at.facts.contract !== undefined;
  });
  if (first === undefined) return [];
  return [t`${first.module} has only a contract: its layers are counted as one, and its activations not at all.`];
}

function releaseNotes(options: AnalyzeOptions): string[] {
  const notes: string[] = [];
  const { upstream, thop } = options;
  if (
    upstream !== undefined &&
    releaseRules(upstream) !== undefined &&
    compareReleases(releaseRules(upstream)?.version ?? '', newestUpstream) > 0
  ) {
    notes.push(t`Ultralytics ${upstream} is newer than ${newestUpstream}, the newest known release, and is treated like it.`);
  }
  if (upstream !== undefined && !Object.keys(upstreamLines()).includes(upstream) && !isPublished('ultralytics', upstream))
    notes.push(t`There is no release ${upstream} of Ultralytics; published are ${publishedRanges('ultralytics')}.`);
  if (thop !== undefined && !isPublished('ultralytics-thop', thop))
    notes.push(t`There is no release ${thop} of THOP; published are ${publishedRanges('ultralytics-thop')}.`);
  else if (thop !== undefined && compareReleases(thop, newestThop) > 0)
    notes.push(t`THOP ${thop} is newer than ${newestThop}, the newest known release, and is treated like it.`);
  return notes;
}
