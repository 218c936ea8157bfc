import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CodeServer } from './tools.ts';

export interface RunningServer {
  readonly port: number;
  /** The address that opens the workbench on a folder or a `.code-workspace` file, with what is asked for. */
  url(folder: string, open: Opened): string;
  /** Resolves when the server ends by itself. */
  readonly ended: Promise<number | null>;
  stop(): void;
}

/** Files by their absolute paths. */
interface Opened {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath?: string | undefined;
  readonly openFile?: string;
}

interface ServerOptions {
  readonly host?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where its own output goes; by default nowhere. */
  readonly verbose?: boolean;
}

/** Settings under which a fresh workbench shows the extension and little else. */
const calmSettings = {
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
};

/** Starts code-server on a free port with a profile of its own, which goes when the server stops. */
export async function startServer({ node, entry }: CodeServer, options: ServerOptions = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', settings = {}, verbose = false } = options;
  const home = mkdtempSync(path.join(tmpdir(), 'yolo-architect-host-'));
  const userData = path.join(home, 'data');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  if (process.env.HOST_EXTENSIONS) cpSync(process.env.HOST_EXTENSIONS, path.join(home, 'extensions'), { recursive: true });
  writeFileSync(path.join(home, 'config.yaml'), '');
  writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify({ ...calmSettings, ...settings }));

  const port = await freePort();
  const where = ['--config', path.join(home, 'config.yaml'), '--auth', 'none', '--bind-addr', `${host}:${port}`];
  const folders = ['--user-data-dir', userData, '--extensions-dir', path.join(home, 'extensions')];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
  // Without the test driver the workbench ignores the keys for extension tests.
  const driver = ['--vscode-option', 'enable-smoke-test-driver'];
  const child = spawn(node, [entry, ...where, ...folders, ...quiet, ...driver], {
    stdio: ['ignore', verbose ? 'inherit' : 'ignore', verbose ? 'inherit' : 'ignore'],
    env: process.env,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  await untilHealthy(port, () => child.exitCode).catch((error) => {
    stop();
    throw error;
  });
  return { port, url: (folder, open) => address(port, folder, open), ended, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

function address(port: number, folder: string, open: Opened): string {
  const payload = Object.entries(open)
    .filter(([, file]) => file !== undefined)
    .map(([key, file]) => [key, `vscode-remote://127.0.0.1:${port}${file}`]);
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `http://127.0.0.1:${port}/?${kind}=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

async function untilHealthy(port: number, exitCode: () => number | null): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (exitCode() !== null) throw new Error(`code-server ended with ${exitCode()}`);
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await delay(100);
  }
  throw new Error('code-server did not come up within a minute');
}
