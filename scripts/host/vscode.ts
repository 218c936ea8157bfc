import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { findChromium, softwareGpu } from './chromium.ts';
import { codeServer, root } from './tools.ts';

/**
 * Runs what a bundle exports as `run` inside the extension host of a real VS Code, with this extension loaded: in VS Code's own executable where
 * there is one (VSCODE_EXECUTABLE, or a download), else in code-server from npm. The result is the exit code, or why there is no VS Code.
 */
export async function runInVSCode(workspace: string, bundle: string): Promise<number | { readonly missing: string }> {
  const host = await findHost();
  return 'missing' in host ? host : runIn(host.executable, workspace, bundle);
}

/** The same in the worker of a browser that runs extensions where there is no Node, as on vscode.dev. */
export async function runInBrowser(workspace: string, bundle: string): Promise<number | { readonly missing: string }> {
  const host = browserHost();
  if ('missing' in host) return host;
  process.env.HOST_SETTINGS = JSON.stringify({ 'remote.extensionKind': { 'yolo-architect.yolo-architect': ['web'] } });
  return runIn(host.executable, workspace, bundle);
}

function runIn(executable: string, workspace: string, bundle: string): Promise<number> {
  process.env.HOST_WORKSPACE = workspace;
  return runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: bundle,
    launchArgs: [workspace, '--disable-workspace-trust', '--disable-extensions', ...softwareGpu],
  }).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}

async function findHost(): Promise<{ executable: string } | { missing: string }> {
  if (process.env.VSCODE_EXECUTABLE) return { executable: process.env.VSCODE_EXECUTABLE };
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (screen) {
    const executable = await downloadAndUnzipVSCode({ timeout: 15_000 }).catch(() => undefined);
    if (executable) return { executable };
  }
  return browserHost();
}

/** code-server in a Chromium. */
function browserHost(): { executable: string } | { missing: string } {
  const tools = codeServer();
  if (typeof tools === 'string') return { missing: tools };
  if (findChromium() === undefined) return { missing: 'a Chromium that shows the workbench (set CHROMIUM, or install one)' };
  return { executable: path.join(root, 'scripts/host/launch.mjs') };
}
