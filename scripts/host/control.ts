// How code outside the window drives it: a small HTTP server beside the browser, and the calls that go to it.
// The tests run in the extension host, a process that knows the address from YOLO_ARCHITECT_WINDOW.
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** `workbench` is VS Code's own page, `webview` the content of the extension's panel. */
export type Where = 'workbench' | 'webview';

/** Everything that can be asked of the window. */
export interface WindowCalls {
  click(args: { where: Where; selector: string }): Promise<void>;
  hover(args: { where: Where; selector: string }): Promise<void>;
  /** With the mouse, from the first element that one selector finds to that of the other. */
  drag(args: { where: Where; from: string; to: string }): Promise<void>;
  press(args: { key: string }): Promise<void>;
  type(args: { text: string }): Promise<void>;
  waitFor(args: { where: Where; selector: string; timeoutMs: number }): Promise<void>;
  texts(args: { where: Where; selector: string }): Promise<string[]>;
  evaluate(args: { where: Where; expression: string }): Promise<unknown>;
  screenshot(args: { name: string }): Promise<string>;
}

/** Serves the calls for `page`; screenshots go to `folder`. The result is the address, which only this machine reaches. */
export function serveWindow(page: () => Page | Promise<Page>, folder: string): Promise<{ url: string; close(): void }> {
  const calls = windowCalls(page, folder);
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(calls, request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address && typeof address === 'object' ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

/** The same calls from another process. */
export function connectWindow(url: string): WindowCalls {
  const call = async (name: string, args: unknown) => {
    const response = await fetch(`${url}/${name}`, { method: 'POST', body: JSON.stringify(args) });
    const { value, error } = (await response.json()) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  };
  return new Proxy({} as WindowCalls, { get: (_, name) => (args: unknown) => call(String(name), args) });
}

export function windowCalls(page: () => Page | Promise<Page>, folder: string): WindowCalls {
  const all = async (where: Where, selector: string): Promise<Locator> => {
    const window = await page();
    if (where === 'workbench') return window.locator(selector);
    // A webview is a frame in a frame; the newest one is the panel that has just been opened.
    const outer = window.locator('iframe.webview.ready').last().contentFrame();
    return outer.locator('#active-frame').contentFrame().locator(selector);
  };
  const find = async (where: Where, selector: string): Promise<Locator> => (await all(where, selector)).first();
  return {
    click: async ({ where, selector }) => (await find(where, selector)).click({ timeout: 60_000 }),
    hover: async ({ where, selector }) => (await find(where, selector)).hover({ timeout: 60_000 }),
    drag: async ({ where, from, to }) => (await find(where, from)).dragTo(await find(where, to), { timeout: 60_000 }),
    press: async ({ key }) => (await page()).keyboard.press(key),
    type: async ({ text }) => (await page()).keyboard.type(text),
    waitFor: async ({ where, selector, timeoutMs }) => (await find(where, selector)).waitFor({ timeout: timeoutMs }),
    texts: async ({ where, selector }) => (await all(where, selector)).allInnerTexts(),
    evaluate: async ({ where, expression }) => (await find(where, 'html')).evaluate(expression),
    screenshot: async ({ name }) => {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, `${name}.png`);
      await (await page()).screenshot({ path: file });
      return file;
    },
  };
}

async function answer(calls: WindowCalls, request: IncomingMessage): Promise<[number, object]> {
  try {
    const name = (request.url ?? '/').slice(1) as keyof WindowCalls;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const args = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    if (!Object.hasOwn(calls, name)) return [404, { error: `no call ${name}` }];
    return [200, { value: await calls[name](args) }];
  } catch (error) {
    return [500, { error: error instanceof Error ? error.message : String(error) }];
  }
}
