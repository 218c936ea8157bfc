import * as vscode from 'vscode';
import type { Span } from '../core/index.ts';
import { panelHtml } from '../panel/html.ts';
import type { PanelCommand } from '../panel/protocol.ts';
import { editorOf, rangeOf } from './convert.ts';

/** The only folder that the page may read. */
export function pageFolder({ extensionUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The page with addresses that the webview may read, a fresh nonce and the user's language. */
export function pageHtml(webview: vscode.Webview, folder: vscode.Uri): string {
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  return panelHtml({
    cspSource: webview.cspSource,
    nonce: crypto.randomUUID(),
    script: address('main.js'),
    style: address('main.css'),
    gpu: address('gpu.js'),
    title: 'YOLO Architect',
    language: vscode.env.language,
    translations: (vscode.l10n.bundle ?? {}) as Readonly<Record<string, string>>,
  });
}

/** Shows a place of the document in the editor that has it, else in a new one beside the panel. */
export async function revealSpan(document: vscode.TextDocument, span: Span | undefined, focus: boolean): Promise<void> {
  if (span === undefined) return;
  const range = rangeOf(document, span);
  const shown = editorOf(document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: !focus });
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

const commandIds: Readonly<Record<PanelCommand, string>> = {
  showLog: 'yoloArchitect.showLog',
  showProblems: 'workbench.actions.view.problems',
  openFile: 'workbench.action.files.openFile',
  selectScale: 'yoloArchitect.selectScale',
  setImageSize: 'yoloArchitect.setImageSize',
  trustWorkspace: 'workbench.trust.manage',
};

/** Runs what a button of the page names. */
export async function runPanelCommand(command: PanelCommand, { uri }: vscode.TextDocument): Promise<void> {
  const ours = commandIds[command].startsWith('yoloArchitect.');
  await vscode.commands.executeCommand(commandIds[command], ...(ours ? [uri] : []));
}
