import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needs } from '../../support/skip.ts';
import { eventually, window } from '../window.ts';
import { closeAll, model, open, positionOf } from './model.ts';

describe('what the editor changes', () => {
  afterEach(closeAll);

  const problems = (document: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'YOLO');

  const actions = (editor: vscode.TextEditor, range: vscode.Range, kind: vscode.CodeActionKind) =>
    vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', editor.document.uri, range, kind.value);

  it('a problem has an id, a documentation link and a fix that mends it', async () => {
    const editor = await open('typo.yaml', model.replace('[-1, 2, C3k2, [256, False]]', '[-1, 2, C3k22, [256, False]]'));
    const [problem] = await eventually('a problem', () => {
      const found = problems(editor.document).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      return found.length > 0 ? found : undefined;
    });
    assert.ok(problem && typeof problem.code === 'object' && problem.code.value === 'unknown-module', JSON.stringify(problem));
    assert.ok(problem.code.target, 'no documentation link');
    assert.equal(problem.range.start.line, positionOf(editor, 'C3k22').line);
    const fixes = await actions(editor, problem.range, vscode.CodeActionKind.QuickFix);
    const fix = fixes.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, fixes.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    await eventually('no error', () =>
      problems(editor.document).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error) ? true : undefined,
    );
    assert.equal(editor.document.getText(), model);
  });

  it('fix all mends what is safe, and a comment silences a rule in a row', async () => {
    const broken = model.replace('[[-1, 2], 1, Concat', '[2, 1, Concat').replace('C3k2, [256, False, 0.25]', 'CBAM, [7]');
    const editor = await open('all.yaml', broken);
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const fix = await eventually('fix all', async () =>
      (await actions(editor, all, vscode.CodeActionKind.SourceFixAll)).find(({ kind }) => kind?.value === 'source.fixAll.yoloArchitect'),
    );
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(editor.document.getText(), broken.replace('[2, 1, Concat', '[[2], 1, Concat'));
    const silenced = 'needs-registration';
    const warning = () => problems(editor.document).find(({ code }) => typeof code === 'object' && code.value === silenced);
    const { range } = await eventually('a warning', warning);
    const ignore = await eventually('a comment', async () =>
      (await actions(editor, range, vscode.CodeActionKind.QuickFix)).find(({ title }) => title === `Ignore ${silenced} in this row`),
    );
    assert.ok(ignore.edit);
    await vscode.workspace.applyEdit(ignore.edit);
    assert.match(editor.document.getText(), /CBAM, \[7\]\] # 2 yolo-architect: ignore needs-registration\n/);
    await eventually('no warning', () => (warning() === undefined ? true : undefined));
  });

  it('an unknown module can be described in a file of its own, from which its numbers then come', async () => {
    const editor = await open('described.yaml', model.replace('Conv, [256, 3, 2]', 'Blender, [256, 3, 2]'));
    const unknown = await eventually('an unknown module', () =>
      problems(editor.document).find(({ code }) => typeof code === 'object' && code.value === 'unknown-module'),
    );
    const describe = await eventually('the action', async () =>
      (await actions(editor, unknown.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => title.startsWith('Describe Blender')),
    );
    assert.ok(describe.edit);
    await vscode.workspace.applyEdit(describe.edit);
    await eventually('no error', () =>
      problems(editor.document).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error) ? true : undefined,
    );
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.yolo-architect', 'modules.yaml');
    const entries = await vscode.workspace.openTextDocument(file);
    assert.match(entries.getText(), /- name: Blender\n {4}summary: .*\n {4}parser: scaled\n/);
    const places = await eventually('the entry', async () => {
      const at = positionOf(editor, 'Blender');
      const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeDefinitionProvider', editor.document.uri, at);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(places[0]?.uri.toString(), file.toString());
    const broken = new vscode.WorkspaceEdit();
    const offset = entries.getText().indexOf('parser: scaled\n', entries.getText().indexOf('Blender'));
    broken.insert(file, entries.positionAt(offset + 'parser: scaled'.length), 'x');
    await vscode.workspace.applyEdit(broken);
    const wrong = await eventually('a problem in the file of modules', () => problems(entries)[0]);
    assert.match(wrong.message, /did you mean scaled/);
    await eventually('the error again', () =>
      problems(editor.document).some(({ severity }) => severity === vscode.DiagnosticSeverity.Error) ? true : undefined,
    );
  });

  it('a problem of another scale is found when there is time, and names it', async () => {
    const { document } = await open('scales.yaml', model.replace('s: [1.00, 0.50, 1024]', 's: [1.00, "a", 1024]'));
    const found = await eventually('a problem of scale s', () => problems(document).find(({ message }) => /scale s/.test(message)));
    assert.equal(found.source, 'YOLO');
    const general = problems(document).find(({ code }) => typeof code === 'object' && code.value === 'no-scale-letter');
    assert.ok(general && !/only at/.test(general.message), general?.message);
  });

  it('a row is deleted with everything behind it renumbered, and one undo takes it back', async () => {
    const editor = await open('structure.yaml');
    const at = positionOf(editor, 'C3k2, [256, False, 0.25]');
    editor.selection = new vscode.Selection(at, at);
    const found = await eventually('structural actions', async () => {
      const all = await actions(editor, new vscode.Range(at, at), vscode.CodeActionKind.Refactor);
      return all.some(({ title }) => title.startsWith('Delete row 2')) ? all : undefined;
    });
    assert.ok(found.some(({ command }) => command?.command === 'yoloArchitect.insertAfter'));
    await vscode.commands.executeCommand('yoloArchitect.deleteRows');
    await eventually('the row is gone', () => (editor.document.getText().includes('[[2, 5], 1, Detect') ? true : undefined));
    await vscode.commands.executeCommand('undo');
    await eventually('the row is back', () => (editor.document.getText() === model ? true : undefined));
  });

  it('a swap changes one row, and one undo takes it back', async () => {
    const editor = await open('swap.yaml');
    const at = positionOf(editor, 'Conv, [128');
    const swaps = await eventually('swaps', async () => {
      const found = await actions(editor, new vscode.Range(at, at), vscode.CodeActionKind.RefactorRewrite);
      return found.some(({ title }) => title.startsWith('Swap Conv')) ? found : undefined;
    });
    const swap = swaps.find(({ title }) =>
      /^Swap Conv → DynamicConv \+ BN \+ activation \(4 experts\): \+[\d.]+ k params, \+[\d.]+ GFLOPs$/.test(title),
    );
    assert.ok(swap?.edit, swaps.map(({ title }) => title).join('\n'));
    await vscode.workspace.applyEdit(swap.edit);
    assert.equal(editor.document.getText().split('DynamicConv').length, 2);
    assert.match(editor.document.getText(), /DynamicConv, \[128, 3, 2.*\]\] # 1-P2\/4\n/);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), model);
  });

  it('a swap of several rows shows what each adds first, is one undo step, and has a way back', async function () {
    needs(this, 'a window that tests can drive', window);
    const driven = window;
    const editor = await open('swap-all.yaml');
    const at = positionOf(editor, 'nc: 3');
    const swap = async (pattern: RegExp, leaveOut?: string) => {
      const action = await eventually(String(pattern), async () => {
        const found = await actions(editor, new vscode.Range(at, at), vscode.CodeActionKind.RefactorRewrite);
        return found.find(({ title, command }) => pattern.test(title) && command !== undefined);
      });
      const done = vscode.commands.executeCommand(action.command!.command, ...(action.command!.arguments ?? []));
      const row = '.quick-input-list .monaco-list-row';
      await driven.waitFor({ where: 'workbench', selector: `${row}:has-text("params")`, timeoutMs: 20_000 });
      const lines = await driven.texts({ where: 'workbench', selector: row });
      if (leaveOut !== undefined) await driven.click({ where: 'workbench', selector: `${row}:has-text("${leaveOut}")` });
      await driven.screenshot({ name: 'swap-preview' });
      const count = lines.length - (leaveOut === undefined ? 0 : 1);
      await driven.waitFor({
        where: 'workbench',
        selector: `.quick-input-title:has-text("${count} of ${lines.length} rows")`,
        timeoutMs: 20_000,
      });
      await driven.press({ key: 'Enter' });
      await done;
      return lines;
    };
    const lines = await swap(/^Swap Conv → DynamicConv \(4 experts\) in the (whole file|backbone) \(3 rows\): .*…$/, 'Conv [128');
    assert.equal(lines.length, 3);
    for (const line of lines) assert.match(line, /Conv \[.*[+][\d.]+ k? ?params, [+−][\d.]+ GFLOPs, [+−][\d.]+ printed GFLOPs/s);
    const swapped = editor.document.getText();
    assert.equal(swapped.split('DynamicConv_Single').length, 3);
    assert.match(swapped, /, Conv, \[128/);
    await vscode.window.showTextDocument(editor.document);
    await swap(/^Swap DynamicConv → Conv .*\(2 rows\)/);
    assert.equal(editor.document.getText(), model);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), swapped);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), model);
  });

  it('the scale is chosen from a list, and everything follows', async function () {
    const { document } = await open('choice.yaml');
    const top = async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.map(({ command }) => command?.title ?? '').find((title) => title.startsWith('Scale'));
    };
    assert.equal(await top(), 'Scale n of n s');
    needs(this, 'a window that tests can drive', window);
    const chosen = vscode.commands.executeCommand('yoloArchitect.selectScale');
    await window.waitFor({ where: 'workbench', selector: '.quick-input-list .monaco-list-row.focused', timeoutMs: 60_000 });
    await window.press({ key: 'ArrowDown' });
    await window.screenshot({ name: 'scales' });
    await window.press({ key: 'Enter' });
    await chosen;
    await eventually('scale s', async () => ((await top()) === 'Scale s of n s' ? true : undefined));
  });

  it('a swap is chosen from the command palette too', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('palette.yaml');
    const chosen = vscode.commands.executeCommand('yoloArchitect.swapConv');
    await window.waitFor({ where: 'workbench', selector: '.quick-input-list .monaco-list-row.focused', timeoutMs: 60_000 });
    await window.type({ text: 'backbone' });
    await window.waitFor({
      where: 'workbench',
      selector: '.quick-input-list .monaco-list-row.focused:has-text("in the backbone")',
      timeoutMs: 60_000,
    });
    await window.press({ key: 'Enter' });
    await window.waitFor({ where: 'workbench', selector: '.quick-input-title:has-text("of 3 rows")', timeoutMs: 20_000 });
    assert.equal(editor.document.getText(), model);
    await window.press({ key: 'Enter' });
    await chosen;
    assert.match(editor.document.getText(), /DynamicConv/);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), model);
  });

  it('the image size is asked for, and everything follows', async function () {
    needs(this, 'a window that tests can drive', window);
    const { document } = await open('size.yaml');
    const chosen = vscode.commands.executeCommand('yoloArchitect.setImageSize');
    await window.waitFor({ where: 'workbench', selector: '.quick-input-widget input:visible', timeoutMs: 60_000 });
    await window.type({ text: '320,640' });
    await window.press({ key: 'Enter' });
    await chosen;
    await eventually('the size in the totals', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.some(({ command }) => command?.title.endsWith('at 320×640')) ? true : undefined;
    });
  });

  it('the release is chosen for one file, and everything follows', async function () {
    needs(this, 'a window that tests can drive', window);
    const driven = window;
    const { document } = await open('release.yaml', `end2end: True\n${model}`);
    const ignored = () => problems(document).some(({ code }) => typeof code === 'object' && code.value === 'ignored-key');
    assert.equal(ignored(), false);
    const choose = async (text: string) => {
      const chosen = vscode.commands.executeCommand('yoloArchitect.selectUpstream');
      await driven.waitFor({ where: 'workbench', selector: '.quick-input-list .monaco-list-row.focused', timeoutMs: 60_000 });
      await driven.type({ text });
      await driven.waitFor({
        where: 'workbench',
        selector: `.quick-input-list .monaco-list-row.focused:has-text("${text}")`,
        timeoutMs: 60_000,
      });
      await driven.press({ key: 'Enter' });
      await chosen;
    };
    await choose('8.3.253');
    await eventually('the rules of 8.3.253', () => (ignored() ? true : undefined));
    const status = '.statusbar-item:has-text("Ultralytics")';
    await eventually('the release in the status bar', async () => {
      const [text = ''] = await driven.texts({ where: 'workbench', selector: status });
      return text.includes('8.3.253') ? true : undefined;
    });
    await choose('As installed');
    await eventually('the newest rules again', () => (ignored() ? undefined : true));
  });
});
