import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needs } from '../../support/skip.ts';
import { eventually, window } from '../window.ts';
import { closeAll, open, positionOf } from './model.ts';

describe('the language of models', () => {
  afterEach(closeAll);

  it('the rows that read a row are marked and listed', async function () {
    const editor = await open('readers.yaml');
    const { document } = editor;
    const at = positionOf(editor, 'C3k2, [256, False, 0.25]');
    const marked = await eventually('highlights', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, at);
      return found?.some(({ kind }) => kind === vscode.DocumentHighlightKind.Write) ? found : undefined;
    });
    assert.deepEqual(marked.map(({ range }) => document.getText(range)).sort(), ['-1', '2', 'C3k2']);
    const listed = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, at);
    assert.ok(
      listed.some(({ range }) => document.getText(range) === '2'),
      JSON.stringify(listed),
    );
    needs(this, 'a window that tests can drive', window);
    editor.selection = new vscode.Selection(at, at);
    await window.waitFor({ where: 'workbench', selector: '.wordHighlightStrong', timeoutMs: 20_000 });
  });
});
