import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../window.ts';
import { closeAll, model, open } from './model.ts';

const told = (uri: vscode.Uri, rule: string) =>
  vscode.languages.getDiagnostics(uri).find(({ code }) => typeof code === 'object' && code.value === rule)?.message;

/** Writes files of the workspace, and takes them away again. */
async function withFiles(files: Readonly<Record<string, string>>, run: () => Promise<void>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders![0]!.uri;
  const uris = Object.entries(files).map(([name, text]) => ({ uri: vscode.Uri.joinPath(folder, name), text }));
  for (const { uri, text } of uris) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  try {
    await run();
  } finally {
    for (const { uri } of uris) await vscode.workspace.fs.delete(uri);
  }
}

describe('what lies around a model', () => {
  afterEach(closeAll);

  it('a class of the workspace is named where a row needs it', () =>
    withFiles({ 'surrounding_blocks.py': 'import torch\n\nclass MyOwnBlock(torch.nn.Module):\n    pass\n' }, async () => {
      const { document } = await open('own.yaml', model.replace('Conv, [128, 3, 2]', 'MyOwnBlock, [128]'));
      const message = await eventually('the place of the class', async () => {
        const found = told(document.uri, 'unknown-module');
        return found?.includes('surrounding_blocks.py:3') ? found : undefined;
      });
      assert.match(message, /defines a class MyOwnBlock, but the parser does not see it/);
    }));

  it('a data file with other classes is named', () =>
    withFiles({ 'street/data.yaml': 'path: x\ntrain: images\nval: images\nnames: [cat, dog]\n' }, async () => {
      const { document } = await open('classes.yaml');
      const message = await eventually('the data file', async () => {
        const found = told(document.uri, 'data-classes');
        return found?.includes('street/data.yaml') ? found : undefined;
      });
      assert.match(message, /Overriding model\.yaml nc=3 with nc=/);
    }));

  it('the base model that a setting names says which weights are lost', () =>
    withFiles({ 'base.yaml': model }, async () => {
      const configuration = vscode.workspace.getConfiguration('yoloArchitect');
      await configuration.update('pretrained', 'base.yaml', vscode.ConfigurationTarget.Workspace);
      try {
        const moved = model.replace('  - [-1, 1, Conv, [128', '  - [-1, 1, nn.Identity, []]\n  - [-1, 1, Conv, [128');
        const { document } = await open('new.yaml', moved);
        const message = await eventually('lost weights', async () => told(document.uri, 'weights-lost'));
        assert.match(message, /of the weights of base\.yaml, .* the others are lost from row 2 \(Conv\) on/);
      } finally {
        await configuration.update('pretrained', undefined, vscode.ConfigurationTarget.Workspace);
      }
    }));
});
