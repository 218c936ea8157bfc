import * as vscode from 'vscode';
import { inlayHints, t } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { readSettings } from '../settings.ts';

/** Row index, output shape and a number beside every row. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerInlayHintsProvider(yamlFiles, {
    onDidChangeInlayHints: models.onDidChange,
    provideInlayHints(document, range) {
      const settings = readSettings(document.uri).inlayHints;
      const analysis = settings.enabled ? models.get(document) : undefined;
      if (analysis === undefined) return [];
      return inlayHints(analysis, settings).flatMap(({ offset, label, before, row }) => {
        const position = document.positionAt(offset);
        if (!range.contains(position)) return [];
        const hint = new vscode.InlayHint(position, label);
        hint.paddingLeft = !before;
        hint.paddingRight = before;
        hint.tooltip = before ? t`Row ${row}, as from counts it` : t`What row ${row} gives and costs`;
        return [hint];
      });
    },
  });
}
