import * as vscode from 'vscode';
import { type Analysis, type Span, type TextEdit, t } from '../core/index.ts';
import { rangeOf, workspaceEdit } from './convert.ts';
import { readSettings } from './settings.ts';

/**
 * The edits as one change, and so one undo step. A change that touches rows that were not chosen waits in the refactor preview where
 * that is wanted: all of it, because half of a renumbering is another network, and the preview's box of the file ticks all.
 */
export function structureEdit(
  document: vscode.TextDocument,
  analysis: Analysis,
  chosen: readonly Span[],
  title: string,
  edits: readonly TextEdit[],
  confirm: boolean,
): vscode.WorkspaceEdit {
  if (!confirm || edits.every(({ span }) => isChosen(document, analysis, chosen, span))) return workspaceEdit(document, edits);
  const change = new vscode.WorkspaceEdit();
  const metadata = { needsConfirmation: true, label: title, description: t`with all rows that follow` };
  for (const { span, text } of edits) change.replace(document.uri, rangeOf(document, span), text, metadata);
  return change;
}

/** Makes the change; false where the editor did not take it. `confirm`: in the refactor preview whatever the settings say. */
export async function applyStructure(
  document: vscode.TextDocument,
  analysis: Analysis,
  chosen: readonly Span[],
  title: string,
  edits: readonly TextEdit[],
  confirm = readSettings(document.uri).structurePreview,
): Promise<boolean> {
  return vscode.workspace.applyEdit(structureEdit(document, analysis, chosen, title, edits, confirm), { isRefactoring: confirm });
}

/** Whether an edit stays in the chosen rows and on their lines, where their labels stand. */
function isChosen(document: vscode.TextDocument, { rows }: Analysis, chosen: readonly Span[], { start, end }: Span): boolean {
  const row = rows.find(({ syntax }) => {
    const line = document.lineAt(document.positionAt(syntax.span.end).line).range.end;
    return syntax.span.start <= end && start <= document.offsetAt(line);
  });
  return row === undefined || chosen.some((one) => one.start <= row.syntax.span.end && row.syntax.span.start <= one.end);
}
