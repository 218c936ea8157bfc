import * as vscode from 'vscode';
import type { Problem } from '../core/index.ts';
import type { Context } from './context.ts';

const shown = new WeakMap<vscode.TextDocument, { readonly version: number; readonly problems: readonly Problem[] }>();

/** Keeps the problems behind the diagnostics that a document shows: they carry the fixes. */
export function remember(document: vscode.TextDocument, problems: readonly Problem[]): void {
  shown.set(document, { version: document.version, problems });
}

/** The problems that a document shows, as long as its text is the one they belong to. */
export function problemsOf(document: vscode.TextDocument): readonly Problem[] {
  const entry = shown.get(document);
  return entry?.version === document.version ? entry.problems : [];
}

/** The page about a rule, which comes with the extension: no network is needed to read it. */
export function docsOf({ extension }: Context, rule: string): vscode.Uri {
  const page = rule === 'modules-file' ? ['modules.md'] : ['rules', `${rule}.md`];
  return vscode.Uri.joinPath(extension.extensionUri, 'docs', ...page);
}
