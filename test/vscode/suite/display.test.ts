import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../window.ts';
import { closeAll, open, positionOf } from './model.ts';

describe('what the editor shows', () => {
  afterEach(closeAll);

  const hoverAt = (editor: vscode.TextEditor, what: string) =>
    eventually(`a hover on ${what}`, async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        positionOf(editor, what),
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)))
        .join('\n');
      return text === '' ? undefined : text;
    });

  it('a hover on a row says the resolved call, and on a key what it does', async () => {
    const editor = await open('hover-n.yaml');
    assert.match(await hoverAt(editor, 'Conv, [128'), /Conv\(c1=16, c2=32, k=3, s=2\)[\s\S]*16×320×320[\s\S]*32×160×160[\s\S]*4,672/);
    assert.match(await hoverAt(editor, 'nc: 3'), /number of classes/);
  });

  it('the rules are those of the release installed in the workspace, and a hover says whose number is printed', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const packages = path.join(folder, '.venv/lib/python3.11/site-packages');
    try {
      for (const name of ['ultralytics-8.3.63.dist-info', 'ultralytics_thop-2.0.18.dist-info']) {
        mkdirSync(path.join(packages, name), { recursive: true });
        writeFileSync(path.join(packages, name, 'METADATA'), 'Metadata-Version: 2.1\n');
      }
      const editor = await open('installed-n.yaml');
      const installed = /is what Ultralytics 8\.3\.63 prints with THOP 2\.0\.18;.* the work is [\d.]+\./;
      await eventually('the installed release', async () => (installed.test(await hoverAt(editor, 'backbone')) ? true : undefined));
    } finally {
      rmSync(path.join(folder, '.venv'), { recursive: true, force: true });
    }
    const editor = await open('newest-n.yaml');
    await eventually('the newest release', async () =>
      /is what Ultralytics 8\.4\.\d+ prints/.test(await hoverAt(editor, 'backbone')) ? true : undefined,
    );
  });

  it('inlay hints give row index, shape and GFLOPs', async () => {
    const { document } = await open('hints.yaml');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await eventually('inlay hints', async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      return found.length > 0 ? found : undefined;
    });
    const labels = hints.map(({ label }) => label);
    assert.ok(labels.includes('0') && labels.includes('7'), labels.join());
    assert.ok(labels.includes('32×160×160 · 0.236 GFLOPs'), labels.join());
  });

  it('code lenses give totals and commands', async () => {
    const { document } = await open('lenses.yaml');
    const lenses = await eventually('code lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return found.length >= 6 ? found : undefined;
    });
    const commands = lenses.map(({ command }) => command?.command);
    for (const name of ['selectScale', 'profile', 'showAnalysis']) assert.ok(commands.includes(`yoloArchitect.${name}`), name);
    const known = await vscode.commands.getCommands(true);
    for (const command of commands) assert.ok(command !== undefined && known.includes(command), command);
  });

  it('the outline has the rows by number, and a from leads to its row', async () => {
    const editor = await open('outline.yaml');
    const { uri } = editor.document;
    const symbols = await eventually('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
      return found?.length > 0 ? found : undefined;
    });
    assert.ok(symbols.some(({ name, children }) => name === 'head' && children.some((child) => child.name === '7 Detect')));
    const targets = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      uri,
      positionOf(editor, '6], 1, Detect'),
    );
    assert.equal(targets[0]?.range.start.line, positionOf(editor, 'C3k2, [256, False]]').line);
  });

  it('each display has a switch', async () => {
    const configuration = vscode.workspace.getConfiguration('yoloArchitect');
    const { document } = await open('switch.yaml');
    for (const key of ['hover.enabled', 'inlayHints.enabled', 'codeLens.enabled', 'diagnostics.enabled']) {
      await configuration.update(key, false, vscode.ConfigurationTarget.Global);
    }
    try {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      assert.deepEqual(lenses, []);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, 30, 0),
      );
      assert.deepEqual(hints, []);
      assert.deepEqual(
        vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'YOLO'),
        [],
      );
    } finally {
      for (const key of ['hover.enabled', 'inlayHints.enabled', 'codeLens.enabled', 'diagnostics.enabled']) {
        await configuration.update(key, undefined, vscode.ConfigurationTarget.Global);
      }
    }
  });

  it('other YAML files are left alone', async () => {
    const { document } = await open('compose.yaml', 'services:\n  head:\n    image: nginx\n');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
    assert.deepEqual(lenses, []);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
