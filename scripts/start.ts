// `npm start`: builds, shows on the terminal what the product says about a sample model and how fast it runs here, then opens the editor
// on `examples/`: VS Code where it is installed and there is a screen, else code-server from npm in the browser.
// `--serve` opens the editor without a terminal too, `--no-editor` leaves it out.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findCommand } from './host/executable.ts';
import { startServer } from './host/server.ts';
import { codeServer, root } from './host/tools.ts';

const sample = 'examples/yolo11n-street.yaml';
const examples = path.join(root, 'examples');

step('Building', ['esbuild.mjs']);
step(`What ${sample} costs`, ['dist/cli.cjs', 'info', sample]);
step('How fast it runs on this computer (320 × 320)', [
  'dist/cli.cjs',
  'profile',
  sample,
  '--backend',
  'wasm',
  '--imgsz',
  '320',
  '--runs',
  '3',
]);
if (!process.argv.includes('--no-editor')) await openEditor();

function step(title: string, args: readonly string[]): void {
  console.log(`\n── ${title}\n`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function openEditor(): Promise<void> {
  const code = desktop();
  if (code) {
    console.log(`\n── Opening VS Code on ${examples}\n`);
    spawnSync(code, [`--extensionDevelopmentPath=${root}`, examples], { stdio: 'inherit', shell: process.platform === 'win32' });
    return;
  }
  if (!process.stdout.isTTY && !process.argv.includes('--serve')) {
    console.log('\nNo VS Code with a screen here; `npm start -- --serve` opens the editor in a browser instead.');
    return;
  }
  const tools = codeServer();
  if (typeof tools === 'string') {
    console.error(
      `The editor can't be opened here: ${tools}. Install VS Code and run \`code --extensionDevelopmentPath=${root} ${examples}\`.`,
    );
    return;
  }
  const server = await startServer(tools);
  console.log(
    `\n── VS Code in the browser, with ${examples} open; Ctrl+C ends it\n\n${server.url(examples, { extensionDevelopmentPath: root, openFile: path.join(root, sample) })}\n`,
  );
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  await Promise.race([interrupted, server.ended]);
  server.stop();
}

/** VS Code's command, if a window could be shown. */
function desktop(): string | undefined {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  return findCommand(process.platform === 'win32' ? ['code.cmd', 'codium.cmd'] : ['code', 'codium']);
}
