import * as vscode from 'vscode';
import { reshapeActions, type StructureAction, structureSteps, t } from '../../core/index.ts';
import { structureEdit } from '../confirming.ts';
import { type Context, yamlFiles } from '../context.ts';
import { editorOf, spanOf } from '../convert.ts';
import { readSettings } from '../settings.ts';
import { inTurns } from '../turns.ts';

/** Insert, replace, widen, delete, duplicate, move, comment out, levels: on the rows selected, with everything behind them renumbered. */
export function register({ models }: Context): vscode.Disposable {
  const kind = vscode.CodeActionKind.RefactorRewrite.append('yoloArchitect.structure');
  const move = vscode.CodeActionKind.RefactorMove.append('yoloArchitect.structure');
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      async provideCodeActions(document, range, { only, triggerKind }, token) {
        const wanted = only === undefined || only.contains(kind) || only.contains(move) || only.intersects(vscode.CodeActionKind.Refactor);
        const settings = readSettings(document.uri);
        const analysis = wanted && settings.structure ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        const spans = selections(document, range).map((selection) => spanOf(document, selection));
        const convert = ({ title, kind: what, edits }: StructureAction) => {
          const action = new vscode.CodeAction(title, what === 'up' || what === 'down' ? move : kind);
          action.edit = structureEdit(document, analysis, spans, title, edits, settings.structurePreview);
          return action;
        };
        // What is tried at every scale is for those who ask, not for every place of the cursor.
        const asked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
        const actions = (await inTurns(structureSteps(analysis, asked ? 'every' : 'used', ...spans), token)).map(convert);
        if (actions.length === 0) return [];
        return [
          command(t`Insert a module behind this row…`, 'insertAfter'),
          command(t`Insert a module before this row…`, 'insertBefore'),
          command(t`Replace by another module…`, 'replaceModule'),
          command(t`Change the width…`, 'changeWidth'),
          ...actions,
          ...(asked ? reshapeActions(analysis, ...spans).map(convert) : []),
        ];

        function command(title: string, name: string): vscode.CodeAction {
          const action = new vscode.CodeAction(title, kind);
          action.command = { title, command: `yoloArchitect.${name}`, arguments: [document.uri] };
          return action;
        }
      },
    },
    { providedCodeActionKinds: [kind, move] },
  );
}

/** All cursors and selections, where the one that is asked about is the first of them. */
function selections(document: vscode.TextDocument, range: vscode.Range): readonly vscode.Range[] {
  const editor = editorOf(document);
  return editor?.selection.isEqual(range) ? editor.selections : [range];
}
