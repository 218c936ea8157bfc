import * as vscode from 'vscode';
import { ignoreEdit, type TextEdit, t } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { visibleRange, workspaceEdit } from '../convert.ts';
import { problemsOf } from '../problems.ts';

/** The fixes that problems bring along, and for what is no error the comment that silences the rule there. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const ours = diagnostics.filter(({ source }) => source === 'YOLO');
        return ours.flatMap((diagnostic) => {
          const problem = problemsOf(document).find(
            (candidate) => candidate.rule === ruleOf(diagnostic) && visibleRange(document, candidate).isEqual(diagnostic.range),
          );
          if (problem === undefined) return [];
          const action = (title: string, edits: readonly TextEdit[], preferred: boolean) => {
            const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
            made.edit = workspaceEdit(document, edits);
            made.diagnostics = [diagnostic];
            made.isPreferred = preferred;
            return made;
          };
          const analysis = models.get(document);
          const silence = analysis && ignoreEdit(analysis, problem);
          return [
            ...problem.fixes.map(({ title, edits }, i) => action(title, edits, i === 0)),
            ...(silence ? [action(t`Ignore ${problem.rule} in this row`, [silence], false)] : []),
          ];
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}
