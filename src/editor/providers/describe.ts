import * as vscode from 'vscode';
import { type DescribeAction, describeAction, lineIndex } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { visibleRange } from '../convert.ts';
import { problemsOf } from '../problems.ts';

const rules: ReadonlySet<unknown> = new Set(['unknown-module', 'undescribed-module']);

/** *Describe this module…*: at a module that nobody describes, an entry for it in the project's file of modules. */
export function register({ models, projectModules }: Context): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    yamlFiles,
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const analysis = diagnostics.some(isOurs) ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        return diagnostics.filter(isOurs).flatMap((diagnostic) => {
          const problem = problemsOf(document).find(
            (candidate) => rules.has(candidate.rule) && visibleRange(document, candidate).isEqual(diagnostic.range),
          );
          const found = problem?.row === undefined ? undefined : describeAction(analysis, problem.row);
          if (found === undefined) return [];
          const action = new vscode.CodeAction(found.title, vscode.CodeActionKind.QuickFix);
          const { uri, text } = projectModules.fileFor(document.uri);
          action.edit = editOf(found, uri, text);
          action.diagnostics = [diagnostic];
          // An entry is a beginning: who asked for it goes on there.
          action.command = { command: 'vscode.open', title: found.title, arguments: [uri] };
          return [action];
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function isOurs({ source, code }: vscode.Diagnostic): boolean {
  return source === 'YOLO' && rules.has(typeof code === 'object' ? code.value : code);
}

function editOf(action: DescribeAction, uri: vscode.Uri, text: string | undefined): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  if (text === undefined) edit.createFile(uri, { ignoreIfExists: true });
  const change = action.edit(text ?? '');
  const lines = lineIndex(text ?? '');
  const at = (offset: number) => {
    const { line, column } = lines.positionAt(offset);
    return new vscode.Position(line, column);
  };
  edit.replace(uri, new vscode.Range(at(change.span.start), at(change.span.end)), change.text);
  return edit;
}
