import * as vscode from 'vscode';
import { type Analysis, definition, references, type Span } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';

/** From a `from` to the rows that it reads, and from a row to those that read it. */
export function register({ models }: Context): vscode.Disposable {
  const locate =
    (find: (analysis: Analysis, offset: number) => readonly Span[]) => (document: vscode.TextDocument, position: vscode.Position) => {
      const analysis = models.get(document);
      const spans = analysis === undefined ? [] : find(analysis, document.offsetAt(position));
      return spans.map((span) => new vscode.Location(document.uri, rangeOf(document, span)));
    };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(yamlFiles, {
      provideDefinition: locate((analysis, offset) => definition(analysis, offset)),
    }),
    vscode.languages.registerReferenceProvider(yamlFiles, {
      provideReferences: locate((analysis, offset) => references(analysis, offset)),
    }),
  );
}
