// Pictures of what a person sees, for README.md and to be looked at: hints and lenses, hover, the menu of code actions, the panel while it
// profiles and after, in a dark and in a light theme. Written to media/ from a real VS Code workbench in headless Chromium.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './host/chromium.ts';
import { windowCalls } from './host/control.ts';
import { startServer } from './host/server.ts';
import { codeServer, root } from './host/tools.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const media = path.join(root, 'media');
const file = 'yolo11n-street.yaml';

const tools = codeServer();
const browserPath = findChromium();
if (typeof tools === 'string' || browserPath === undefined)
  throw new Error(typeof tools === 'string' ? tools : 'screenshots need a Chromium');
mkdirSync(media, { recursive: true });
for (const [name, theme] of Object.entries(themes)) await shoot(name, theme);

async function shoot(name: string, theme: string): Promise<void> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'yolo-architect-examples-'));
  cpSync(path.join(root, 'examples'), workspace, { recursive: true });
  const settings = {
    'workbench.colorTheme': theme,
    'workbench.sideBar.location': 'right',
    'editor.minimap.enabled': false,
    // The one that everybody has.
    'yoloArchitect.profiler.backend': 'wasm',
  };
  const server = await startServer(tools as Exclude<typeof tools, string>, { settings });
  const browser = await launchChromium(browserPath as string);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const openFile = path.join(workspace, file);
    await page.goto(server.url(workspace, { extensionDevelopmentPath: root, openFile }));
    await take(page, name).catch(async (error) => {
      await page.screenshot({ path: path.join(root, 'out/screenshots/failed.png') });
      throw error;
    });
  } finally {
    await browser.close();
    server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function take(page: Page, theme: string): Promise<void> {
  const window = windowCalls(() => page, media);
  const seen = (selector: string) => window.waitFor({ where: 'workbench', selector, timeoutMs: 60_000 });
  const shot = async (name: string) => {
    await delay(500);
    await window.screenshot({ name: `${name}-${theme}` });
  };
  await seen(theme === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs');
  await seen('.codelens-decoration a');
  await command(page, 'View: Close Primary Side Bar');
  await shot('hints');

  await goTo(page, 19, 14);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await seen('.monaco-hover:not(.hidden) .hover-contents');
  await shot('hover');
  await page.keyboard.press('Escape');

  await goTo(page, 19, 14);
  await page.keyboard.press('Control+.');
  await seen('.action-widget');
  await shot('actions');
  await page.keyboard.press('Escape');

  await command(page, 'YOLO: Profile Model');
  const row = (count: number) => window.waitFor({ where: 'webview', selector: `:nth-match(tr .bar, ${count})`, timeoutMs: 120_000 });
  await row(6);
  await shot('profiling');
  await window.waitFor({ where: 'webview', selector: 'text=The profile is complete.', timeoutMs: 300_000 });
  await shot('panel');
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
}
