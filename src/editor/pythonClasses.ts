import * as vscode from 'vscode';
import { type DynamicMeaning, type PythonClass, readClasses, readDynamicClass } from '../core/index.ts';

/** The classes in the Python sources of workspace folders; a folder is read in the background when something of it is first asked for. */
export interface PythonClasses {
  /** What `DynamicConv` means there, as far as is known; `onDidChange` fires when that changes. */
  meaningFor(uri: vscode.Uri): DynamicMeaning | undefined;
  /** Where the folder of a file defines a class. */
  find(uri: vscode.Uri, name: string): Promise<vscode.Location | undefined>;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Enough for any copy of the framework; a folder with more is not searched to its end. */
const mostFiles = 3_000;
const elsewhere = '**/{node_modules,.git,.tox,build,dist}/**';
/** Files that are read at a time. */
const atOnce = 16;

interface Source {
  readonly uri: vscode.Uri;
  readonly classes: readonly PythonClass[];
  readonly meaning: DynamicMeaning | undefined;
}

interface Folder {
  /** By address. */
  readonly sources: Map<string, Source>;
  readonly read: Promise<void>;
  meaning: DynamicMeaning | undefined;
}

export function createPythonClasses(): PythonClasses {
  const folders = new Map<string, Folder>();
  const changed = new vscode.EventEmitter<void>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.py');

  function folderOf(uri: vscode.Uri): Folder | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined) return undefined;
    const key = folder.uri.toString();
    let known = folders.get(key);
    if (known === undefined) {
      const sources = new Map<string, Source>();
      known = { sources, meaning: undefined, read: search(folder, sources) };
      folders.set(key, known);
      const reading = known;
      void reading.read.then(() => settle(reading));
    }
    return known;
  }

  /** Says so when the meaning is another one now. */
  function settle(folder: Folder): void {
    const meaning = sorted(folder.sources).find((source) => source.meaning !== undefined)?.meaning;
    if (meaning === folder.meaning) return;
    folder.meaning = meaning;
    changed.fire();
  }

  async function reread(uri: vscode.Uri): Promise<void> {
    const folder = folders.get(vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() ?? '');
    if (folder === undefined) return;
    await folder.read;
    const source = await read(uri);
    if (source === undefined) folder.sources.delete(uri.toString());
    else folder.sources.set(uri.toString(), source);
    settle(folder);
  }

  const watching = [watcher.onDidChange(reread), watcher.onDidCreate(reread), watcher.onDidDelete(reread)];

  return {
    meaningFor: (uri) => folderOf(uri)?.meaning,
    async find(uri, name) {
      const folder = folderOf(uri);
      await folder?.read;
      for (const source of folder === undefined ? [] : sorted(folder.sources)) {
        const found = source.classes.find((one) => one.name === name);
        if (found !== undefined) return new vscode.Location(source.uri, new vscode.Position(found.line - 1, 0));
      }
      return undefined;
    },
    onDidChange: changed.event,
    dispose() {
      vscode.Disposable.from(watcher, changed, ...watching).dispose();
    },
  };
}

async function search(folder: vscode.WorkspaceFolder, sources: Map<string, Source>): Promise<void> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.py'), elsewhere, mostFiles);
  for (let at = 0; at < files.length; at += atOnce) {
    for (const source of await Promise.all(files.slice(at, at + atOnce).map(read))) {
      if (source !== undefined) sources.set(source.uri.toString(), source);
    }
  }
}

/** In an order that does not depend on what was read first. */
function sorted(sources: ReadonlyMap<string, Source>): Source[] {
  return [...sources.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
}

/** Nothing for files that are gone or define no class. */
async function read(uri: vscode.Uri): Promise<Source | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const classes = readClasses(text);
    const meaning = text.includes('DynamicConv') ? readDynamicClass(text) : undefined;
    return classes.length === 0 ? undefined : { uri, classes, meaning };
  } catch {
    return undefined;
  }
}
