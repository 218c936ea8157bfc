// What the editor pays for the extension: the time from `require` to the last registration, in fresh processes with a `vscode` that
// accepts everything (the real one's answers take time that is not the extension's), and the time to the first model's numbers.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { inMs, median, quantile, root, sample } from './support.ts';

const bundle = path.join(root, 'dist/extension.cjs');
/** Read with the first model. */
const core = path.join(root, 'dist/core.cjs');
/**
 * Every window reads the extension's bundle, so its size has a limit. The core is paid for once, by who opens a model, and in time:
 * of 600 KB a busy core of a small machine compiles all in 34 ms and runs them in 17, and the first analysis, whose code is cold,
 * takes 90. What could be loaded later still (the Python export, users' modules, refactorings: 90 KB) would spare 5 ms.
 */
const limits = { kb: 100, ms: 30, firstModelMs: 300 };

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

const firstModel = `
const text = require('node:fs').readFileSync(process.argv[2], 'utf8');
const start = process.cpuUsage();
require(process.argv[1]).analyze(text, { scale: 'n' });
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
`;

const run = (code: string, ...args: string[]): number => {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', code, ...args], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return Number(stdout);
};

const times = Array.from({ length: 20 }, () => run(program, bundle));
const first = Array.from({ length: 20 }, () => run(firstModel, core, sample));
const kb = statSync(bundle).size / 1024;
const coreKb = statSync(core).size / 1024;
console.log(`extension bundle ${kb.toFixed(0)} KB (limit ${limits.kb} KB), core ${coreKb.toFixed(0)} KB with the first model`);
console.log(
  `activation, require to last registration: median ${inMs(median(times))}, p95 ${inMs(quantile(times, 0.95))} (limit ${limits.ms} ms)`,
);
console.log(
  `first model, require of the core to its numbers: median of processor time ${inMs(median(first))}, p95 ${inMs(quantile(first, 0.95))} (limit ${limits.firstModelMs} ms)`,
);
process.exitCode = kb > limits.kb || median(times) > limits.ms || median(first) > limits.firstModelMs ? 1 : 0;
