import * as vscode from 'vscode';
import { semanticTokens, tokenModifiers, tokenTypes } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** Colours by meaning, for those who ask for them: without the setting a model looks like any YAML file. */
export function register({ models }: Context): vscode.Disposable {
  let registered: vscode.Disposable | undefined;
  // Asked of the editor itself: legend and settings are the core's, which a window without a model does not load.
  const isWanted = (folder: vscode.Uri | undefined) =>
    vscode.workspace.getConfiguration('yoloArchitect', folder).get('semanticTokens.enabled') === true;
  const refresh = () => {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const wanted = [undefined, ...folders].some(isWanted);
    if (wanted) registered ??= provide(models);
    else {
      registered?.dispose();
      registered = undefined;
    }
  };
  refresh();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('yoloArchitect.semanticTokens') && refresh()),
    vscode.workspace.onDidChangeWorkspaceFolders(refresh),
    new vscode.Disposable(() => registered?.dispose()),
  );
}

function provide(models: Context['models']): vscode.Disposable {
  const legend = new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]);
  return vscode.languages.registerDocumentSemanticTokensProvider(
    yamlFiles,
    {
      onDidChangeSemanticTokens: models.onDidChange,
      provideDocumentSemanticTokens(document) {
        const analysis = readSettings(document.uri).semanticTokens ? models.get(document) : undefined;
        if (analysis === undefined) return undefined;
        const builder = new vscode.SemanticTokensBuilder(legend);
        for (const { span, type, defaultLibrary } of semanticTokens(analysis)) {
          const range = rangeOf(document, span);
          if (range.isSingleLine && !range.isEmpty) builder.push(range, type, defaultLibrary ? ['defaultLibrary'] : []);
        }
        return builder.build();
      },
    },
    legend,
  );
}
