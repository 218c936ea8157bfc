import * as vscode from 'vscode';
import { type CompletionItem, completeFile, completeModules, completion } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { markdownOf, rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';
import { isModulesFile, modulesIn } from '../userModules.ts';

/** What a row, a key or an empty file can go on with; keys, words and modules in a project's file of modules. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    yamlFiles,
    {
      provideCompletionItems(document, position) {
        if (!readSettings(document.uri).completion) return [];
        if (isModulesFile(document)) return inModules(document, position);
        const analysis = models.get(document);
        const offset = document.offsetAt(position);
        const found = analysis === undefined ? inEmptyFile(document, offset) : completion(analysis, offset);
        return found.map((item, order) => convert(document, item, order));
      },
    },
    ' ',
    '[',
  );
}

const kinds = {
  key: vscode.CompletionItemKind.Property,
  word: vscode.CompletionItemKind.EnumMember,
  module: vscode.CompletionItemKind.Class,
  function: vscode.CompletionItemKind.Function,
  row: vscode.CompletionItemKind.Reference,
  value: vscode.CompletionItemKind.Value,
  snippet: vscode.CompletionItemKind.Snippet,
} as const;

/** Longer than comments and a word are. */
const longestEmpty = 2000;

function inEmptyFile(document: vscode.TextDocument, offset: number): readonly CompletionItem[] {
  const text = document.getText();
  return text.length > longestEmpty ? [] : completeFile(text, offset);
}

function convert(document: vscode.TextDocument, found: CompletionItem, order: number): vscode.CompletionItem {
  const { label, kind, detail, documentation, insert, isSnippet, filter, span } = found;
  const item = new vscode.CompletionItem({ label, description: detail }, kinds[kind]);
  item.documentation = markdownOf(documentation);
  item.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  item.range = rangeOf(document, span);
  item.sortText = String(order).padStart(4, '0');
  if (filter !== undefined) item.filterText = filter;
  return item;
}

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
