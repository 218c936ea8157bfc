import * as vscode from 'vscode';
import {
  type Analysis,
  countDelta,
  gflopsDelta,
  millisecondsDelta,
  planSwap,
  type RowEffect,
  type SwapAction,
  type SwapLimits,
  type SwapRequest,
  sumOfEffects,
  swapChoices,
  swapEffects,
  swapName,
  t,
} from '../core/index.ts';
import type { Context } from './context.ts';
import { editorOf, spanOf, workspaceEdit } from './convert.ts';
import { rowText } from './panelExploration.ts';
import { pick } from './picker.ts';
import { readSettings } from './settings.ts';
import { nextTurn } from './turns.ts';

/** *Swap Conv…*: what and where from a list, then a table of what each row adds, in which rows can be left out before anything changes. */
export async function swapConv(context: Context, document: vscode.TextDocument): Promise<void> {
  const analysis = context.models.get(document);
  if (analysis === undefined) return;
  const editor = editorOf(document);
  const selection = editor && spanOf(document, editor.selection);
  const { experts } = readSettings(document.uri);
  let limits: SwapLimits = {};
  for (;;) {
    const chosen = await pick({
      title: t`Swap Conv`,
      placeholder: t`What to swap`,
      choices: entries(analysis, selection, experts, limits),
      show: (entry) => ('action' in entry ? { label: entry.action.title, detail: entry.action.notes.join(' · ') } : { label: entry.label }),
    });
    if (chosen === undefined) return;
    if ('action' in chosen) return previewSwap(context, document, chosen.action.request);
    const next = await chosen.choose();
    if (next !== undefined) limits = next;
  }
}

/** A line of the list: a swap, or what narrows the list. */
type Entry = { readonly action: SwapAction } | { readonly label: string; choose(): Promise<SwapLimits | undefined> };

function* entries(analysis: Analysis, selection: SwapSpan | undefined, experts: number, limits: SwapLimits): Generator<Entry> {
  for (const action of swapChoices(analysis, selection, experts, limits)) if (action !== undefined) yield { action };
  const { only, maxParamsPercent } = limits;
  const rest = { ...(maxParamsPercent !== undefined && { maxParamsPercent }) };
  yield {
    label: only === undefined ? t`$(filter) Only 3×3 convolutions with stride 1` : t`$(clear-all) All kernels and strides`,
    choose: async () => (only === undefined ? { ...rest, only: { kernel: 3, stride: 1 } } : rest),
  };
  yield {
    label:
      maxParamsPercent === undefined
        ? t`$(filter) Only rows that add less than … % parameters`
        : t`$(filter) Only rows that add less than ${maxParamsPercent} % parameters: another share…`,
    choose: async () => {
      const text = await askPercent(maxParamsPercent);
      if (text === undefined) return undefined;
      return { ...(only && { only }), ...(text.trim() !== '' && { maxParamsPercent: Number(text) }) };
    },
  };
}

type SwapSpan = Parameters<typeof swapChoices>[1];

function askPercent(now: number | undefined): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t`Share of the parameters`,
    prompt: t`Each row swapped may add less than this share of the model's parameters, in percent. Leave empty for any.`,
    value: now === undefined ? '5' : String(now),
    validateInput: (text) => (text.trim() === '' || Number(text) > 0 ? undefined : t`Write a number above 0, such as 5 or 0.5.`),
  });
}

interface RowItem extends vscode.QuickPickItem {
  readonly effect: RowEffect;
}

/** Shows what a swap adds row by row, all rows ticked; the rows ticked at the end are swapped in one undo step. */
export async function previewSwap({ models, latencies, log }: Context, document: vscode.TextDocument, request: SwapRequest): Promise<void> {
  const analysis = models.get(document);
  if (analysis === undefined) return;
  const { version } = document;
  const plan = planSwap(analysis, request);
  if ('refused' in plan) {
    void vscode.window.showWarningMessage(t`Nothing was swapped: ${plan.refused}`);
    return;
  }
  const { maxParamsPercent: _, ...anywhere } = request;
  const list = vscode.window.createQuickPick<RowItem>();
  const closed = new Promise<readonly RowItem[] | undefined>((resolve) => {
    list.onDidAccept(() => resolve(list.selectedItems));
    list.onDidHide(() => resolve(undefined));
  });
  list.title = swapName(request);
  list.placeholder = t`Rows to swap, with what each adds`;
  list.canSelectMany = true;
  list.matchOnDetail = true;
  list.busy = true;
  list.show();
  const items: RowItem[] = [];
  for (const effect of swapEffects(analysis, request, plan.rows, latencies.of(analysis, request).added)) {
    items.push({ label: `${effect.row}  ${rowText(analysis, effect.row)}`, detail: effectText(effect), effect });
    await nextTurn();
  }
  const tell = () => {
    const chosen = list.selectedItems.map(({ effect }) => effect);
    list.title = `${swapName(request)}, ${t`${chosen.length} of ${items.length} rows`}: ${effectText(sumOfEffects(chosen))}`;
  };
  list.items = items;
  list.selectedItems = items;
  list.busy = false;
  list.onDidChangeSelection(tell);
  tell();
  const rows = (await closed)?.map(({ effect }) => effect.row);
  list.dispose();
  if (rows === undefined || rows.length === 0) return;
  // The text may have changed while the list was open; its rows may then be others.
  const changes = document.version === version ? planSwap(analysis, { ...anywhere, scope: rows }) : undefined;
  const done = changes !== undefined && 'edits' in changes && (await vscode.workspace.applyEdit(workspaceEdit(document, changes.edits)));
  log.info(`${document.uri.path}: ${swapName(request)}, rows ${rows.join(', ')}${done ? '' : ': not done, the text has changed'}`);
  if (!done) void vscode.window.showWarningMessage(t`Nothing was swapped: the text has changed meanwhile. Choose again.`);
}

function effectText({ params, macs, printedGflops, ms }: Omit<RowEffect, 'row'>): string {
  return [
    t`${countDelta(params)} params`,
    t`${gflopsDelta((2 * macs) / 1e9)} GFLOPs`,
    t`${gflopsDelta(printedGflops)} printed GFLOPs`,
    ...(ms === undefined ? [] : [millisecondsDelta(ms)]),
  ].join(', ');
}
