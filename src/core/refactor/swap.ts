import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import type { TextEdit } from '../text.ts';
import { rulesFor } from '../upstream/releases.ts';
import { findDefinition } from '../user/find.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { Effect } from './effect.ts';
import { newErrors } from './outcome.ts';
import { changeRow, type RowChange, writeChanges } from './rowChange.ts';
import { inScope, type RowFilter, type RowScope } from './scope.ts';
import { fileArguments } from './translate.ts';

/** Which rows get which module. */
export interface SwapRequest {
  readonly from: string;
  readonly to: string;
  /** What `DynamicConv` means here: the convolution alone, with BatchNorm and activation, or the one with moved samples. */
  readonly variant?: 'plain' | 'bn-act' | 'offset';
  readonly experts: number;
  readonly scope: RowScope;
  /** Only convolutions with this kernel and stride. */
  readonly only?: RowFilter;
  /** Only rows that, swapped alone, add less than this share of the model's parameters, in percent. */
  readonly maxParamsPercent?: number;
}

export interface Swap extends Effect {
  readonly edits: readonly TextEdit[];
  /** The rows that change. */
  readonly rows: readonly number[];
  /** The model with the rows swapped. */
  readonly swapped: Analysis;
  /** The names written, where `DynamicConv` alone says too little. */
  readonly to: string;
  /** What is lost, and rows that are left as they are. */
  readonly notes: readonly string[];
}

/** Swaps modules row by row, arguments translated, all other text as it is; `undefined` where that can't be done. */
export function swap(analysis: Analysis, request: SwapRequest): Swap | undefined {
  const plan = planSwap(analysis, request);
  return 'refused' in plan ? undefined : plan;
}

/** As {@link swap}, with the reason where nothing is changed. */
export function planSwap(analysis: Analysis, request: SwapRequest): Swap | { readonly refused: string } {
  const rules = rulesFor(analysis.upstream);
  const find = (name: string) => findDefinition(name, rules, analysis);
  const to = targetName(request);
  if (to === 'DynamicConv' && analysis.dynamicConv.value === 'plain')
    return { refused: t`in this file DynamicConv means the convolution alone: it has no name for the one with BatchNorm and activation` };
  const target = find(to);
  if (target === undefined) return { refused: t`the catalogue has no module ${to}` };
  const sources = sourceNames(request, to);
  const unknown = sources.find((name) => find(name) === undefined);
  if (unknown !== undefined) return { refused: t`the catalogue has no module ${unknown}` };

  const shared = aliasedNodes(analysis);
  const { text } = analysis.document;
  const changes: RowChange[] = [];
  const notes: string[] = [];
  const cheap = cheapRows(analysis, request);
  for (const row of analysis.rows.filter((r) => inScope(r, request.scope, request.only) && sources.includes(r.module))) {
    if (cheap !== undefined && !cheap.has(row.index)) continue;
    const source = find(row.module);
    const { module, args } = row.syntax;
    if (source === undefined || module === undefined || args?.kind !== 'sequence') continue;
    if ([row.syntax.node, module, args].some((node) => node.aliasOf !== undefined || shared.has(node))) {
      notes.push(t`row ${row.index} shares its text with another row through an alias and stays as it is`);
      continue;
    }
    const ends = { from: fileArguments(source, rules), to: fileArguments(target, rules) };
    const made = changeRow(text, { row, module, args, ...ends, supplied: { experts: request.experts } });
    notes.push(...made.notes);
    if (made.change !== undefined) changes.push(made.change);
  }
  if (changes.length === 0) return { refused: notes[0] ?? t`no row of ${sources.join(', ')} there` };
  const { edits, after } = writeChanges(analysis, changes);
  const [error] = newErrors(analysis, after, edits);
  if (error !== undefined) return { refused: error.message };
  const rows = changes.map(({ row }) => row.index);
  return { edits, rows, before: analysis.totals, after: after.totals, swapped: after, to, notes };
}

/** Whether that many parameters more are within the share that is asked for. */
export function isCheap({ totals }: Analysis, { maxParamsPercent: percent }: SwapRequest, added: number): boolean {
  return percent === undefined || added < (totals.params * percent) / 100;
}

/** Rows whose swap alone stays within the share of parameters that is asked for. */
function cheapRows(analysis: Analysis, request: SwapRequest): ReadonlySet<number> | undefined {
  const { maxParamsPercent, ...rest } = request;
  if (maxParamsPercent === undefined) return undefined;
  const alone = analysis.rows.filter((row) => inScope(row, request.scope, request.only)).map(({ index }) => index);
  return new Set(
    alone.filter((index) => {
      const plan = swap(analysis, { ...rest, scope: [index] });
      return plan !== undefined && isCheap(analysis, request, plan.after.params - plan.before.params);
    }),
  );
}

/** The name of one documented meaning for what the request calls `DynamicConv`. */
function targetName({ to, variant }: SwapRequest): string {
  return to === 'DynamicConv' ? dynamicName(variant ?? 'bn-act') : to;
}

function sourceNames({ from, variant }: SwapRequest, to: string): string[] {
  if (from !== 'DynamicConv') return [from];
  // Without a variant the way back takes both, so that a file with a mixture is undone in one go.
  if (variant === undefined) return ['DynamicConv', 'DynamicConv_Single'].filter((name) => name !== to);
  return [to.includes('DynamicConv') ? 'DynamicConv' : dynamicName(variant)];
}

function dynamicName(variant: NonNullable<SwapRequest['variant']>): string {
  return { plain: 'DynamicConv_Single', 'bn-act': 'DynamicConv', offset: 'OffsetDynamicConv' }[variant];
}

/** Nodes of rows that an alias elsewhere repeats: a change there would change that row too. */
export function aliasedNodes({ rows }: Analysis): Set<YamlNode> {
  const parts = rows.flatMap(({ syntax: { node, module, args } }) => [node, module, args]);
  return new Set(parts.flatMap((node) => node?.aliasOf ?? []));
}
