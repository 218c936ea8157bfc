import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What VS Code calls inside the extension host; a rejection is the exit code 1. */
export async function run(): Promise<void> {
  const root = path.join(__dirname, '../..');
  const { default: Mocha } = await import('mocha');
  const { default: reporter } = await import(pathToFileURL(path.join(root, 'test/support/reporter.mjs')).href);
  // Keys and clicks meet a window that draws when it likes: what a second try passes is no fault of ours, and the reporter names it.
  const mocha = new Mocha({ ui: 'bdd', timeout: 180_000, retries: 2, reporter, color: process.env.FORCE_COLOR === '1' });
  if (process.env.TEST_GREP) mocha.grep(new RegExp(process.env.TEST_GREP, 'i'));
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  // Loaded as modules, since mocha itself is one.
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
