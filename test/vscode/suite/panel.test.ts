import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { assertClose } from '../../support/close.ts';
import { needs } from '../../support/skip.ts';
import { eventually, window } from '../window.ts';
import { closeAll, model, open, positionOf } from './model.ts';

const settings = () => vscode.workspace.getConfiguration('yoloArchitect');
const webview = 'webview' as const;

/** A network that keeps a processor busy long enough to be cancelled. */
const heavy = model.replace('n: [0.50, 0.25, 1024]', 'n: [3.00, 2.00, 4096]');

/** So small that even a GPU imitated in software is soon done. */
const small = `nc: 3
backbone:
  - [-1, 1, Conv, [8, 3, 2]]
  - [-1, 1, Conv, [16, 3, 2]]
head:
  - [-1, 1, Classify, [nc]]
`;

/** What the network of an open file gives on a back end. */
async function outputs(name: string, backend: string): Promise<readonly Float32Array[]> {
  const uri = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(name))?.document.uri;
  const result = await vscode.commands.executeCommand<readonly Float32Array[] | undefined>('yoloArchitect.outputs', uri, backend);
  assert.ok(result, `no outputs on ${backend}`);
  return result;
}

describe('the panel', () => {
  before(async () => settings().update('profiler.backend', 'wasm', vscode.ConfigurationTarget.Global));
  after(async () => settings().update('profiler.backend', undefined, vscode.ConfigurationTarget.Global));
  afterEach(closeAll);

  it('shows the rows, and a click on one selects it in the editor', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('panel.yaml');
    await vscode.commands.executeCommand('yoloArchitect.showAnalysis');
    await window.waitFor({ where: webview, selector: 'tbody tr:nth-child(8)', timeoutMs: 60_000 });
    const modules = await window.texts({ where: webview, selector: 'tbody td.module .name' });
    assert.deepEqual(
      modules.map((text) => text.trim()),
      ['Conv', 'Conv', 'C3k2', 'Conv', 'nn.Upsample', 'Concat', 'C3k2', 'Detect'],
    );
    await window.click({ where: webview, selector: 'tbody tr:nth-child(6) td.module' });
    await eventually('row 5 selected', () => (editor.selection.start.line === positionOf(editor, 'Concat').line ? true : undefined));
  });

  it('follows what is typed', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('typing.yaml');
    await vscode.commands.executeCommand('yoloArchitect.showAnalysis');
    await window.waitFor({ where: webview, selector: 'tbody tr:nth-child(8)', timeoutMs: 60_000 });
    await editor.edit((edit) => edit.replace(new vscode.Range(positionOf(editor, '128, 3, 2'), positionOf(editor, ', 3, 2]] # 1')), '256'));
    const driven = window;
    await eventually('the new shape', async () => {
      const outputs = await driven.texts({ where: webview, selector: 'tbody td.output' });
      return outputs[1]?.includes('64×160×160') ? true : undefined;
    });
  });

  it('compares swaps, and one press swaps the rows in one undo step', async function () {
    needs(this, 'a window that tests can drive', window);
    const editor = await open('explore.yaml');
    const driven = window;
    await vscode.commands.executeCommand('yoloArchitect.exploreSwaps');
    const conv = model.split(', Conv,').length - 1;
    await window.waitFor({ where: webview, selector: '.explore select', timeoutMs: 60_000 });
    const status = await eventually('an answer', async () => {
      const [text = ''] = await driven.texts({ where: webview, selector: 'p.filter[role=status]' }).catch(() => []);
      return text.includes('choices') ? text : undefined;
    });
    assert.match(status, new RegExp(`of ${2 ** conv} choices`));
    await window.screenshot({ name: 'explore' });
    assert.equal((await window.texts({ where: webview, selector: '.effects tbody tr' })).length, conv);
    await window.click({ where: webview, selector: 'tbody tr:last-child button' });
    await eventually('the swapped text', () =>
      editor.document.getText() === model.replaceAll(', Conv,', ', DynamicConv,') ? true : undefined,
    );
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await eventually('the text of before', () => (editor.document.getText() === model ? true : undefined));
  });

  it('times the rows of the selection as they are and swapped', async function () {
    this.timeout(180_000);
    needs(this, 'a window that tests can drive', window);
    const editor = await open('timed.yaml');
    const at = positionOf(editor, 'Conv, [128');
    editor.selection = new vscode.Selection(at, at);
    const driven = window;
    await settings().update('imageSize', '64', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('yoloArchitect.exploreSwaps');
      await window.waitFor({ where: webview, selector: '.effects tbody tr', timeoutMs: 30_000 });
      await window.evaluate({
        where: webview,
        expression:
          "(() => { const select = document.querySelectorAll('form.explore select')[1]; select.value = 'selection'; select.dispatchEvent(new Event('change', { bubbles: true })); })()",
      });
      const effects = () => driven.texts({ where: webview, selector: '.effects tbody tr' });
      await eventually('the selected row alone', async () => ((await effects()).length === 1 ? true : undefined));
      await window.click({ where: webview, selector: 'button:has-text("Time the rows")' });
      const [effect = ''] = await eventually(
        'a time',
        async () => {
          const lines = await effects();
          return / ms/.test(lines[0] ?? '') ? lines : undefined;
        },
        120_000,
      );
      await window.screenshot({ name: 'explore-timed' });
      assert.match(effect, /Conv \[128.*[+−±][\d.]+ ms/s);
    } finally {
      await settings().update('imageSize', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('runs a profile to its end, row by row', async function () {
    this.timeout(180_000);
    needs(this, 'a window that tests can drive', window);
    await open('profile.yaml');
    await settings().update('imageSize', '64', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('yoloArchitect.profile');
      const driven = window;
      const times = await eventually(
        'a time for every row',
        async () => {
          const cells = await driven.texts({ where: webview, selector: 'tbody td.ms .figure' }).catch(() => []);
          return cells.length === 8 && cells.every((cell) => Number(cell) >= 0) ? cells : undefined;
        },
        120_000,
      );
      assert.ok(
        times.some((time) => Number(time) > 0),
        times.join(),
      );
      await window.waitFor({ where: webview, selector: 'button.primary', timeoutMs: 120_000 });
      await window.screenshot({ name: 'panel-done' });
    } finally {
      await settings().update('imageSize', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("runs a profile on the window's own GPU, and calls a software adapter by its name", async function () {
    this.timeout(360_000);
    needs(this, 'a window that tests can drive', window);
    const gpu = await window.evaluate({
      where: 'workbench',
      expression: 'navigator.gpu?.requestAdapter().then((adapter) => adapter !== null)',
    });
    needs(this, 'a WebGPU adapter', gpu);
    await open('gpu.yaml', small);
    await settings().update('imageSize', '32', vscode.ConfigurationTarget.Global);
    await settings().update('profiler.backend', 'webgpu', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('yoloArchitect.profile');
      const driven = window;
      const text = await eventually(
        'a complete profile',
        async () => {
          const [page = ''] = await driven.texts({ where: webview, selector: 'main' }).catch(() => []);
          return /GPU code|unexpectedly|Choose another/.test(page) || /End to end\s+[\d.]+ ms/.test(page) ? page : undefined;
        },
        300_000,
      );
      await window.screenshot({ name: 'panel-gpu' });
      assert.match(text, /End to end\s+[\d.]+ ms/, text);
      if (/swiftshader/i.test(text)) assert.match(text, /imitated in software/);
      const [gpuOutputs, reference] = [await outputs('gpu.yaml', 'webgpu'), await outputs('gpu.yaml', 'cpu')];
      assert.equal(gpuOutputs.length, reference.length);
      for (const [i, expected] of reference.entries()) assertClose('webgpu', gpuOutputs[i] ?? new Float32Array(), expected, 1);
    } finally {
      await settings().update('imageSize', undefined, vscode.ConfigurationTarget.Global);
      await settings().update('profiler.backend', 'wasm', vscode.ConfigurationTarget.Global);
    }
  });

  it('a profile can be cancelled', async function () {
    this.timeout(180_000);
    needs(this, 'a window that tests can drive', window);
    await open('cancel.yaml', heavy);
    await vscode.commands.executeCommand('yoloArchitect.profile');
    const cancel = '.toolbar button.secondary:has-text("Cancel")';
    await window.waitFor({ where: webview, selector: cancel, timeoutMs: 60_000 });
    await window.click({ where: webview, selector: cancel });
    await window.waitFor({ where: webview, selector: '.explanation.info', timeoutMs: 60_000 });
    await window.waitFor({ where: webview, selector: 'button.primary', timeoutMs: 60_000 });
  });
});
