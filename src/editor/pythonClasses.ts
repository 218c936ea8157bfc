import * as vscode from 'vscode';
import {
  type ClassPlace,
  type DynamicMeaning,
  type PythonClass,
  parserSource,
  readClasses,
  readDynamicClass,
  readNames,
} from '../core/index.ts';

/** The classes in the Python sources of workspace folders; a folder is read in the background when something of it is first asked for. */
export interface PythonClasses {
  /** What `DynamicConv` means there, as far as is known; `onDidChange` fires when that changes. */
  meaningFor(uri: vscode.Uri): DynamicMeaning | undefined;
  /** Where it defines those classes, as far as is known, and whether its copy of the framework sees them. */
  placesOf(uri: vscode.Uri, names: readonly string[]): Readonly<Record<string, ClassPlace>> | undefined;
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
  /** All that it mentions, where it is the source of the framework's parser. */
  readonly names: ReadonlySet<string> | undefined;
}

interface Folder {
  /** By address. */
  readonly sources: Map<string, Source>;
  readonly read: Promise<void>;
  meaning: DynamicMeaning | undefined;
  /** Names whose places somebody asked for, and what was answered last. */
  readonly asked: Set<string>;
  places: Readonly<Record<string, ClassPlace>>;
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
      known = { sources, meaning: undefined, read: search(folder, sources), asked: new Set(), places: {} };
      folders.set(key, known);
      const reading = known;
      void reading.read.then(() => settle(reading));
    }
    return known;
  }

  /** Says so when the meaning, or the place of a class that somebody asked for, is another one now. */
  function settle(folder: Folder): void {
    const meaning = sorted(folder.sources).find((source) => source.meaning !== undefined)?.meaning;
    const places = placesIn(folder);
    if (meaning === folder.meaning && JSON.stringify(places) === JSON.stringify(folder.places)) return;
    folder.meaning = meaning;
    folder.places = places;
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
    placesOf(uri, names) {
      const folder = folderOf(uri);
      if (folder === undefined) return undefined;
      if (names.some((name) => !folder.asked.has(name))) {
        for (const name of names) folder.asked.add(name);
        folder.places = placesIn(folder);
      }
      const found = Object.entries(folder.places).filter(([name]) => names.includes(name));
      return found.length === 0 ? undefined : Object.fromEntries(found);
    },
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

function placesIn({ sources, asked }: Folder): Record<string, ClassPlace> {
  const places: Record<string, ClassPlace> = {};
  const all = sorted(sources);
  const parser = all.find(({ names }) => names !== undefined)?.names;
  for (const { uri, classes } of all) {
    for (const { name, line } of classes) {
      if (!asked.has(name) || places[name] !== undefined) continue;
      places[name] = { file: vscode.workspace.asRelativePath(uri, false), line, registered: parser?.has(name) === true };
    }
  }
  return places;
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
    const names = uri.path.endsWith(`/${parserSource}`) ? readNames(text) : undefined;
    return classes.length === 0 && names === undefined ? undefined : { uri, classes, meaning, names };
  } catch {
    return undefined;
  }
}
