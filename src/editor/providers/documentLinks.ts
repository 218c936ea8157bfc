import * as vscode from 'vscode';
import { documentLinks, t } from '../../core/index.ts';
import { type Context, yamlFiles } from '../context.ts';
import { rangeOf } from '../convert.ts';
import { readSettings } from '../settings.ts';

interface ModuleLink extends vscode.DocumentLink {
  readonly module: string;
  readonly document: vscode.Uri;
  readonly page: string | undefined;
}

/** From a module's name to the class that defines it in the workspace, else to the page about it; which one is found out on a click. */
export function register({ models, pythonClasses }: Context): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(yamlFiles, {
    provideDocumentLinks(document) {
      const { links } = readSettings(document.uri);
      if (links === 'off') return [];
      const analysis = models.get(document);
      if (analysis === undefined) return [];
      return documentLinks(analysis, links).map(({ span, module, page }): ModuleLink => {
        const tooltip = page === undefined ? t`Class in the workspace` : t`Class in the workspace, else ${page}`;
        return { range: rangeOf(document, span), tooltip, module, page, document: document.uri };
      });
    },
    async resolveDocumentLink(link: ModuleLink) {
      const place = await pythonClasses.find(link.document, link.module);
      if (place !== undefined) link.target = place.uri.with({ fragment: `L${place.range.start.line + 1}` });
      else if (link.page !== undefined) link.target = vscode.Uri.parse(link.page);
      return link;
    },
  });
}
