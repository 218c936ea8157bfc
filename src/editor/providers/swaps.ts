import * as vscode from 'vscode';
import { swapSteps } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { spanOf, workspaceEdit } from '../convert.ts';
import { readSettings } from '../settings.ts';
import { inTurns } from '../turns.ts';

/** Swap Conv → DynamicConv and back on the rows selected, their section and the file. */
export function register({ models }: Context): vscode.Disposable {
  const kind = vscode.CodeActionKind.RefactorRewrite.append('yoloArchitect.swap');
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      async provideCodeActions(document, range, { only }, token) {
        const settings = readSettings(document.uri);
        const wanted = only === undefined || only.contains(kind);
        const analysis = wanted && settings.swap ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        const found = await inTurns(swapSteps(analysis, spanOf(document, range), settings.experts), token);
        return found.map(({ title, edits, rows, request }) => {
          const isOne = rows.length === 1;
          const action = new vscode.CodeAction(isOne ? title : `${title}…`, kind);
          // What one row adds stands in the title; of several each is shown before anything changes.
          if (isOne) action.edit = workspaceEdit(document, edits);
          else action.command = { command: 'yoloArchitect.previewSwap', title, arguments: [document.uri, request] };
          return action;
        });
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}
