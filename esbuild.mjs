// Bundles every entry of the product into dist/. `--watch` rebuilds on change, `--dev` leaves the code readable.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';

const root = import.meta.dirname;
const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Code that also runs unbundled asks for import.meta only where there is no __dirname.
  logOverride: { 'empty-import-meta': 'silent' },
};

/** @type {esbuild.BuildOptions} */
const page = { ...shared, platform: 'browser', format: 'iife', target: 'chrome120', jsx: 'automatic', jsxImportSource: 'preact' };

/** @type {{ from: string, to: string, options: esbuild.BuildOptions }[]} */
const bundles = [
  { from: 'src/editor/extension.ts', to: 'dist/extension.cjs', options: { ...node, external: ['vscode'] } },
  { from: 'src/cli/main.ts', to: 'dist/cli.cjs', options: { ...node, banner: { js: '#!/usr/bin/env node' } } },
  {
    from: 'src/profiler/worker.ts',
    to: 'dist/worker.cjs',
    options: { ...node, external: ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'] },
  },
  { from: 'webview/main.tsx', to: 'dist/webview/main.js', options: page },
  // The GPU executor is large and only loaded when it is used.
  { from: 'src/profiler/browser.ts', to: 'dist/webview/gpu.js', options: page },
];

mkdirSync(path.join(root, 'dist'), { recursive: true });
for (const { from, to, options } of bundles) {
  if (!existsSync(path.join(root, from))) continue;
  const complete = { ...options, entryPoints: [from], outfile: to };
  if (watch) await (await esbuild.context(complete)).watch();
  else await esbuild.build(complete);
}
copyWasm();
if (existsSync(path.join(root, 'dist/cli.cjs'))) chmodSync(path.join(root, 'dist/cli.cjs'), 0o755);
printSizes();

/** The wasm back end loads its binaries from beside the worker. */
function copyWasm() {
  const from = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  for (const name of readdirSync(from).filter((file) => file.endsWith('.wasm'))) {
    copyFileSync(path.join(from, name), path.join(root, 'dist', name));
  }
}

function printSizes() {
  for (const { to } of bundles) {
    const file = path.join(root, to);
    if (existsSync(file)) console.log(`${(statSync(file).size / 1024).toFixed(0).padStart(6)} KB  ${to}`);
  }
}
