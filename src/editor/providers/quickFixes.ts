import * as vscode from 'vscode';
import { type Context, yamlFiles } from '../context.ts';
import { visibleRange, workspaceEdit } from '../convert.ts';
import { problemsOf } from '../problems.ts';

/** The fixes that problems bring along. */
export function register(_context: Context): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const ours = diagnostics.filter(({ source }) => source === 'YOLO');
        return ours.flatMap((diagnostic) => {
          const problem = problemsOf(document).find(
            (candidate) => candidate.rule === ruleOf(diagnostic) && visibleRange(document, candidate).isEqual(diagnostic.range),
          );
          return (problem?.fixes ?? []).map(({ title, edits }, i) => {
            const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
            action.edit = workspaceEdit(document, edits);
            action.diagnostics = [diagnostic];
            action.isPreferred = i === 0;
            return action;
          });
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}
