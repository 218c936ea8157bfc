import * as vscode from 'vscode';
import { type DataFile, readDataClasses } from '../core/index.ts';
import { createPerFolder } from './perFolder.ts';

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
  const known = createPerFolder(search);
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}');

  async function again(uri: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    const name = vscode.workspace.asRelativePath(uri, false);
    // Most files that change are models; only data files, and what was one, matter.
    const is = (await dataFile(uri)) !== undefined;
    known.again((other, files) => other.uri.toString() === folder && (is || files?.some(({ file }) => file === name) === true));
  }

  const watching = [watcher.onDidChange(again), watcher.onDidCreate(again), watcher.onDidDelete(again)];
  return {
    for: known.for,
    onDidChange: known.onDidChange,
    dispose: () => vscode.Disposable.from(known, watcher, ...watching).dispose(),
  };
}

async function search(folder: vscode.WorkspaceFolder): Promise<readonly DataFile[]> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.{yaml,yml}'), elsewhere, mostFiles);
  const read = await Promise.all(files.map(dataFile));
  return read.filter((file) => file !== undefined).sort((a, b) => (a.file < b.file ? -1 : 1));
}

async function dataFile(uri: vscode.Uri): Promise<DataFile | undefined> {
  try {
    const classes = readDataClasses(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    return classes === undefined ? undefined : { file: vscode.workspace.asRelativePath(uri, false), classes };
  } catch {
    return undefined;
  }
}
