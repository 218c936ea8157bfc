import * as vscode from 'vscode';
import { type DataFile, readDataClasses } from '../core/index.ts';

/** The data files of workspace folders, which training may use; a folder is searched when a model first asks. */
export interface DataFiles {
  /** What is known so far; `onDidChange` fires when that says something else. */
  for(uri: vscode.Uri): readonly DataFile[] | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** A folder with more YAML files holds labels or results; it is not searched to its end. */
const mostFiles = 500;
/** Copies of the framework bring dozens of their own. */
const elsewhere = '**/{node_modules,.git,.tox,build,dist,site-packages,ultralytics/cfg}/**';

export function createDataFiles(): DataFiles {
  const known = new Map<string, readonly DataFile[]>();
  const changed = new vscode.EventEmitter<void>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}');

  async function search(folder: vscode.WorkspaceFolder): Promise<void> {
    const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.{yaml,yml}'), elsewhere, mostFiles);
    const read = await Promise.all(files.map(dataFile));
    const found = read.filter((file) => file !== undefined).sort((a, b) => (a.file < b.file ? -1 : 1));
    const key = folder.uri.toString();
    if (JSON.stringify(known.get(key)) === JSON.stringify(found)) return;
    known.set(key, found);
    changed.fire();
  }

  async function again(uri: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined || !known.has(folder.uri.toString())) return;
    const name = vscode.workspace.asRelativePath(uri, false);
    // Most files that change are models; only data files, and what was one, matter.
    if ((await dataFile(uri)) !== undefined || known.get(folder.uri.toString())?.some(({ file }) => file === name)) await search(folder);
  }

  const watching = [watcher.onDidChange(again), watcher.onDidCreate(again), watcher.onDidDelete(again)];

  return {
    for(uri) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined) return undefined;
      const key = folder.uri.toString();
      if (!known.has(key)) {
        known.set(key, []);
        void search(folder);
      }
      return known.get(key);
    },
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(watcher, changed, ...watching).dispose(),
  };
}

async function dataFile(uri: vscode.Uri): Promise<DataFile | undefined> {
  try {
    const classes = readDataClasses(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    return classes === undefined ? undefined : { file: vscode.workspace.asRelativePath(uri, false), classes };
  } catch {
    return undefined;
  }
}
