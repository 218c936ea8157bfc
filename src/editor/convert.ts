import * as vscode from 'vscode';
import type { Problem, Severity, Span, TextEdit } from '../core/index.ts';

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function spanOf(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** The visible editor of a document, the first of several. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document);
}

/** Markdown without commands or HTML, as it quotes the user's text. */
export function markdownOf(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}

/** All edits as one change, and so one undo step. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  change.set(
    document.uri,
    edits.map(({ span, text }) => vscode.TextEdit.replace(rangeOf(document, span), text)),
  );
  return change;
}

export function severityOf(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'info':
      return vscode.DiagnosticSeverity.Information;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
  }
}

/** A range that can be seen: an empty one grows by a character of its line. */
export function visibleRange(document: vscode.TextDocument, { span }: Problem): vscode.Range {
  const range = rangeOf(document, span);
  if (!range.isEmpty) return range;
  const line = document.lineAt(range.start.line).range;
  const end = range.start.translate(0, 1);
  return end.isBeforeOrEqual(line.end) ? new vscode.Range(range.start, end) : new vscode.Range(line.start, line.end);
}
