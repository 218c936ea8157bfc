import * as vscode from 'vscode';
import { type OutlineItem, outline } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';

/** Sections and rows, in the outline and behind *Go to Symbol*. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    yamlFiles,
    {
      provideDocumentSymbols(document) {
        const analysis = models.get(document);
        const convert = ({ name, detail, span, nameSpan, children }: OutlineItem): vscode.DocumentSymbol => {
          const kind = children.length > 0 ? vscode.SymbolKind.Module : vscode.SymbolKind.Class;
          const symbol = new vscode.DocumentSymbol(name, detail, kind, rangeOf(document, span), rangeOf(document, nameSpan));
          symbol.children = children.map(convert);
          return symbol;
        };
        return analysis === undefined ? [] : outline(analysis).map(convert);
      },
    },
    { label: 'YOLO' },
  );
}
