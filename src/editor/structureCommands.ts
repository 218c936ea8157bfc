import * as vscode from 'vscode';
import { type Analysis, type Insertion, insertions, rowAt, structureActions, t } from '../core/index.ts';
import type { Context } from './context.ts';
import { spanOf, workspaceEdit } from './convert.ts';

type Handler = (context: Context, document: vscode.TextDocument) => Promise<void>;
type Kind = ReturnType<typeof structureActions>[number]['kind'];

/** Commands on the rows at the cursor; everything behind them is renumbered in the same undo step. */
export const structureCommands: Readonly<Record<string, Handler>> = {
  insertAfter: (context, document) => insert(context, document, 'after'),
  insertBefore: (context, document) => insert(context, document, 'before'),
  deleteRows: apply('delete'),
  commentOutRows: apply('comment'),
  duplicateRow: apply('duplicate'),
  moveRowUp: apply('up'),
  moveRowDown: apply('down'),
};

function apply(kind: Kind): Handler {
  return async ({ models }, document) => {
    const analysis = models.get(document);
    const editor = editorOf(document);
    if (analysis === undefined || editor === undefined) return;
    const action = structureActions(analysis, spanOf(document, editor.selection)).find((found) => found.kind === kind);
    if (action === undefined) {
      void vscode.window.showInformationMessage(t`That can't be done here: no row is selected, or a row would lose what it reads.`);
      return;
    }
    await vscode.workspace.applyEdit(workspaceEdit(document, action.edits));
    for (const note of action.notes) void vscode.window.showInformationMessage(note);
  };
}

async function insert({ models }: Context, document: vscode.TextDocument, where: 'after' | 'before'): Promise<void> {
  const analysis = models.get(document);
  const editor = editorOf(document);
  const row = analysis && editor && rowAt(analysis, document.offsetAt(editor.selection.active))?.row.index;
  if (analysis === undefined || row === undefined) {
    void vscode.window.showInformationMessage(t`Put the cursor in a row first.`);
    return;
  }
  const { version } = document;
  const chosen = await pick(analysis, row, where);
  if (chosen === undefined) return;
  const done = document.version === version && (await vscode.workspace.applyEdit(workspaceEdit(document, chosen.edits)));
  if (!done) void vscode.window.showWarningMessage(t`Nothing was inserted: the text has changed meanwhile. Choose again.`);
}

/** The catalogue with the effect of each module, filled in while the list is open. */
async function pick(analysis: Analysis, row: number, where: 'after' | 'before'): Promise<Insertion | undefined> {
  const list = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly insertion: Insertion }>();
  list.title = where === 'after' ? t`Insert behind row ${row}` : t`Insert before row ${row}`;
  list.placeholder = t`A module, with what it changes`;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.busy = true;
  list.show();
  let closed = false;
  const answer = new Promise<Insertion | undefined>((resolve) => {
    list.onDidAccept(() => resolve(list.selectedItems[0]?.insertion));
    list.onDidHide(() => {
      closed = true;
      resolve(undefined);
    });
  });
  for (const insertion of insertions(analysis, row, where, 'next')) {
    if (closed) break;
    list.items = [...list.items, { label: insertion.module, description: insertion.effect, detail: insertion.summary, insertion }];
    await new Promise((resolve) => setTimeout(resolve));
  }
  list.busy = false;
  const chosen = await answer;
  list.dispose();
  return chosen;
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
}
