import * as vscode from 'vscode';
import { hover } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { markdownOf, rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** What is under the pointer: the resolved row, the part of it, or the key. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerHoverProvider(yamlFiles, {
    provideHover(document, position) {
      const analysis = readSettings(document.uri).hover ? models.get(document) : undefined;
      const found = analysis && hover(analysis, document.offsetAt(position));
      return found && new vscode.Hover(markdownOf(found.markdown), rangeOf(document, found.span));
    },
  });
}
