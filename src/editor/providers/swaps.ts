import * as vscode from 'vscode';
import { swapActions } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { spanOf, workspaceEdit } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** Swap Conv → DynamicConv and back on the rows selected, their section and the file. */
export function register({ models }: Context): vscode.Disposable {
  const kind = vscode.CodeActionKind.RefactorRewrite.append('yoloArchitect.swap');
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, range, { only }) {
        const settings = readSettings(document.uri);
        const wanted = only === undefined || only.contains(kind);
        const analysis = wanted && settings.swap ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        return swapActions(analysis, spanOf(document, range), settings.experts).map(({ title, edits }) => {
          const action = new vscode.CodeAction(title, kind);
          action.edit = workspaceEdit(document, edits);
          return action;
        });
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}
