// Runs the tests of the editor part inside a real VS Code. Arguments are words of test titles to run.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import glob from 'fast-glob';
import { root } from '../../scripts/host/tools.ts';
import { runInVSCode } from '../../scripts/host/vscode.ts';

await bundle();
const workspace = mkdtempSync(path.join(tmpdir(), 'yolo-architect-workspace-'));
cpSync(path.join(root, 'examples'), workspace, { recursive: true });
process.env.TEST_GREP = process.argv.slice(2).join('.*');
// Stand-ins for extensions that ours talks to.
process.env.HOST_EXTENSIONS = path.join(root, 'test/vscode/extensions');
const result = await runInVSCode(workspace, path.join(root, 'out/test/suite.cjs'));
if (typeof result === 'object') {
  console.log(`      skipped: the extension inside a real VS Code needs one: ${result.missing}`);
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
} else {
  process.exitCode = result;
}
rmSync(workspace, { recursive: true, force: true });

/** Every test file becomes a bundle of its own, as the extension host loads no TypeScript. */
async function bundle(): Promise<void> {
  const tests = glob.sync(['test/vscode/suite.ts', 'test/vscode/**/*.test.ts'], { cwd: root });
  const outdir = path.join(root, 'out/test');
  rmSync(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: tests,
    outdir,
    outbase: path.join(root, 'test/vscode'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha', 'playwright-core'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
