/** The core's public face: the only file of it that other layers import (the panel's page takes the formatting helpers too). */

export { assemble } from './analyses/assemble.ts';
export { analyze } from './analyze.ts';
export { type Argument, showPython, toJson } from './catalogue/arguments.ts';
export type { ModuleDefinition } from './catalogue/define.ts';
export { catalogue, findModule } from './catalogue/index.ts';
export { parseDocument } from './document.ts';
export { codeLenses } from './features/codeLenses.ts';
export { completion } from './features/completion.ts';
export { rowAt } from './features/cursor.ts';
export { definition, references } from './features/definition.ts';
export { hover } from './features/hover.ts';
export { type InlayHintSettings, inlayHints } from './features/inlayHints.ts';
export { mergeScales } from './features/mergeScales.ts';
export { type OutlineItem, outline } from './features/outline.ts';
export { fileSwapActions, swapActions } from './features/swapActions.ts';
export * from './format.ts';
export { t, translate, useTranslations } from './l10n.ts';
export type { Analysis, AnalyzeOptions, FusedTotals, RowAnalysis, Totals } from './model.ts';
export type { NetworkGraph, NetworkOperation, NetworkWeight } from './network.ts';
export type { BinaryFunction, Primitive, PrimitiveKind, Shape, UnaryFunction } from './ops.ts';
export type { Problem, Severity } from './problem.ts';
export type { PyValue } from './python.ts';
export { planSwap, type Swap, type SwapRequest, swap } from './refactor/swap.ts';
export { fileArguments } from './refactor/translate.ts';
export { docsUrl } from './rules/define.ts';
export { applyEdits, type LineIndex, lineIndex, type Span, type TextEdit } from './text.ts';
export { newestUpstream, type ReleaseRules, releaseRules, upstreamLines } from './upstream/releases.ts';
