import { connectWindow, type WindowCalls } from '../../scripts/host/control.ts';

const url = process.env.YOLO_ARCHITECT_WINDOW;

/** The window that shows this extension host, to be driven by tests; `undefined` where nothing drives it. */
export const window: WindowCalls | undefined = url ? connectWindow(url) : undefined;

/** Waits until `read` gives a value that is not undefined; for everything in an editor that comes when it comes. */
export async function eventually<T>(what: string, read: () => T | undefined | PromiseLike<T | undefined>, timeoutMs = 60_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
