import * as vscode from 'vscode';
import { installedVersions, packageFolders, releaseRules, sourceVersion } from '../core/index.ts';
import { createPerFolder } from './perFolder.ts';

/** The framework that a workspace folder would run, read from its files. */
export interface Environment {
  readonly ultralytics: string;
  readonly thop: string | undefined;
  /** Where it was found, relative to the folder where it lies inside. */
  readonly place: string;
  /** The address of the model files that come with it. */
  readonly models: string;
}

export interface Environments {
  /** What is known so far; a folder that is not read yet is read, and `onDidChange` fires when that says something. */
  for(uri: vscode.Uri): Environment | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Names under which people make environments. */
const usualFolders = ['.venv', 'venv', 'env', '.env', '.conda', 'conda'];

/** Looked at when a model first asks, and again when files change or the window comes back: somebody may have installed another release. */
export function createEnvironments(log: vscode.LogOutputChannel): Environments {
  const known = createPerFolder(find, (folder, found) =>
    log.info(
      found === undefined ? `${folder.name}: no ultralytics found` : `${folder.name}: ultralytics ${found.ultralytics} in ${found.place}`,
    ),
  );
  const again = () => known.again();
  const watchers = ['**/ultralytics*.dist-info/METADATA', '**/ultralytics/__init__.py'].map((pattern) =>
    vscode.workspace.createFileSystemWatcher(pattern),
  );
  const parts = [
    known,
    ...watchers.flatMap((watcher) => [watcher, watcher.onDidCreate(again), watcher.onDidChange(again), watcher.onDidDelete(again)]),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && again()),
    // Not every watcher sees folders that appear all at once, as they do when a package is installed.
    vscode.window.onDidChangeActiveTextEditor((editor) => editor?.document.languageId === 'yaml' && again()),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('python') && again()),
  ];

  return { for: known.for, onDidChange: known.onDidChange, dispose: () => vscode.Disposable.from(...parts).dispose() };
}

/** A copy of the sources is what Python imports from that folder; else the first environment that has the package. */
async function find(folder: vscode.WorkspaceFolder): Promise<Environment | undefined> {
  const environments = [...interpreter(folder), ...usualFolders.map((name) => vscode.Uri.joinPath(folder.uri, name))];
  const installed = (await Promise.all(environments.map((root) => inEnvironment(root, folder)))).filter((found) => found !== undefined);
  const own = sourceVersion((await text(vscode.Uri.joinPath(folder.uri, 'ultralytics/__init__.py'))) ?? '');
  if (isKnown(own))
    return {
      ultralytics: own,
      thop: installed.find(({ thop }) => thop !== undefined)?.thop,
      place: 'ultralytics',
      models: modelsIn(folder.uri),
    };
  return installed.flatMap(({ ultralytics, ...rest }) => (isKnown(ultralytics) ? [{ ultralytics, ...rest }] : []))[0];
}

function isKnown(version: string | undefined): version is string {
  return version !== undefined && releaseRules(version) !== undefined;
}

/** The environment of the Python extension's interpreter, where its path is written in the settings. */
function interpreter(folder: vscode.WorkspaceFolder): vscode.Uri[] {
  const asked = vscode.workspace.getConfiguration('python', folder.uri).get<string>('defaultInterpreterPath', '');
  const path = asked.replaceAll('\\', '/').replace(/\$\{workspaceFolder(?::[^}]*)?\}/g, folder.uri.path);
  // …/bin/python, …\Scripts\python.exe, or conda's …\python.exe.
  const root = /^(.*?)(?:\/(?:bin|Scripts))?\/[^/]*$/.exec(path)?.[1];
  if (!root) return [];
  return [
    /^(?:\/|[A-Za-z]:)/.test(root)
      ? folder.uri.with({ path: root.startsWith('/') ? root : `/${root}` })
      : vscode.Uri.joinPath(folder.uri, root),
  ];
}

async function inEnvironment(root: vscode.Uri, folder: vscode.WorkspaceFolder) {
  for (const packages of packageFolders(await names(vscode.Uri.joinPath(root, 'lib')))) {
    const found = installedVersions(await names(vscode.Uri.joinPath(root, packages)));
    const place = root.path.startsWith(`${folder.uri.path}/`) ? root.path.slice(folder.uri.path.length + 1) : root.path;
    if (found.ultralytics !== undefined || found.thop !== undefined)
      return { ...found, place, models: modelsIn(vscode.Uri.joinPath(root, packages)) };
  }
  return undefined;
}

function modelsIn(packages: vscode.Uri): string {
  return vscode.Uri.joinPath(packages, 'ultralytics/cfg/models').toString();
}

async function names(folder: vscode.Uri): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return [];
  }
}

async function text(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
