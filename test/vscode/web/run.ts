// Runs `smoke.ts` where the extension has no Node: in the worker in which editors in a browser run it, in a workspace of two folders.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { root } from '../../../scripts/host/tools.ts';
import { runInBrowser } from '../../../scripts/host/vscode.ts';
import { model } from '../../support/smallDetector.ts';

const bundle = path.join(root, 'out/test-web/smoke.cjs');
await esbuild.build({
  entryPoints: [path.join(root, 'test/vscode/web/smoke.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'browser',
  format: 'cjs',
  target: 'es2022',
  external: ['vscode'],
  logLevel: 'warning',
});
const folder = mkdtempSync(path.join(tmpdir(), 'yolo-architect-web-'));
const result = await runInBrowser(workspaceIn(folder), bundle);
if (typeof result === 'object') {
  console.log(`      skipped: the extension in a browser needs one: ${result.missing}`);
  report({ passed: 0, failed: 0, skipped: 1 });
} else {
  process.exitCode = result;
  report(JSON.parse(readFileSync(path.join(folder, 'first/counts.json'), 'utf8')));
}
rmSync(folder, { recursive: true, force: true });

function report(counts: object): void {
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
}

/** Two folders: the second one says another scale, describes a module and has an old release installed. */
function workspaceIn(parent: string): string {
  const ours = `end2end: True\n${model.replace('C3k2, [256, False, 0.25]', 'Ours, [256]')}`;
  const files: Readonly<Record<string, string>> = {
    'first/model.yaml': model,
    'first/ours.yaml': ours,
    'second/model.yaml': ours,
    'second/.vscode/settings.json': JSON.stringify({ 'yoloArchitect.defaultScale': 's' }),
    'second/.yolo-architect/modules.yaml':
      'modules:\n  - name: Ours\n    parameters:\n      - {name: c2, kind: int}\n    parser: scaled\n    rows:\n      - [in, 1, Conv, [c2, 3]]\n',
    'second/.venv/lib/python3.11/site-packages/ultralytics-8.3.63.dist-info/METADATA': 'Metadata-Version: 2.1\n',
    'both.code-workspace': JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(parent, name)), { recursive: true });
    writeFileSync(path.join(parent, name), text);
  }
  return path.join(parent, 'both.code-workspace');
}
