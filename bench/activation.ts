// What the editor pays for the extension: size of its bundle, and the time from `require` to the last registration, in fresh processes
// with a `vscode` that accepts everything (the real one's answers take time that is not the extension's).
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { inMs, median, quantile, root } from './support.ts';

const bundle = path.join(root, 'dist/extension.cjs');
/** Read with the first model. */
const core = path.join(root, 'dist/core.cjs');
const limits = { kb: 250, ms: 30 };

const program = `
const { Module } = require('node:module');
const load = Module._load;
const anything = new Proxy(function () {}, {
  // In English there is no bundle of translations.
  get: (_, name) => (name === 'bundle' ? undefined : name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : name === Symbol.iterator ? function* () {} : anything),
  apply: () => anything,
  construct: () => anything,
  set: () => true,
  // A bundle copies the module's own names and reads the rest through its prototype.
  getPrototypeOf: () => anything,
});
Module._load = function (request, ...rest) { return request === 'vscode' ? anything : load.call(this, request, ...rest); };
const start = performance.now();
const { activate } = require(process.argv[1]);
Promise.resolve(activate({ subscriptions: [], extensionPath: '', extensionUri: anything, workspaceState: anything, globalState: anything, extension: anything }))
  .then(() => { console.log(performance.now() - start); process.exit(0); });
`;

const times = Array.from({ length: 20 }, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program, bundle], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return Number(stdout);
});
const kb = statSync(bundle).size / 1024;
const coreKb = statSync(core).size / 1024;
console.log(`extension bundle ${kb.toFixed(0)} KB, core ${coreKb.toFixed(0)} KB with the first model (limit ${limits.kb} KB each)`);
console.log(
  `activation, require to last registration: median ${inMs(median(times))}, p95 ${inMs(quantile(times, 0.95))} (limit ${limits.ms} ms)`,
);
process.exitCode = Math.max(kb, coreKb) > limits.kb || median(times) > limits.ms ? 1 : 0;
