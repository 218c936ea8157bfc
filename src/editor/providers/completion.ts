import * as vscode from 'vscode';
import { completeModules, completion } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { markdownOf, rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';
import { isModulesFile, modulesIn } from '../userModules.ts';

/** Module names in a row; keys, words and modules in a project's file of modules. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    yamlFiles,
    {
      provideCompletionItems(document, position) {
        if (isModulesFile(document)) return readSettings(document.uri).completion ? inModules(document, position) : [];
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

const kinds = {
  key: vscode.CompletionItemKind.Property,
  word: vscode.CompletionItemKind.EnumMember,
  module: vscode.CompletionItemKind.Class,
  function: vscode.CompletionItemKind.Function,
} as const;

function inModules(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const found = completeModules(document.getText(), document.offsetAt(position), modulesIn(document).modules);
  return found.map(({ label, kind, documentation, text, span }) => {
    const item = new vscode.CompletionItem(label, kinds[kind]);
    item.documentation = markdownOf(documentation);
    item.insertText = text;
    item.range = rangeOf(document, span);
    return item;
  });
}
