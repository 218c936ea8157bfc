import * as vscode from 'vscode';
import { type Fold, folding, selectionRanges } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

const kinds: Readonly<Record<Fold['kind'], vscode.FoldingRangeKind | undefined>> = {
  comment: vscode.FoldingRangeKind.Comment,
  region: vscode.FoldingRangeKind.Region,
  block: undefined,
};

/** What can be folded, and what a growing selection takes in. Other YAML files are left to the editor's own means. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerFoldingRangeProvider(yamlFiles, {
      provideFoldingRanges(document) {
        const analysis = readSettings(document.uri).folding ? models.get(document) : undefined;
        return analysis && folding(analysis).map(({ start, end, kind }) => new vscode.FoldingRange(start, end, kinds[kind]));
      },
    }),
    vscode.languages.registerSelectionRangeProvider(yamlFiles, {
      provideSelectionRanges(document, positions) {
        const analysis = models.get(document);
        if (analysis === undefined) return undefined;
        return positions.map((position) => {
          const outwards = selectionRanges(analysis, document.offsetAt(position)).toReversed();
          const start = new vscode.SelectionRange(rangeOf(document, outwards[0] ?? { start: 0, end: 0 }));
          return outwards.slice(1).reduce((parent, span) => new vscode.SelectionRange(rangeOf(document, span), parent), start);
        });
      },
    }),
  );
}
