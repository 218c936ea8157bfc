import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { model } from '../../support/smallDetector.ts';

export { model };

/** Opens a text as a new file of the workspace, in an editor in front, with the extension running. */
export async function open(name: string, text = model): Promise<vscode.TextEditor> {
  await vscode.extensions.getExtension('yolo-architect.yolo-architect')?.activate();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) throw new Error('no workspace is open');
  const file = path.join(folder, name);
  writeFileSync(file, text);
  created.push(file);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
}

const created: string[] = [];

/** Closes what tests opened and deletes their files. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const file of created.splice(0)) rmSync(file, { force: true });
}

/** Where `what` starts in the document. */
export function positionOf({ document }: vscode.TextEditor, what: string): vscode.Position {
  const offset = document.getText().indexOf(what);
  if (offset < 0) throw new Error(`the text has no ${what}`);
  return document.positionAt(offset);
}
