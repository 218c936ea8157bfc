import * as vscode from 'vscode';
import { type Analysis, definition, references, rowAt, type Span } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';

/** From a module to the user's description of it, from a `from` to the rows that it reads, and from a row to those that read it. */
export function register({ models }: Context): vscode.Disposable {
  const locate =
    (find: (analysis: Analysis, offset: number) => readonly Span[]) => (document: vscode.TextDocument, position: vscode.Position) => {
      const analysis = models.get(document);
      const spans = analysis === undefined ? [] : find(analysis, document.offsetAt(position));
      return spans.map((span) => new vscode.Location(document.uri, rangeOf(document, span)));
    };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(yamlFiles, {
      async provideDefinition(document, position) {
        return (await describedAt(models.get(document), document.offsetAt(position))) ?? locate(definition)(document, position);
      },
    }),
    vscode.languages.registerReferenceProvider(yamlFiles, {
      provideReferences: locate((analysis, offset) => references(analysis, offset)),
    }),
  );
}

async function describedAt(analysis: Analysis | undefined, offset: number): Promise<vscode.Location | undefined> {
  const cursor = analysis && rowAt(analysis, offset);
  const place = cursor?.part === 'module' ? analysis?.modules?.placeOf(cursor.row.module) : undefined;
  if (place === undefined) return undefined;
  const uri = vscode.Uri.parse(place.file);
  return new vscode.Location(uri, rangeOf(await vscode.workspace.openTextDocument(uri), place.span));
}
