// Runs the tests of the editor part inside a real VS Code: `runTests` of @vscode/test-electron with VS Code's executable where there is one
// (VSCODE_EXECUTABLE, or a download), else with a launcher that starts code-server from npm. Arguments are words of test titles to run.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import esbuild from 'esbuild';
import glob from 'fast-glob';
import { findChromium, softwareGpu } from '../../scripts/host/chromium.ts';
import { codeServer, root } from '../../scripts/host/tools.ts';

await bundle();
const workspace = mkdtempSync(path.join(tmpdir(), 'yolo-architect-workspace-'));
cpSync(path.join(root, 'examples'), workspace, { recursive: true });
Object.assign(process.env, { HOST_WORKSPACE: workspace, TEST_GREP: process.argv.slice(2).join('.*') });
const host = await findHost();
if ('missing' in host) {
  console.log(`      skipped: the extension inside a real VS Code needs one: ${host.missing}`);
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
} else {
  process.exitCode = await runTests({
    vscodeExecutablePath: host.executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'out/test/suite.cjs'),
    launchArgs: [workspace, '--disable-workspace-trust', '--disable-extensions', ...softwareGpu],
  }).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
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

async function findHost(): Promise<{ executable: string } | { missing: string }> {
  if (process.env.VSCODE_EXECUTABLE) return { executable: process.env.VSCODE_EXECUTABLE };
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (screen) {
    const executable = await downloadAndUnzipVSCode({ timeout: 15_000 }).catch(() => undefined);
    if (executable) return { executable };
  }
  const tools = codeServer();
  if (typeof tools === 'string') return { missing: tools };
  if (findChromium() === undefined) return { missing: 'a Chromium that shows the workbench (set CHROMIUM, or install one)' };
  return { executable: path.join(root, 'scripts/host/launch.mjs') };
}
