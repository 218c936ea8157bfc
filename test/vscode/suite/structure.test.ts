import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needs } from '../../support/skip.ts';
import { eventually, window } from '../window.ts';
import { closeAll, model, open, positionOf } from './model.ts';

/** A neck of two levels, whose form is understood. */
const neck = model.replace(
  '  - [[3, 6], 1, Detect, [nc]] # 7\n',
  '  - [-1, 1, Conv, [256, 3, 2]] # 7\n  - [[-1, 3], 1, Concat, [1]] # 8\n  - [-1, 2, C3k2, [256, False]] # 9\n  - [[6, 9], 1, Detect, [nc]] # 10\n',
);

describe('structural edits in the editor', () => {
  afterEach(closeAll);

  const place = (editor: vscode.TextEditor, ...what: string[]) => {
    editor.selections = what.map((text) => {
      const at = positionOf(editor, text);
      return new vscode.Selection(at, at);
    });
  };
  const becomes = (editor: vscode.TextEditor, what: string, holds: (text: string) => boolean) =>
    eventually(what, () => (holds(editor.document.getText()) ? true : undefined));
  const undone = async (editor: vscode.TextEditor, text = model) => {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await becomes(editor, 'the text of before', (now) => now === text);
  };

  /** Runs a command that opens a list, types and chooses what is then in front. */
  async function choose(command: string, text: string, shown: string): Promise<void> {
    assert.ok(window);
    const done = vscode.commands.executeCommand(`yoloArchitect.${command}`);
    await window.waitFor({ where: 'workbench', selector: '.quick-input-list .monaco-list-row', timeoutMs: 60_000 });
    await window.type({ text });
    const selector = `.quick-input-list .monaco-list-row.focused:has-text("${shown}")`;
    await window.waitFor({ where: 'workbench', selector, timeoutMs: 60_000 });
    await window.press({ key: 'Enter' });
    await done;
  }

  it('code actions say what modules, widths and levels change', async () => {
    const editor = await open('reshape.yaml', neck);
    const titles = (what: string) =>
      eventually('structural actions', async () => {
        const at = positionOf(editor, what);
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          editor.document.uri,
          new vscode.Range(at, at),
          vscode.CodeActionKind.Refactor.value,
        );
        return found.some(({ title }) => title.startsWith('Delete row')) ? found.map(({ title }) => title) : undefined;
      });
    const block = await titles('C3k2, [256, False, 0.25]');
    assert.ok(
      block.some((title) => /^Replace row 2 by C2f: \+[\d.]+ k params, \+[\d.]+ GFLOPs$/.test(title)),
      block.join('\n'),
    );
    assert.ok(
      block.some((title) => /^Change the width of row 2 to 128: −/.test(title)),
      block.join('\n'),
    );
    const head = await titles('Detect');
    assert.ok(
      head.some((title) => /^Add detection level P1 \(stride 2\): \+/.test(title)),
      head.join('\n'),
    );
  });

  it('a module is chosen from the catalogue with its effect, for all cursors at once', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('replace.yaml');
    place(editor, 'C3k2, [256, False, 0.25]', 'C3k2, [256, False]]');
    await choose('replaceModule', 'C2f', 'C2f');
    await becomes(editor, 'both rows', (text) => text.split('C2f').length === 3);
    assert.match(editor.document.getText(), /- \[-1, 2, C2f, \[256, True, 1, 0\.25\]\] # 2\n/);
    await undone(editor);
  });

  it('a module goes in behind the row of each cursor', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('insertSeveral.yaml');
    place(editor, 'C3k2, [256, False, 0.25]', 'C3k2, [256, False]]');
    await choose('insertAfter', 'nn.Identity', 'nn.Identity');
    await becomes(editor, 'two new rows', (text) => text.split('[-1, 1, nn.Identity, []]').length === 3);
    assert.match(editor.document.getText(), /\[\[4, 7\], 1, Detect, \[nc\]\] # 9/);
    await undone(editor);
  });

  it('a width is typed', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('width.yaml');
    place(editor, 'C3k2, [256, False, 0.25]');
    await choose('changeWidth', '200', '200');
    await becomes(editor, 'the width', (text) => text.includes('C3k2, [200, False, 0.25]'));
    await undone(editor);
  });

  it('a detection level is chosen', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('levels.yaml', neck);
    await choose('detectionLevels', 'Add detection level P1', 'Add detection level P1');
    await becomes(editor, 'a third level', (text) => /\[\[\d+, \d+, \d+\], 1, Detect/.test(text));
    await undone(editor, neck);
  });

  it('rows at several cursors move, are duplicated and deleted in one step each', async () => {
    const text = model
      .replace('[[3, 6]', '[[3, 7]')
      .replace('# 6\n', '# 6\n  - [6, 1, Conv, [64, 1]] # 7\n')
      .replace('[nc]] # 7', '[nc]] # 8');
    const editor = await open('several.yaml', text);
    place(editor, 'C3k2, [256, False, 0.25]', 'C3k2, [256, False]]');
    await vscode.commands.executeCommand('yoloArchitect.duplicateRow');
    await becomes(editor, 'two more rows', (now) => now.split('C3k2').length === 5);
    await undone(editor, text);
    place(editor, 'C3k2, [256, False, 0.25]', 'C3k2, [256, False]]');
    await vscode.commands.executeCommand('yoloArchitect.deleteRows');
    await becomes(editor, 'two rows less', (now) => !now.includes('C3k2'));
    await undone(editor, text);
  });

  it('the cursor stays with a row that moves', async () => {
    const text = model
      .replace('[-1, 1, nn.Upsample', '[2, 1, Conv, [64, 3, 2]] # 4\n  - [3, 1, nn.Upsample')
      .replace(/# 4\n {2}- \[\[-1, 2/, '# 5\n  - [[-1, 2');
    const editor = await open('follow.yaml', text);
    place(editor, 'Conv, [64, 3, 2]] # 4');
    await vscode.commands.executeCommand('yoloArchitect.moveRowDown');
    await becomes(editor, 'the row is lower', (now) => now.indexOf('nn.Upsample') < now.indexOf('[2, 1, Conv, [64'));
    const line = editor.document.lineAt(editor.selection.active.line).text;
    assert.match(line, /\[2, 1, Conv, \[64, 3, 2\]\]/);
  });

  it('an edit is shown in the refactor preview before it is made', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('preview.yaml');
    place(editor, 'C3k2, [256, False, 0.25]');
    void choose('previewStructure', 'Delete row 2', 'Delete row 2');
    await window.waitFor({ where: 'workbench', selector: '.bulk-edit-panel .monaco-list-row', timeoutMs: 60_000 });
    assert.equal(editor.document.getText(), model);
    await window.click({ where: 'workbench', selector: '.bulk-edit-panel .edit-checkbox' });
    await window.screenshot({ name: 'refactor-preview' });
    await window.click({ where: 'workbench', selector: '.bulk-edit-panel .monaco-button:has-text("Apply")' });
    await becomes(editor, 'the row is gone', (text) => text.includes('[[2, 5], 1, Detect'));
    await undone(editor);
  });

  it('rows are dragged in their own view, and the cursor’s row is marked there', async function () {
    needs(this, 'a window that tests can drive', window);
    const text = model
      .replace('[[3, 6]', '[[3, 6, 7]')
      .replace('# 6\n', '# 6\n  - [2, 1, Conv, [256, 3, 2]] # 7\n')
      .replace('[nc]] # 7', '[nc]] # 8');
    const editor = await open('drag.yaml', text);
    await vscode.commands.executeCommand('yoloArchitect.rows.focus');
    const folder = '.pane-header:has-text("yolo-architect-workspace")';
    await window.click({ where: 'workbench', selector: folder });
    const row = (label: string) => `.pane:has-text("YOLO Rows") .monaco-list-row:has-text("${label}")`;
    await window.waitFor({ where: 'workbench', selector: row('7 Conv'), timeoutMs: 60_000 });
    await window.screenshot({ name: 'rows-view' });
    await window.drag({ where: 'workbench', from: row('7 Conv'), to: row('4 nn.Upsample') });
    await becomes(editor, 'the row stands in the place of row 4', (now) => /head:\n {2}- \[2, 1, Conv, \[256, 3, 2\]\] # 4\n/.test(now));
    assert.match(editor.document.getText(), /\[\[3, 7, 4\], 1, Detect/);
    await undone(editor, text);
    await vscode.window.showTextDocument(editor.document);
    place(editor, 'nn.Upsample');
    await window.waitFor({
      where: 'workbench',
      selector: `.pane:has-text("YOLO Rows") .monaco-list-row.selected:has-text("nn.Upsample")`,
      timeoutMs: 60_000,
    });
    await window.click({ where: 'workbench', selector: folder });
  });
});
