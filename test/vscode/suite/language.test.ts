import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { needs } from '../../support/skip.ts';
import { eventually, window } from '../window.ts';
import { closeAll, model, open, positionOf } from './model.ts';

const settings = () => vscode.workspace.getConfiguration('yoloArchitect');

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
    await window.waitFor({ where: 'workbench', selector: '.wordHighlightStrong', timeoutMs: 60_000 });
  });

  it('signature help shows the effective call while arguments are typed', async function () {
    const editor = await open('signature-n.yaml', model.replace('[128, 3, 2]]', '[128, ]]'));
    const at = positionOf(editor, ']] # 1');
    const help = await eventually('signature help', () =>
      vscode.commands.executeCommand<vscode.SignatureHelp | undefined>('vscode.executeSignatureHelpProvider', editor.document.uri, at, ','),
    );
    assert.match(help.signatures[0]?.label ?? '', /^Conv\(⟨c1=16⟩, c2=32, k=1, /);
    assert.equal(help.activeParameter, 2);
    needs(this, 'a window that tests can drive', window);
    editor.selection = new vscode.Selection(at, at);
    // Its answer comes after the window has moved the cursor.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await window.type({ text: '3, ' });
    await window.waitFor({ where: 'workbench', selector: '.parameter-hints-widget .parameter.active', timeoutMs: 60_000 });
    await window.screenshot({ name: 'signature' });
    const active = await window.texts({ where: 'workbench', selector: '.parameter-hints-widget .parameter.active' });
    assert.deepEqual(active, ['s=1']);
  });

  it('completion offers rows to read, modules, values, keys, whole rows and a whole file', async () => {
    const offered = async (name: string, text: string, what: string) => {
      const editor = await open(name, text);
      const at = editor.document.positionAt(text.indexOf(what) + what.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : `${label.label} ${label.description ?? ''}`.trim()));
    };
    const has = (items: readonly string[], item: string) => assert.ok(items.includes(item), items.join('\n'));
    has(await offered('from-n.yaml', model, '[[3, '), '6 C3k2 · 64×160×160 · stride 4');
    has(await offered('module.yaml', model, '[-1, 1, '), 'C3k2');
    has(await offered('value.yaml', model.replace('"nearest"', ''), '[None, 2, '), '"bilinear"');
    has(await offered('keys.yaml', `${model}e`, '# 7\ne'), 'end2end');
    has(await offered('rows.yaml', `${model}  - `, '# 7\n  - '), '[-1, 1, Conv, [256, 3, 2]]');
    has(await offered('empty.yaml', 'yolo', 'yolo'), 'YOLO model: a small detector');
  });

  it('a whole model is there after a word and a key in an empty file', async function () {
    needs(this, 'a window that tests can drive', window);
    const { document } = await open('yolo11n-new.yaml', '');
    await window.type({ text: 'yolo' });
    await window.waitFor({ where: 'workbench', selector: '.suggest-widget.visible .monaco-list-row.focused', timeoutMs: 60_000 });
    await window.press({ key: 'Enter' });
    await eventually('the model', () => (/Detect, \[nc\]/.test(document.getText()) ? true : undefined));
    await eventually('its hints', async () => {
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      return hints.length > 40 ? true : undefined;
    });
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it('sections fold, and a selection grows from argument to section', async () => {
    const editor = await open('folds.yaml');
    const { uri } = editor.document;
    const folds = await eventually('folds', async () => {
      const found = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
      return found?.length > 0 ? found : undefined;
    });
    const backbone = positionOf(editor, 'backbone:').line;
    assert.ok(
      folds.some(({ start, end }) => start === backbone && end === positionOf(editor, '[256, 3, 2]').line),
      JSON.stringify(folds),
    );
    const at = positionOf(editor, '128, 3, 2');
    const [range] = await vscode.commands.executeCommand<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', uri, [at]);
    const texts: string[] = [];
    for (let next = range; next !== undefined; next = next.parent as vscode.SelectionRange) texts.push(editor.document.getText(next.range));
    for (const wanted of ['128', '[128, 3, 2]', '[-1, 1, Conv, [128, 3, 2]]', model])
      assert.ok(texts.includes(wanted), texts.join('\n--\n'));
    const other = await open('compose.yaml', 'services:\n  head:\n    image: nginx\n');
    const others = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', other.document.uri);
    // By its indentation, as the editor does without us.
    assert.deepEqual(
      others.map(({ start, end }) => [start, end]),
      [
        [0, 2],
        [1, 2],
      ],
    );
  });

  it('colours by meaning come with their setting only', async () => {
    const editor = await open('tokens.yaml');
    const { document } = editor;
    const tokens = () =>
      vscode.commands.executeCommand<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri).then(
        (found) => (found !== undefined && found.data.length > 0 ? found : undefined),
        () => undefined,
      );
    assert.equal(await tokens(), undefined);
    await settings().update('semanticTokens.enabled', true, vscode.ConfigurationTarget.Global);
    try {
      const { data } = await eventually('tokens', tokens);
      const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      );
      assert.equal(legend.tokenTypes[data[3] ?? -1], 'variable');
      assert.equal(data[0], positionOf(editor, '[-1, 1, Conv, [64').line);
    } finally {
      await settings().update('semanticTokens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('without a choice a module has the colour of any plain word of YAML', async function () {
    needs(this, 'a window that tests can drive', window);
    await open('colours.yaml', model.replace('"nearest"', 'nearest'));
    const driven = window;
    const colourOf = (word: string) =>
      eventually(`the colour of ${word}`, async () => {
        const spans = `[...document.querySelectorAll('.view-line span span')].filter((one) => one.textContent.trim() === '${word}')`;
        const names = (await driven.evaluate({ where: 'workbench', expression: `${spans}.map((one) => one.className)` })) as string[];
        // A link is underlined, which is no colour.
        return names[0]?.replace('detected-link', '').trim();
      });
    assert.equal(await colourOf('Conv'), await colourOf('nearest'));
  });

  it('a module leads to its class in the workspace, else to its page; links are the names that only the workspace defines', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const source = vscode.Uri.joinPath(folder, 'extra/blocks.py');
    const classes = 'import torch\n\n\nclass C3k2(torch.nn.Module):\n    pass\n\n\nclass Mine(torch.nn.Module):\n    pass\n';
    await vscode.workspace.fs.writeFile(source, new TextEncoder().encode(classes));
    try {
      const editor = await open('links.yaml', model.replace('[-1, 2, C3k2, [256, False]]', '[-1, 1, Mine, [256]]'));
      const { document } = editor;
      const links = (wanted: number) =>
        eventually('links', async () => {
          const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 20);
          const ours = found.filter(({ range }) => /^[A-Z]|^nn/.test(document.getText(range)));
          return ours.length === wanted && ours.every(({ target }) => target !== undefined) ? ours : undefined;
        });
      const [own] = await links(1);
      assert.deepEqual([document.getText(own?.range), own?.target?.path, own?.target?.fragment], ['Mine', source.path, 'L8']);
      await settings().update('links', 'all', vscode.ConfigurationTarget.Global);
      const all = await links(8);
      const targetOf = (name: string) => all.find(({ range }) => document.getText(range) === name)?.target;
      assert.equal(targetOf('C3k2')?.fragment, 'L4');
      assert.equal(targetOf('Detect')?.authority, 'docs.ultralytics.com');
      const [place] = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        positionOf(editor, 'C3k2'),
      );
      assert.deepEqual([place?.uri.path, place?.range.start.line], [source.path, 3]);
    } finally {
      await settings().update('links', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'extra'), { recursive: true });
    }
  });

  it('a YAML extension that takes schemas gets one for models only', async function () {
    interface Asked {
      schemaOf(resource: string): { readonly address: string; readonly content: string } | undefined;
    }
    const extension = vscode.extensions.getExtension<Asked>('redhat.vscode-yaml');
    needs(this, 'a YAML extension in this window', extension);
    const { document } = await open('schema.yaml');
    const yaml = await extension.activate();
    const found = await eventually('a schema', () => yaml.schemaOf(document.uri.toString()));
    const { properties } = JSON.parse(found.content) as { properties: object };
    assert.deepEqual(Object.keys(properties), ['backbone', 'head']);
    const other = await open('compose.yaml', 'services:\n  head:\n    image: nginx\n');
    assert.equal(yaml.schemaOf(other.document.uri.toString()), undefined);
  });
});
