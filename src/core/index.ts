/** The core's public face: the only file of it that other layers import (the panel's page takes the formatting helpers too). */

export { assemble } from './analyses/assemble.ts';
export { analyze } from './analyze.ts';
export { type Argument, showPython, toJson } from './catalogue/arguments.ts';
export { type Convention, conventionNames } from './catalogue/conventions.ts';
export type { ModuleDefinition } from './catalogue/define.ts';
export { catalogue, findModule } from './catalogue/index.ts';
export type { DynamicMeaning } from './catalogue/modules/dynamic-blocks.ts';
export { parseDocument } from './document.ts';
export { installedVersions, packageFolders, sourceVersion } from './environment.ts';
export { noPythonModule, pythonFileName, pythonModule } from './export/python/module.ts';
export { codeLenses } from './features/codeLenses.ts';
export { completion } from './features/complete/completion.ts';
export { completeFile } from './features/complete/file.ts';
export type { CompletionItem } from './features/complete/item.ts';
export { rowAt, rowsIn } from './features/cursor.ts';
export { readDataClasses } from './features/dataFile.ts';
export { definition } from './features/definition.ts';
export { documentLinks, type LinkedNames } from './features/documentLinks.ts';
export { type Fold, folding } from './features/folding.ts';
export { hover } from './features/hover.ts';
export { ignoreEdit } from './features/ignoreEdit.ts';
export { type InlayHintSettings, inlayHints } from './features/inlayHints.ts';
export { insertions } from './features/insertions.ts';
export { leftOut } from './features/leftOut.ts';
export { mergeScales } from './features/mergeScales.ts';
export { modelSchema, modelSchemaAddress } from './features/modelSchema.ts';
export { type OutlineItem, outline } from './features/outline.ts';
export { printedBy } from './features/printedBy.ts';
export { foreignNames, type PythonClass, parserSource, readClasses, readDynamicClass, readNames } from './features/pythonClass.ts';
export { declaration, highlights, references } from './features/references.ts';
export { replacements } from './features/replacements.ts';
export { levelActions, reshapeActions } from './features/reshapeActions.ts';
export { dropRequest, rowLabel, rowTree } from './features/rowTree.ts';
export { withSafeFixes } from './features/safeFixes.ts';
export { selectionRanges } from './features/selectionRanges.ts';
export { semanticTokens, tokenModifiers, tokenTypes } from './features/semanticTokens.ts';
export { signature } from './features/signature.ts';
export { rowsNamed, type StructureAction, structureActions, structureSteps } from './features/structureActions.ts';
export {
  fileSwapActions,
  type SwapAction,
  type SwapLimits,
  swapActions,
  swapChoices,
  swapLevels,
  swapName,
  swapSteps,
} from './features/swapActions.ts';
export { widthChoice, widthChoices } from './features/widths.ts';
export * from './format.ts';
export { t, translate, useTranslations } from './l10n.ts';
export type { Analysis, AnalyzeOptions, ClassPlace, DataFile, FusedTotals, Pretrained, RowAnalysis, Totals } from './model.ts';
export type { NetworkGraph, NetworkOperation, NetworkWeight } from './network.ts';
export type { BinaryFunction, Primitive, PrimitiveKind, Shape, UnaryFunction } from './ops.ts';
export type { Problem, Severity } from './problem.ts';
export type { PyValue } from './python.ts';
export { runsOf } from './refactor/duplicate.ts';
export { effectLine, effectOf } from './refactor/effect.ts';
export {
  type AddedTimes,
  type Choice,
  type Exploration,
  exploreSteps,
  exploreSwaps,
  type RowEffect,
  sumOfEffects,
  swapEffects,
} from './refactor/explore.ts';
export { levelsAround } from './refactor/levels.ts';
export type { RowFilter, RowScope } from './refactor/scope.ts';
export { planStructure, type Structure, type StructureRequest } from './refactor/structure.ts';
export { planSwap, type Swap, type SwapRequest, swap } from './refactor/swap.ts';
export { addedTimes, type SwapTrial, swapTrial } from './refactor/swapTrial.ts';
export { fileArguments } from './refactor/translate.ts';
export { docsUrl } from './rules/define.ts';
export { rules } from './rules/index.ts';
export { type RuleLevel, type RuleLevels, ruleLevels } from './rules/levels.ts';
export { applyEdits, editBetween, type LineIndex, lineIndex, type Span, type TextEdit } from './text.ts';
export { isPublished, publishedRanges } from './upstream/published.ts';
export { newestUpstream, type ReleaseRules, releaseRules, upstreamLines } from './upstream/releases.ts';
export { completeModules } from './user/completion.ts';
export { type DescribeAction, describeAction } from './user/describe.ts';
export { type ReadModules, readModules } from './user/read.ts';
export type { UserModules } from './user/spec.ts';
