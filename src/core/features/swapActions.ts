import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { type SwapRequest, swap } from '../refactor/swap.ts';
import type { Span, TextEdit } from '../text.ts';
import { rowsIn } from './cursor.ts';
import { titled } from './structureActions.ts';

export interface SwapAction {
  readonly title: string;
  readonly scope: 'row' | 'selection' | 'backbone' | 'head' | 'all';
  readonly edits: readonly TextEdit[];
  /** Indices of the rows that change. */
  readonly rows: readonly number[];
  /** What is lost, and rows that are left as they are. */
  readonly notes: readonly string[];
}

/**
 * Swaps that make sense where the selection is: Conv → DynamicConv in both variants, and the way back, on the rows touched, then on
 * backbone, head and file. A scope that touches the same rows as a smaller one is left out.
 */
export function swapActions(analysis: Analysis, selection: Span, experts: number): SwapAction[] {
  return [...swapSteps(analysis, selection, experts)].filter((action) => action !== undefined);
}

/** The same one at a time, with nothing for those that do not apply: each analyses the text again, and nobody need wait for all. */
export function swapSteps(analysis: Analysis, selection: Span, experts: number): Generator<SwapAction | undefined> {
  const touched = rowsIn(analysis, selection);
  const sections = new Set(touched.map(({ syntax }) => syntax.section));
  const scopes: SwapAction['scope'][] = [];
  if (touched.length > 0) scopes.push(touched.length === 1 ? 'row' : 'selection');
  for (const section of ['backbone', 'head'] as const) {
    if (sections.size === 0 || sections.has(section)) scopes.push(section);
  }
  return actions(
    analysis,
    [...scopes, 'all'],
    touched.map(({ index }) => index),
    experts,
  );
}

/** Swaps of backbone, head and file, wherever the cursor is. */
export function fileSwapActions(analysis: Analysis, experts: number): SwapAction[] {
  return [...actions(analysis, ['backbone', 'head', 'all'], [], experts)].filter((action) => action !== undefined);
}

function* actions(
  analysis: Analysis,
  scopes: readonly SwapAction['scope'][],
  touched: readonly number[],
  experts: number,
): Generator<SwapAction | undefined> {
  const found: SwapAction[] = [];
  for (const scope of scopes) {
    for (const way of ways) {
      const action = actionFor(analysis, scope, touched, way, experts);
      const isNew = action !== undefined && !found.some((earlier) => sameEdits(earlier.edits, action.edits));
      if (isNew) found.push(action);
      yield isNew ? action : undefined;
    }
  }
}

function actionFor(
  analysis: Analysis,
  scope: SwapAction['scope'],
  touched: readonly number[],
  way: (typeof ways)[number],
  experts: number,
): SwapAction | undefined {
  const result = swap(analysis, { ...way, experts, scope: scope === 'row' || scope === 'selection' ? touched : scope });
  if (result === undefined || result.edits.length === 0) return undefined;
  return {
    title: titled(`${swapName(way, experts)}${where(scope, result.rows.length)}`, result),
    scope,
    edits: result.edits,
    rows: result.rows,
    notes: result.notes,
  };
}

const ways: readonly Pick<SwapRequest, 'from' | 'to' | 'variant'>[] = [
  { from: 'Conv', to: 'DynamicConv', variant: 'plain' },
  { from: 'Conv', to: 'DynamicConv', variant: 'bn-act' },
  // Without a variant both go back at once.
  { from: 'DynamicConv', to: 'Conv' },
];

function swapName({ to, variant }: (typeof ways)[number], experts: number): string {
  if (to === 'Conv') return t`Swap DynamicConv → Conv`;
  return variant === 'plain'
    ? t`Swap Conv → DynamicConv (${experts} experts)`
    : t`Swap Conv → DynamicConv + BN + activation (${experts} experts)`;
}

function where(scope: SwapAction['scope'], rows: number): string {
  switch (scope) {
    case 'row':
      return '';
    case 'selection':
      return t` in the selection (${rows} rows)`;
    case 'backbone':
      return t` in the backbone (${rows} rows)`;
    case 'head':
      return t` in the head (${rows} rows)`;
    case 'all':
      return t` in the whole file (${rows} rows)`;
  }
}

function sameEdits(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ span, text }, i) => b[i]?.span.start === span.start && b[i]?.span.end === span.end && b[i]?.text === text)
  );
}
