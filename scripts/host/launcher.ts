// Stands in for VS Code's executable: starts code-server from npm, opens the workbench in headless Chromium, runs the extension's tests
// inside the real extension host and exits with their code.
//
// Environment: HOST_WORKSPACE (folder to open), HOST_SCREENSHOTS (folder), HOST_SETTINGS (JSON, user settings), HOST_TIMEOUT_S (900),
// HOST_EXTENSIONS (folder of other extensions), HOST_CHROMIUM_ARGS (instead of the flags for a software GPU), HOST_VERBOSE. The tests find the window through YOLO_ARCHITECT_WINDOW.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import { serveWindow } from './control.ts';
import { type RunningServer, startServer } from './server.ts';
import { codeServer, root } from './tools.ts';

/** What this workbench says on every start without a network; nothing of it concerns the extension. */
const noise =
  /spdlog|watchdog|open-vsx|authentication provider|connection token|Creating a socket|AccountPolicyGate|AgentHost|reconnection-grace|Service Worker|builtin extensions cache|vsda|marketplace|^Canceled|Creation of workbench contribution|Extension host .* is (un)?responsive/i;

const flag = (name: string) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const screenshots = process.env.HOST_SCREENSHOTS ?? path.join(root, 'out/screenshots');
const timeoutS = Number(process.env.HOST_TIMEOUT_S ?? 900);

process.exit(await main());

async function main(): Promise<number> {
  const tools = codeServer();
  const browserPath = findChromium();
  if (typeof tools === 'string' || browserPath === undefined) {
    console.error(typeof tools === 'string' ? tools : 'no Chromium');
    return 1;
  }
  const workspace = path.resolve(process.env.HOST_WORKSPACE ?? mkdtempSync(path.join(tmpdir(), 'workspace-')));
  let page: Page | undefined;
  const control = await serveWindow(() => page ?? Promise.reject(new Error('the window is not open yet')), screenshots);
  // The extension host inherits the server's environment.
  process.env.YOLO_ARCHITECT_WINDOW = control.url;
  let server: RunningServer | undefined;
  const browser = await launchChromium(browserPath, process.env.HOST_CHROMIUM_ARGS?.split(' ').filter(Boolean));
  try {
    server = await startServer(tools, { settings: JSON.parse(process.env.HOST_SETTINGS ?? '{}'), verbose: !!process.env.HOST_VERBOSE });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = await listen(page);
    const extensionTestsPath = flag('extensionTestsPath');
    await page.goto(server.url(workspace, { extensionDevelopmentPath: flag('extensionDevelopmentPath') ?? root, extensionTestsPath }));
    const code = await Promise.race([ended.code, delay(1000 * timeoutS, undefined, { ref: false })]);
    if (code === undefined) console.error(`the tests did not end within ${timeoutS} s; see ${path.join(screenshots, 'timeout.png')}`);
    if (code !== 0) await page.screenshot({ path: path.join(screenshots, code === undefined ? 'timeout.png' : 'failed.png') });
    return code ?? 1;
  } finally {
    control.close();
    await browser.close();
    server?.stop();
  }
}

/** The workbench calls these two functions by itself: with the exit code, and with all that goes to the extension host's console. */
async function listen(page: Page): Promise<{ code: Promise<number> }> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (!process.env.HOST_VERBOSE && noise.test(args.join(' '))) return;
    console[type === 'error' ? 'error' : 'log'](...args);
  });
  let end: (code: number) => void = () => {};
  const code = new Promise<number>((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (code: unknown) => end(Number(code)));
  return { code };
}
