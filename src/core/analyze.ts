import { rowCost } from './analyses/cost.ts';
import { fuse } from './analyses/fuse.ts';
import { countLayers, countNormalisations } from './analyses/layers.ts';
import { countRow, firstParameter, printedGflops } from './analyses/printed.ts';
import { showPython } from './catalogue/arguments.ts';
import { type ModelDocument, parseDocument } from './document.ts';
import { t } from './l10n.ts';
import type { Analysis, AnalyzeOptions, FusedTotals, RowAnalysis, Totals } from './model.ts';
import type { RowGraph } from './ops.ts';
import { PyDict } from './python.ts';
import { type BuiltRow, forward, forwardFused } from './resolve/forward.ts';
import { numeric } from './resolve/numbers.ts';
import { type Resolution, resolve } from './resolve/resolution.ts';
import { analyzeRows } from './rows.ts';
import { findProblems } from './rules/index.ts';
import { counterOf, newestThop } from './upstream/counters.ts';
import { compareReleases, newestUpstream, releaseRules } from './upstream/releases.ts';

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
  const { header, task, imgsz, strides } = resolution;
  const batch = options.batch ?? 1;
  const fused = fusedGraphs(resolution);
  const rows = analyzeRows(resolution, fused, batch);
  const scales = document.value('scales');
  return {
    document,
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
    rows,
    totals: totalsOf(resolution, rows, strides, batch),
    fused: fusedTotals(resolution, fused, batch),
    problems: document.isModel ? findProblems(resolution) : document.problems,
    notes: [...resolution.notes, ...releaseNotes(options)],
  };
}

const graphsOf = (built: readonly BuiltRow[]): (RowGraph | null)[] => built.map((row) => ('graph' in row ? row.graph : null));

/** Every row after `fuse()`; where the framework would not fuse at all, the rows as they are. */
function fusedGraphs(resolution: Resolution): (RowGraph | null)[] {
  const plain = graphsOf(resolution.built);
  if (!resolution.rules.has('fuse-without-threshold') && countNormalisations(plain) < 10) return plain;
  return graphsOf(resolution.fused).map((graph) => graph && fuse(graph));
}

function totalsOf(resolution: Resolution, rows: readonly RowAnalysis[], stride: readonly number[] | null, batch: number): Totals {
  const graphs = graphsOf(resolution.built);
  const layers = countLayers(graphs);
  const known = graphs.filter((g) => g !== null);
  const costs = known.map(rowCost);
  const sum = (pick: (cost: (typeof costs)[number]) => number) => costs.reduce((n, cost) => n + pick(cost), 0);
  const params = sum((c) => c.params);
  const macs = batch * sum((c) => c.macs);
  return {
    rows: rows.length,
    layers: resolution.rules.has('leaf-layer-count') ? layers.leaf : layers.all,
    params,
    gradients: params - sum((c) => c.frozen),
    macs,
    gflops: (2 * macs) / 1e9,
    printedGflops: printed(resolution, graphs, false),
    unseenMacs: rows.reduce((n, r) => n + (r.unseenMacs ?? 0), 0),
    activationBytes: batch * sum((c) => c.activationBytes),
    stride,
    complete: known.length === graphs.length && graphs.length > 0,
    layersAllModules: layers.all,
    layersLeaf: layers.leaf,
  };
}

function fusedTotals(resolution: Resolution, graphs: readonly (RowGraph | null)[], batch: number): FusedTotals {
  const layers = countLayers(graphs);
  const known = graphs.filter((g) => g !== null).map(rowCost);
  const macs = batch * known.reduce((n, c) => n + c.macs, 0);
  return {
    layers: resolution.rules.has('leaf-layer-count') ? layers.leaf : layers.all,
    params: known.reduce((n, c) => n + c.params, 0),
    macs,
    gflops: (2 * macs) / 1e9,
    printedGflops: printed(resolution, graphs, true),
    layersAllModules: layers.all,
    layersLeaf: layers.leaf,
  };
}

function printed(resolution: Resolution, graphs: readonly (RowGraph | null)[], fusedModel: boolean): number {
  const { rules, header, imgsz, rows, strides } = resolution;
  const counter = counterOf(resolution.thop);
  const known = graphs.filter((g) => g !== null);
  const counted = (list: readonly (RowGraph | null)[]) => {
    let macs = 0;
    for (const graph of list) {
      if (graph === null) return undefined;
      macs += countRow(graph, counter).macs;
    }
    return macs;
  };
  const folds = fusedModel && known.some((g) => g.operations.some((o) => o.fold !== undefined));
  return printedGflops({
    rules,
    counter,
    imgsz,
    ch: header.ch,
    stride: Math.max(...(strides ?? [32])),
    firstParameter: firstParameter(known.map((g) => g.root)),
    count(height, width) {
      if (height === imgsz[0] && width === imgsz[1]) return known.length === graphs.length ? counted(graphs) : counted(known);
      const options = { image: [header.ch, height, width], channels: rows.map((row) => row.channels), strides: strides ?? undefined };
      const plain = forward(rows, header, options);
      const built = graphsOf(folds ? forwardFused(rows, header, options, plain) : plain);
      // Rows that are not known at any size are left out here as they are left out of the other sums.
      return counted(built.filter((g, i) => g !== null || graphs[i] !== null).map((g) => (g && folds ? fuse(g) : g)));
    },
  });
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
  if (thop !== undefined && compareReleases(thop, newestThop) > 0)
    notes.push(t`THOP ${thop} is newer than ${newestThop}, the newest known release, and is treated like it.`);
  return notes;
}
