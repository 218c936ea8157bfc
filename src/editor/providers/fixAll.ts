import * as vscode from 'vscode';
import { editBetween, t } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { workspaceEdit } from '../convert.ts';

/** *Fix all*, by hand or on save: the fixes that cannot change what the author meant, as `check --fix` applies them. */
export function register({ models }: Context): vscode.Disposable {
  const kind = vscode.CodeActionKind.SourceFixAll.append('yoloArchitect');
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, _range, { only }) {
        // Asked about a place, nobody wants to hear about the whole file.
        if (only === undefined || !(only.contains(kind) || kind.contains(only)) || models.get(document) === undefined) return [];
        const before = document.getText();
        const after = models.fixed(document);
        if (after === before) return [];
        const action = new vscode.CodeAction(t`Fix all that can be fixed safely`, kind);
        action.edit = workspaceEdit(document, [editBetween(before, after)]);
        return [action];
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}
