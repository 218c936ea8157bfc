/** The core's public face: the only file of it that other layers import (the panel's page takes the formatting helpers too). */
export { analyze } from './analyze.ts';
export { assemble } from './analyses/assemble.ts';
export { showPython, toJson } from './catalogue/arguments.ts';
export type { ModuleDefinition } from './catalogue/define.ts';
export { catalogue, findModule, isUpstream } from './catalogue/index.ts';
export { type ModelDocument, parseDocument, type RowSyntax } from './document.ts';
export * from './format.ts';
export { t, type Translations, useTranslations } from './l10n.ts';
export type { Analysis, AnalyzeOptions, CallArgument, FusedTotals, RowAnalysis, Task, Totals } from './model.ts';
export type { NetworkGraph, NetworkOperation } from './network.ts';
export type { Shape } from './ops.ts';
export type { Fix, Problem, Severity } from './problem.ts';
export { PyDict, PyFloat, type PyValue } from './python.ts';
export { applyEdits, type LineIndex, lineIndex, type Position, type Span, type TextEdit } from './text.ts';
export { counterOf, newestThop } from './upstream/counters.ts';
export { compareReleases, newestUpstream, releaseRules, upstreamLines } from './upstream/releases.ts';
