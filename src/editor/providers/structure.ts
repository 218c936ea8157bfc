import * as vscode from 'vscode';
import { structureActions, t } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { spanOf, workspaceEdit } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** Insert, delete, duplicate, move, comment out: on the rows selected, with everything behind them renumbered. */
export function register({ models }: Context): vscode.Disposable {
  const kind = vscode.CodeActionKind.RefactorRewrite.append('yoloArchitect.structure');
  const move = vscode.CodeActionKind.RefactorMove.append('yoloArchitect.structure');
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, range, { only }) {
        const wanted = only === undefined || only.contains(kind) || only.contains(move) || only.intersects(vscode.CodeActionKind.Refactor);
        const analysis = wanted && readSettings(document.uri).structure ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        const actions = structureActions(analysis, spanOf(document, range)).map((found) => {
          const action = new vscode.CodeAction(found.title, found.kind === 'up' || found.kind === 'down' ? move : kind);
          action.edit = workspaceEdit(document, found.edits);
          return action;
        });
        if (actions.length === 0) return [];
        return [
          insert(t`Insert a module behind this row…`, 'insertAfter'),
          insert(t`Insert a module before this row…`, 'insertBefore'),
          ...actions,
        ];

        function insert(title: string, command: string): vscode.CodeAction {
          const action = new vscode.CodeAction(title, kind);
          action.command = { title, command: `yoloArchitect.${command}`, arguments: [document.uri] };
          return action;
        }
      },
    },
    { providedCodeActionKinds: [kind, move] },
  );
}
