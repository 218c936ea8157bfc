import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { panelHtml } from '../../../src/panel/html.ts';
import type { HostToPanel, PanelToHost } from '../../../src/panel/protocol.ts';
import { themes } from './themes.ts';

const dist = path.join(import.meta.dirname, '../../../dist/webview');
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

export interface PanelPage {
  readonly page: Page;
  /** What the panel has told the host, once it has drawn what there is to draw. */
  sent(): Promise<PanelToHost[]>;
  /** A message from the host; resolves when the panel has drawn it. */
  tell(...messages: HostToPanel[]): Promise<void>;
  /** Errors, and breaches of the content security policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface PanelPageOptions {
  readonly theme?: keyof typeof themes;
  readonly width?: number;
  readonly height?: number;
  readonly translations?: Readonly<Record<string, string>>;
  /** What `getState` gives. */
  readonly kept?: unknown;
  /** Gets what the panel tells the host, as it comes. */
  readonly onMessage?: (message: PanelToHost) => void;
}

/** Opens the panel in a browser as VS Code would: the same HTML and policy, another origin's nonce, a message port to the host. */
export async function openPanel(browser: Browser, options: PanelPageOptions = {}): Promise<PanelPage> {
  const { theme = 'dark', width = 1000, height = 760, translations = {}, kept, onMessage } = options;
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    const file = path.join(dist, name);
    if (name === '') {
      const origin = `http://${request.headers.host}`;
      const address = (asset: string) => `${origin}/${asset}`;
      response.setHeader('content-type', 'text/html');
      response.end(
        panelHtml({
          cspSource: origin,
          nonce: 'a1b2c3',
          script: address('main.js'),
          style: address('main.css'),
          gpu: address('gpu.js'),
          title: 'YOLO Architect',
          language: 'en',
          translations,
        }),
      );
    } else if (existsSync(file)) {
      response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream');
      response.end(readFileSync(file));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A test that breaks off leaves it open; that must not keep the tests from ending.
  server.unref();
  const page = await browser.newPage({ viewport: { width, height } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('favicon') && complaints.push(message.text()));
  if (onMessage) await page.exposeFunction('onSent', onMessage);
  // tsx marks functions with a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (f) => f');
  await page.addInitScript(fakeHost, { kept, variables: themes[theme] });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    complaints,
    sent: () =>
      page.evaluate(async () => {
        await (window as unknown as Drawing).drawn();
        return (window as unknown as { sent: PanelToHost[] }).sent;
      }),
    tell: (...messages) =>
      page.evaluate(async (list) => {
        for (const message of list) window.postMessage(message, '*');
        // Effects run after a frame, and a frame comes when the machine has time for it.
        await (window as unknown as Drawing).drawn();
        await new Promise((settled) => setTimeout(settled, 60));
      }, messages),
    close: async () => {
      await page.close();
      server.close();
    },
  };
}

/** In the page: resolves behind the frame in which everything so far is drawn. */
interface Drawing {
  drawn(): Promise<unknown>;
}

/** Runs in the page before its scripts: what VS Code gives a webview. */
function fakeHost({ kept, variables }: { kept: unknown; variables: Readonly<Record<string, string>> }): void {
  const sent: unknown[] = [];
  let state = kept;
  Object.assign(window, {
    sent,
    keptState: () => state,
    drawn: () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        sent.push(message);
        (window as { onSent?: (message: unknown) => void }).onSent?.(message);
      },
      getState: () => state,
      setState: (next: unknown) => {
        state = JSON.parse(JSON.stringify(next));
      },
    }),
  });
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
  });
}
