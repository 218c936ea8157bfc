// The tool folder: what only tests and `npm start` need, kept out of the extension's own node_modules.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

/** A real VS Code workbench with its extension host; 4.139.1 is VS Code 1.139.1, which needs Node 24. */
const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';

export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/**
 * Finds code-server in the tool folder (`YOLO_ARCHITECT_TOOLS`, else `.tools`), or installs it there from npm: 780 MB, under a minute.
 * The result is a reason in words where it can't be had.
 */
export function codeServer(): CodeServer | string {
  const nodePackage = `node-${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return `code-server from npm runs on Linux, this is ${process.platform}`;
  const folder = path.resolve(process.env.YOLO_ARCHITECT_TOOLS ?? path.join(root, '.tools'));
  const found = {
    node: path.join(folder, `node_modules/${nodePackage}/bin/node`),
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
  const complete = path.join(folder, 'node_modules/code-server/lib/vscode/node_modules');
  if ([found.node, found.entry, complete].every((file) => existsSync(file))) return found;

  process.stderr.write(`installing code-server ${codeServerVersion} into ${folder} (about a minute, 780 MB)\n`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path.join(folder, 'package.json'))) writeFileSync(path.join(folder, 'package.json'), '{"private": true}\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const first = npm(folder, ['install', ...quiet, `code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`]);
  // The workbench has dependencies of its own, which its install script would fetch and compile; everything needed ships prebuilt.
  const failure = first ?? npm(path.join(folder, 'node_modules/code-server/lib/vscode'), ['install', ...quiet, '--omit=dev']);
  return failure ?? found;
}

function npm(cwd: string, args: readonly string[]): string | undefined {
  // Without npm's own variables: `--ignore-scripts` and the prefix of an outer `npm test` would leak in.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_|package_|lifecycle_)/i.test(name)));
  const { status, stderr } = spawnSync('npm', args, { cwd, env, encoding: 'utf8' });
  return status === 0 ? undefined : `npm ${args.join(' ')} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`;
}
