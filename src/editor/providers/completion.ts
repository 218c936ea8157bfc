import * as vscode from 'vscode';
import { completion } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { markdownOf, rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** Module names in a row. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    yamlFiles,
    {
      provideCompletionItems(document, position) {
        const analysis = readSettings(document.uri).completion ? models.get(document) : undefined;
        if (analysis === undefined) return [];
        return completion(analysis, document.offsetAt(position)).map(({ label, detail, documentation, span }) => {
          const item = new vscode.CompletionItem({ label, description: detail }, vscode.CompletionItemKind.Class);
          item.documentation = markdownOf(documentation);
          item.range = rangeOf(document, span);
          return item;
        });
      },
    },
    ' ',
  );
}
