import * as vscode from 'vscode';
import { type Analysis, exploreSteps, planSwap, type RowScope, rowsIn, type SwapRequest, swapTrial, t } from '../core/index.ts';
import type { ExploreQuery, HostToPanel } from '../panel/protocol.ts';
import type { Context } from './context.ts';
import { editorOf, spanOf, workspaceEdit } from './convert.ts';
import { panelExploration } from './panelExploration.ts';
import { revisionOf } from './panelModel.ts';
import type { Profiling } from './profiling.ts';
import { readSettings } from './settings.ts';
import { timeSwaps } from './swapTiming.ts';
import { nextTurn } from './turns.ts';

/** The panel's comparison of swaps: one question at a time, the last one counts. */
export interface Exploring {
  explore(document: vscode.TextDocument, query: ExploreQuery): Promise<void>;
  /** Times the rows in question, as they are and swapped, and compares again. */
  time(document: vscode.TextDocument, query: ExploreQuery): Promise<void>;
  /** The editor's selection is another one. */
  selected(document: vscode.TextDocument): Promise<void>;
  cancel(): void;
}

export function createExploring({ models, latencies }: Context, profiling: Profiling, post: (message: HostToPanel) => void): Exploring {
  let current = new AbortController();
  let asked: ExploreQuery | undefined;
  let selection = '';

  /** Ends what runs and starts anew; after a failure that is what the page shows. */
  async function begin(work: (signal: AbortSignal) => Promise<HostToPanel | undefined>): Promise<void> {
    current.abort();
    const own = new AbortController();
    current = own;
    const end = await work(own.signal);
    if (end !== undefined && current === own) post(end);
  }

  async function compare(document: vscode.TextDocument, query: ExploreQuery, signal: AbortSignal): Promise<HostToPanel | undefined> {
    const analysis = models.get(document);
    if (analysis === undefined) return undefined;
    const selectedNow = selectedRows(document, analysis);
    selection = selectedNow.join();
    const request = requestOf(document, query, selectedNow);
    const known = latencies.of(analysis, request);
    const steps = exploreSteps(analysis, request, known.added);
    const start = performance.now();
    for (let told = start; ; ) {
      const step = steps.next();
      if (step.done) {
        const exploration = panelExploration(analysis, query, selectedNow, step.value, known);
        return { type: 'exploration', exploration };
      }
      await nextTurn();
      if (signal.aborted) return { type: 'exploreEnded', failure: { message: t`The comparison was cancelled.` } };
      // Most comparisons are over before anyone could read how far they are.
      if (performance.now() - Math.max(told, start + 200) < 100) continue;
      told = performance.now();
      post({ type: 'exploring', doing: 'comparing', part: step.value });
    }
  }

  function explore(document: vscode.TextDocument, query: ExploreQuery): Promise<void> {
    asked = query;
    return begin((signal) => compare(document, query, signal));
  }

  return {
    explore,
    async selected(document) {
      const analysis = models.get(document);
      if (asked?.scope !== 'selection' || analysis === undefined) return;
      if (selectedRows(document, analysis).join() !== selection) await explore(document, asked);
    },
    time: (document, query) =>
      begin(async (signal) => {
        const analysis = models.get(document);
        if (analysis === undefined) return undefined;
        post({ type: 'exploring', doing: 'timing', part: 0 });
        const request = requestOf(document, query, selectedRows(document, analysis));
        const plan = planSwap(analysis, request);
        const trial = 'refused' in plan ? undefined : swapTrial(analysis, request, plan.rows);
        if (trial === undefined)
          return {
            type: 'exploreEnded',
            failure: { message: 'refused' in plan ? plan.refused : t`These rows can't be timed: they are not known.` },
          };
        const failure = await timeSwaps({ document, analysis, request, trial }, profiling, latencies, signal, (part) =>
          post({ type: 'exploring', doing: 'timing', part }),
        );
        return failure === undefined ? compare(document, query, signal) : { type: 'exploreEnded', failure };
      }),
    cancel: () => current.abort(),
  };
}

/** Swaps the rows in one undo step; says so where the text has changed meanwhile. */
export async function swapRows(
  document: vscode.TextDocument,
  analysis: Analysis | undefined,
  { query, rows, revision }: { readonly query: ExploreQuery; readonly rows: readonly number[]; readonly revision: string },
): Promise<void> {
  const current = analysis !== undefined && revisionOf(analysis) === revision;
  const plan = current ? planSwap(analysis, { ...requestOf(document, query, []), scope: rows }) : undefined;
  if (plan !== undefined && 'refused' in plan) void vscode.window.showWarningMessage(t`Nothing was swapped: ${plan.refused}`);
  else if (plan === undefined || !(await vscode.workspace.applyEdit(workspaceEdit(document, plan.edits))))
    void vscode.window.showWarningMessage(t`Nothing was swapped: the text has changed meanwhile. Choose again.`);
}

function selectedRows(document: vscode.TextDocument, analysis: Analysis): number[] {
  const editor = editorOf(document);
  return editor === undefined
    ? []
    : rowsIn(analysis, ...editor.selections.map((range) => spanOf(document, range))).map(({ index }) => index);
}

function requestOf(
  document: vscode.TextDocument,
  { variant, scope, only3x3s1, maxParamsPercent }: ExploreQuery,
  selection: readonly number[],
): SwapRequest {
  return {
    from: 'Conv',
    to: 'DynamicConv',
    variant,
    experts: readSettings(document.uri).experts,
    scope: scope === 'selection' ? selection : (scope as RowScope),
    ...(only3x3s1 && { only: { kernel: 3, stride: 1 } }),
    ...(maxParamsPercent !== null && { maxParamsPercent }),
  };
}
