import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import glob from 'fast-glob';

const root = path.join(import.meta.dirname, '..');

/** Libraries without IO that the core may use, each from the files named. */
const coreLibraries: Record<string, RegExp> = {
  'js-yaml': /^src\/core\/yaml\/parse\.ts$/,
  'fastest-levenshtein': /^src\/core\//,
};

/** Layers that a layer may import from, itself aside. */
const below: Record<string, readonly string[]> = {
  core: [],
  panel: ['core', 'profiler'],
  profiler: ['core'],
  editor: ['core', 'profiler', 'panel'],
  cli: ['core', 'profiler'],
  webview: [],
};

/** Files that a webview may import although they belong to another layer. */
const sharedWithWebview = ['src/core/format.ts', 'src/panel/protocol.ts'];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

describe('layers', () => {
  const imports = sources().flatMap(importsOf);

  it('there is something to check', () => assert.ok(imports.length > 0));

  it('only src/editor imports vscode', () => {
    assert.deepEqual(
      breaches(imports, ({ file, target }) => target === 'vscode' && layerOf(file) !== 'editor'),
      [],
    );
  });

  it('the core imports no Node built-ins and no libraries but its own few', () => {
    const foreign = ({ file, target }: Import) => {
      if (layerOf(file) !== 'core' || isFile(target)) return false;
      return isBuiltin(target) || !(coreLibraries[target]?.test(file) ?? false);
    };
    assert.deepEqual(breaches(imports, foreign), []);
  });

  it('the webview imports no Node built-ins', () => {
    assert.deepEqual(
      breaches(imports, ({ file, target }) => layerOf(file) === 'webview' && isBuiltin(target)),
      [],
    );
  });

  it('dependencies point towards the core', () => {
    const upwards = ({ file, target }: Import) => {
      if (!isFile(target)) return false;
      const from = layerOf(file);
      const to = layerOf(target);
      return from !== to && !below[from]?.includes(to) && !(from === 'webview' && sharedWithWebview.includes(target));
    };
    assert.deepEqual(breaches(imports, upwards), []);
  });

  it('other layers import the core through src/core/index.ts', () => {
    const around = ({ file, target }: Import) =>
      isFile(target) &&
      layerOf(target) === 'core' &&
      layerOf(file) !== 'core' &&
      target !== 'src/core/index.ts' &&
      !(layerOf(file) === 'webview' && sharedWithWebview.includes(target));
    assert.deepEqual(breaches(imports, around), []);
  });

  it('the webview takes only types from src/panel', () => {
    const values = ({ file, target, typeOnly }: Import) => layerOf(file) === 'webview' && target.startsWith('src/panel/') && !typeOnly;
    assert.deepEqual(breaches(imports, values), []);
  });
});

function sources(): string[] {
  return glob.sync(['src/**/*.ts', 'webview/**/*.{ts,tsx}'], { cwd: root });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const calls = text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [
    ...[...statements].map(([, type, target]) => ({ file, target: resolve(file, target!), typeOnly: type !== undefined })),
    ...[...calls].map(([, target]) => ({ file, target: resolve(file, target!), typeOnly: false })),
  ];
}

/** A path from the root for a file of ours, else the name of the package or built-in. */
function resolve(file: string, target: string): string {
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target;
}

const isFile = (target: string) => target.startsWith('src/') || target.startsWith('webview/');
const isBuiltin = (target: string) => target.startsWith('node:') || builtinModules.includes(target);

function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second : top;
}

function breaches(imports: readonly Import[], broken: (found: Import) => boolean): string[] {
  return imports.filter(broken).map(({ file, target }) => `${file} imports ${target}`);
}
