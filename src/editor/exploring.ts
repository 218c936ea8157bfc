import * as vscode from 'vscode';
import { type Analysis, exploreSwaps, planSwap, type RowScope, type SwapRequest, t } from '../core/index.ts';
import type { ExploreQuery, PanelExploration } from '../panel/protocol.ts';
import { workspaceEdit } from './convert.ts';
import { revisionOf } from './panelModel.ts';

/** Every way to swap rows of a model, for the panel. */
export function panelExploration(analysis: Analysis, query: ExploreQuery, experts: number): PanelExploration {
  const { effects, left, choices, prefers, subsets } = exploreSwaps(analysis, requestOf(query, experts));
  const { params, gflops, printedGflops } = analysis.totals;
  return {
    query,
    revision: revisionOf(analysis),
    now: { params, gflops, printedGflops },
    subsets,
    prefers,
    levels: levelsOf(analysis),
    choices: choices.map(({ macs, ...choice }) => ({ ...choice, gflops: (2 * macs) / 1e9 })),
    ...(effects.length === 0 && { nothing: left[0]?.reason ?? t`There is no Conv row there.` }),
  };
}

/** Swaps the rows in one undo step; says so where the text has changed meanwhile. */
export async function swapRows(
  document: vscode.TextDocument,
  analysis: Analysis | undefined,
  { query, rows, revision }: { readonly query: ExploreQuery; readonly rows: readonly number[]; readonly revision: string },
  experts: number,
): Promise<void> {
  const current = analysis !== undefined && revisionOf(analysis) === revision;
  const plan = current ? planSwap(analysis, { ...requestOf(query, experts), scope: rows }) : undefined;
  if (plan !== undefined && 'refused' in plan) void vscode.window.showWarningMessage(t`Nothing was swapped: ${plan.refused}`);
  else if (plan === undefined || !(await vscode.workspace.applyEdit(workspaceEdit(document, plan.edits))))
    void vscode.window.showWarningMessage(t`Nothing was swapped: the text has changed meanwhile. Choose again.`);
}

function requestOf({ variant, scope, only3x3s1, maxParamsPercent }: ExploreQuery, experts: number): SwapRequest {
  return {
    from: 'Conv',
    to: 'DynamicConv',
    variant,
    experts,
    scope: scope as RowScope,
    ...(only3x3s1 && { only: { kernel: 3, stride: 1 } }),
    ...(maxParamsPercent !== null && { maxParamsPercent }),
  };
}

/** Strides of Conv rows as levels: 8 is P3. */
function levelsOf({ rows }: Analysis): string[] {
  const strides = rows.flatMap(({ module, stride }) => (module === 'Conv' && stride !== null && stride >= 1 ? [Math.log2(stride)] : []));
  return [...new Set(strides)]
    .filter(Number.isInteger)
    .sort((a, b) => a - b)
    .map((level) => `P${level}`);
}
