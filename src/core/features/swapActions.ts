import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { RowScope } from '../refactor/scope.ts';
import { type SwapRequest, swap } from '../refactor/swap.ts';
import type { Span, TextEdit } from '../text.ts';
import { rowsIn } from './cursor.ts';
import { titled } from './structureActions.ts';

export interface SwapAction {
  readonly title: string;
  readonly scope: SwapScope;
  /** What is asked for: the same on fewer rows is the request with these as its scope. */
  readonly request: SwapRequest;
  readonly edits: readonly TextEdit[];
  /** Indices of the rows that change. */
  readonly rows: readonly number[];
  /** What is lost, and rows that are left as they are. */
  readonly notes: readonly string[];
}

type SwapScope = 'row' | 'selection' | Exclude<RowScope, readonly number[]>;
type Way = Pick<SwapRequest, 'from' | 'to' | 'variant'>;

/** Which of the rows there are in question, whatever the scope. */
export type SwapLimits = Pick<SwapRequest, 'only' | 'maxParamsPercent'>;

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
  const near = (['backbone', 'head'] as const).filter((section) => sections.size === 0 || sections.has(section));
  return actions(analysis, touched, [...near, 'all'], [plain, full, back], { experts });
}

/** Every swap for a list: all variants and the way back, on the rows touched, backbone, head, each level of the pyramid and the file. */
export function swapChoices(
  analysis: Analysis,
  selection: Span | undefined,
  experts: number,
  limits: SwapLimits = {},
): Generator<SwapAction | undefined> {
  const touched = selection === undefined ? [] : rowsIn(analysis, selection);
  const scopes = ['backbone', 'head', ...swapLevels(analysis), 'all'] as const;
  return actions(analysis, touched, scopes, [plain, full, offset, back], { experts, ...limits });
}

/** Levels of the pyramid on which the model has rows to swap: stride 8 is P3. */
export function swapLevels({ rows }: Analysis, from: readonly string[] = ['Conv', 'DynamicConv', 'DynamicConv_Single']): `P${number}`[] {
  const strides = rows.flatMap(({ module, stride }) =>
    from.includes(module) && stride !== null && stride >= 1 ? [Math.log2(stride)] : [],
  );
  return [...new Set(strides)]
    .filter(Number.isInteger)
    .sort((a, b) => a - b)
    .map((level) => `P${level}` as const);
}

/** Swaps of backbone, head and file, wherever the cursor is. */
export function fileSwapActions(analysis: Analysis, experts: number): SwapAction[] {
  const found = actions(analysis, [], ['backbone', 'head', 'all'], [plain, full, back], { experts });
  return [...found].filter((action) => action !== undefined);
}

function* actions(
  analysis: Analysis,
  touched: readonly RowAnalysis[],
  named: readonly Exclude<SwapScope, 'row' | 'selection'>[],
  ways: readonly Way[],
  options: SwapLimits & { readonly experts: number },
): Generator<SwapAction | undefined> {
  const found: SwapAction[] = [];
  const own = touched.length === 0 ? [] : [touched.length === 1 ? ('row' as const) : ('selection' as const)];
  for (const scope of [...own, ...named]) {
    const rows = scope === 'row' || scope === 'selection' ? touched.map(({ index }) => index) : scope;
    for (const way of ways) {
      const action = actionFor(analysis, scope, { ...options, ...way, scope: rows });
      const isNew = action !== undefined && !found.some((earlier) => sameEdits(earlier.edits, action.edits));
      if (isNew) found.push(action);
      yield isNew ? action : undefined;
    }
  }
}

function actionFor(analysis: Analysis, scope: SwapScope, request: SwapRequest): SwapAction | undefined {
  const result = swap(analysis, request);
  if (result === undefined || result.edits.length === 0) return undefined;
  const { rows, edits, notes } = result;
  return { title: titled(`${swapName(request)}${where(scope, rows.length)}`, result), scope, request, edits, rows, notes };
}

const plain: Way = { from: 'Conv', to: 'DynamicConv', variant: 'plain' };
const full: Way = { from: 'Conv', to: 'DynamicConv', variant: 'bn-act' };
const offset: Way = { from: 'Conv', to: 'DynamicConv', variant: 'offset' };
// Without a variant both go back at once.
const back: Way = { from: 'DynamicConv', to: 'Conv' };

/** A swap without its place and its effect, such as `Swap Conv → DynamicConv (4 experts)`. */
export function swapName({ to, variant, experts }: SwapRequest): string {
  if (to === 'Conv') return t`Swap DynamicConv → Conv`;
  if (variant === 'offset') return t`Swap Conv → OffsetDynamicConv`;
  return variant === 'plain'
    ? t`Swap Conv → DynamicConv (${experts} experts)`
    : t`Swap Conv → DynamicConv + BN + activation (${experts} experts)`;
}

function where(scope: SwapScope, rows: number): string {
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
    default:
      return t` in ${scope} (${rows} rows)`;
  }
}

function sameEdits(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ span, text }, i) => b[i]?.span.start === span.start && b[i]?.span.end === span.end && b[i]?.text === text)
  );
}
