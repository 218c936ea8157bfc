import * as vscode from 'vscode';
import { useTranslations } from '../core/index.ts';
import * as commands from './commands.ts';
import { createContext } from './context.ts';
import * as panel from './panel.ts';
import * as codeLens from './providers/codeLens.ts';
import * as completion from './providers/completion.ts';
import * as definition from './providers/definition.ts';
import * as describe from './providers/describe.ts';
import * as diagnostics from './providers/diagnostics.ts';
import * as documentLinks from './providers/documentLinks.ts';
import * as fixAll from './providers/fixAll.ts';
import * as folding from './providers/folding.ts';
import * as hover from './providers/hover.ts';
import * as inlayHints from './providers/inlayHints.ts';
import * as outline from './providers/outline.ts';
import * as quickFixes from './providers/quickFixes.ts';
import * as semanticTokens from './providers/semanticTokens.ts';
import * as signature from './providers/signature.ts';
import * as structure from './providers/structure.ts';
import * as swaps from './providers/swaps.ts';
import * as yamlSchema from './providers/yamlSchema.ts';
import * as rowsView from './rowsView.ts';
import { watchSettings } from './settings.ts';
import * as statusBar from './statusBar.ts';

const parts = [
  commands,
  panel,
  hover,
  inlayHints,
  codeLens,
  diagnostics,
  quickFixes,
  fixAll,
  describe,
  swaps,
  structure,
  rowsView,
  outline,
  definition,
  completion,
  signature,
  folding,
  documentLinks,
  yamlSchema,
  semanticTokens,
  statusBar,
];

export function activate(extension: vscode.ExtensionContext): void {
  // Without a bundle the language is English, and the core is not needed yet.
  if (vscode.l10n.bundle !== undefined) useTranslations(vscode.l10n.bundle);
  extension.subscriptions.push(watchSettings());
  const context = createContext(extension);
  for (const { register } of parts) extension.subscriptions.push(register(context));
}
