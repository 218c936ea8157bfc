import * as vscode from 'vscode';
import { noPythonModule, pythonFileName, pythonModule, t } from '../core/index.ts';
import type { Context } from './context.ts';

/** Writes `yolo_architect_modules.py` beside the model, or where the user says, and shows it. */
export async function generatePython({ models, extension, log }: Context, document: vscode.TextDocument): Promise<void> {
  const analysis = models.get(document);
  const version = String((extension.extension.packageJSON as { version?: unknown }).version ?? '');
  const module = analysis && pythonModule(analysis, version);
  if (module === undefined) {
    void vscode.window.showInformationMessage(t`Nothing to generate: ${noPythonModule()}.`);
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri;
  const beside = folder ?? (document.isUntitled ? undefined : vscode.Uri.joinPath(document.uri, '..'));
  const target =
    beside === undefined
      ? await vscode.window.showSaveDialog({ filters: { Python: ['py'] } })
      : vscode.Uri.joinPath(beside, pythonFileName);
  if (target === undefined) return;
  if (await exists(target)) {
    const replace = t`Replace`;
    const answer = await vscode.window.showWarningMessage(t`${pythonFileName} is there already.`, { modal: true }, replace);
    if (answer !== replace) return;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(module.text));
  log.info(`${target.path}: ${module.names.join(', ')}`);
  await vscode.window.showTextDocument(target);
  if (module.missing.length > 0)
    void vscode.window.showWarningMessage(t`Not written here, so they must come from your own code: ${module.missing.join(', ')}`);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
