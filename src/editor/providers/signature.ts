import * as vscode from 'vscode';
import { signature } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { markdownOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

/** The constructor's call while a row's arguments are written. */
export function register({ models }: Context): vscode.Disposable {
  return vscode.languages.registerSignatureHelpProvider(
    yamlFiles,
    {
      provideSignatureHelp(document, position) {
        const analysis = readSettings(document.uri).signatureHelp ? models.get(document) : undefined;
        const found = analysis && signature(analysis, document.offsetAt(position));
        if (found === undefined) return undefined;
        const information = new vscode.SignatureInformation(found.label, markdownOf(found.documentation));
        information.parameters = found.parameters.map(
          ({ span, documentation }) => new vscode.ParameterInformation([span.start, span.end], markdownOf(documentation)),
        );
        const help = new vscode.SignatureHelp();
        help.signatures = [information];
        help.activeParameter = found.active;
        return help;
      },
    },
    '[',
    ',',
  );
}
