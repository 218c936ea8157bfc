// Bundles every entry of the product into dist/. `--watch` rebuilds on change, `--dev` leaves the code readable.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
  charset: 'utf8',
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

/** js-yaml makes its tags, schemas and options when it is loaded; marked as pure, those that nobody uses stay out. @type {esbuild.Plugin} */
const leanYaml = {
  name: 'lean-yaml',
  setup({ onLoad }) {
    onLoad({ filter: /js-yaml\.mjs$/ }, ({ path: file }) => ({
      loader: 'js',
      contents: readFileSync(file, 'utf8')
        .replace(/^(var \w+ = )((?:define\w+Tag|new Schema|\w+\.withTags)\([\s\S]*?^[\]}]\));$/gm, '$1/* @__PURE__ */ (() => $2)();')
        .replace(/^(var (?:DEFAULT|SRC)_\w+ = )(\{[\s\S]*?^\}|`.*`);$/gm, '$1/* @__PURE__ */ (() => ($2))();'),
    }));
  },
};

/** What the editor imports when it needs it stays a file of its own. @type {esbuild.Plugin} */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/profiler\/index\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './profiler.cjs', external: true } : undefined,
    );
  },
};

/**
 * Most of the editor's code is the core, and a window that shows no model needs none of it: it is a file of its own, read when
 * the first function of it is called. @type {esbuild.Plugin}
 */
const lazyCore = {
  name: 'lazy-core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/core\/index\.ts$/ }, () => ({ path: 'core', namespace: 'lazy-core' }));
    onResolve({ filter: /^\.\/core\.cjs$/ }, () => ({ path: './core.cjs', external: true }));
    onLoad({ filter: /.*/, namespace: 'lazy-core' }, () => ({
      // Importers copy what a module has of its own and read the rest through its prototype.
      contents: `let core;
        const lazy = new Proxy({}, {
          get: (_, name) => (core ??= require('./core.cjs'))[name],
          getPrototypeOf: () => lazy,
        });
        module.exports = lazy;`,
      loader: 'js',
    }));
  },
};

/** In a browser there is one file, and of the profiler what needs no process. @type {esbuild.Plugin} */
const withoutProcesses = {
  name: 'without-processes',
  setup({ onResolve }) {
    onResolve({ filter: /\/profiler\/index\.ts$/ }, () => ({ path: path.join(root, 'src/profiler/web.ts') }));
  },
};

/** Rules carry examples and pages, modules their compositions, which tests and the command line read and an editor never does. @type {esbuild.Plugin} */
const withoutPages = {
  name: 'without-pages',
  setup({ onLoad }) {
    const text = '(?:`(?:[^`\\\\]|\\\\.)*`|\'(?:[^\'\\\\\\n]|\\\\.)*\'|"(?:[^"\\\\\\n]|\\\\.)*")';
    onLoad({ filter: /[\\/]core[\\/]rules[\\/][\w-]+\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replace(new RegExp(String.raw`^(  (?:bad|good|docs|summary)):\s*${text},$`, 'gm'), "$1: '',"),
    }));
    onLoad({ filter: /[\\/]core[\\/]upstream[\\/]changes\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replace(new RegExp(String.raw`(,\s+what):\s*${text}`, 'g'), "$1: ''"),
    }));
    onLoad({ filter: /[\\/]core[\\/]catalogue[\\/]modules[\\/](?:forks[\\/])?[\w-]+\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replace(new RegExp(String.raw`^(  composition):\s*${text},$`, 'gm'), "$1: '',"),
    }));
  },
};

/** @type {{ from: string, to: string, options: esbuild.BuildOptions }[]} */
const bundles = [
  {
    from: 'src/editor/extension.ts',
    to: 'dist/extension.cjs',
    options: { ...node, external: ['vscode'], plugins: [lazyCore, apart], supported: { 'dynamic-import': false } },
  },
  // Loaded with the first model.
  { from: 'src/core/index.ts', to: 'dist/core.cjs', options: { ...node, plugins: [leanYaml, withoutPages] } },
  // The editor in a browser, such as vscode.dev: a worker, which loads no second file.
  {
    from: 'src/editor/extension.ts',
    to: 'dist/browser.cjs',
    options: {
      ...shared,
      platform: 'browser',
      format: 'cjs',
      target: 'es2022',
      external: ['vscode'],
      plugins: [withoutProcesses, leanYaml, withoutPages],
    },
  },
  // Loaded with the first profile.
  { from: 'src/profiler/index.ts', to: 'dist/profiler.cjs', options: node },
  { from: 'src/cli/main.ts', to: 'dist/cli.cjs', options: { ...node, banner: { js: '#!/usr/bin/env node' }, plugins: [leanYaml] } },
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
