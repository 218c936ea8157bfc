import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('yolo-architect.yolo-architect');
    assert.ok(extension, 'the manifest is not known to this host');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
