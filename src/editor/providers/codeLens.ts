import * as vscode from 'vscode';
import { codeLenses } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { readSettings } from '../settings.ts';

/** Totals and commands above the model and its sections. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(yamlFiles, {
    onDidChangeCodeLenses: models.onDidChange,
    provideCodeLenses(document) {
      const analysis = readSettings(document.uri).codeLens ? models.get(document) : undefined;
      if (analysis === undefined) return [];
      return codeLenses(analysis).map(({ offset, title, command }) => {
        const position = document.positionAt(offset);
        return new vscode.CodeLens(new vscode.Range(position, position), {
          title,
          command: `yoloArchitect.${command}`,
          arguments: [document.uri],
        });
      });
    },
  });
}
