import * as vscode from 'vscode';
import { type Analysis, declaration, definition, highlights, references, rowAt } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

const kinds = { row: vscode.DocumentHighlightKind.Write, reader: vscode.DocumentHighlightKind.Read } as const;

/** From a module to the user's description of it or to its class in the workspace, from a `from` to the rows that it reads, and from a row to those that read it. */
export function register({ models, pythonClasses }: Context): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(yamlFiles, {
      async provideDefinition(document, position) {
        const analysis = models.get(document);
        const offset = document.offsetAt(position);
        if (analysis === undefined) return undefined;
        const module = moduleAt(analysis, offset);
        if (module !== undefined) return (await described(analysis, module)) ?? pythonClasses.find(document.uri, module);
        return definition(analysis, offset).map((span) => new vscode.Location(document.uri, rangeOf(document, span)));
      },
    }),
    vscode.languages.registerReferenceProvider(yamlFiles, {
      provideReferences(document, position, { includeDeclaration }) {
        const analysis = models.get(document);
        if (analysis === undefined) return [];
        const offset = document.offsetAt(position);
        const row = includeDeclaration ? declaration(analysis, offset) : undefined;
        return [...(row ? [row] : []), ...references(analysis, offset)].map(
          (span) => new vscode.Location(document.uri, rangeOf(document, span)),
        );
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(yamlFiles, {
      provideDocumentHighlights(document, position) {
        const analysis = readSettings(document.uri).highlights ? models.get(document) : undefined;
        // Nothing found leaves the editor to mark equal words.
        const found = analysis === undefined ? [] : highlights(analysis, document.offsetAt(position));
        return found.map(({ span, kind }) => new vscode.DocumentHighlight(rangeOf(document, span), kinds[kind]));
      },
    }),
  );
}

function moduleAt(analysis: Analysis, offset: number): string | undefined {
  const cursor = rowAt(analysis, offset);
  return cursor?.part === 'module' ? cursor.row.module : undefined;
}

async function described({ modules }: Analysis, module: string): Promise<vscode.Location | undefined> {
  const place = modules?.placeOf(module);
  if (place === undefined) return undefined;
  const uri = vscode.Uri.parse(place.file);
  return new vscode.Location(uri, rangeOf(await vscode.workspace.openTextDocument(uri), place.span));
}
