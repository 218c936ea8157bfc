// The editor's bundle leaves out what an editor never shows: its answers are those of the sources all the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as source from '../../src/core/index.ts';

const root = path.join(import.meta.dirname, '../..');
const bundle: typeof source = createRequire(import.meta.url)(path.join(root, 'dist/core.cjs'));
const text = readFileSync(path.join(root, 'examples/yolo11n-street.yaml'), 'utf8');

describe("the editor's bundle", () => {
  it('offers the same modules to insert', function () {
    this.timeout(120_000);
    const offered = ({ analyze, insertions }: typeof source) =>
      [...insertions(analyze(text), 4, 'after', 'next')].map(({ module }) => module);
    assert.ok(offered(source).length > 20);
    assert.deepEqual(offered(bundle), offered(source));
  });
});
