import * as vscode from 'vscode';
import { type ReadModules, readModules, type UserModules } from '../core/index.ts';

/** The modules that a project describes, kept as the files and their open editors change. */
export interface ProjectModules {
  /** Those that apply to a file: of the nearest `.yolo-architect/modules.yaml` in its folder or above, inside its workspace folder. */
  for(uri: vscode.Uri): UserModules | undefined;
  /** The file that they come from, or that a first description would go to, with its text. */
  fileFor(uri: vscode.Uri): { readonly uri: vscode.Uri; readonly text: string | undefined };
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

const name = '.yolo-architect/modules.yaml';
/** Typing in such a file analyses every open model again: not at each key. */
const pauseMs = 150;

/** Tells a project's file of modules from other YAML files. */
export function isModulesFile({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith(`/${name}`);
}

/** What a file of modules says, and what is wrong in it. */
export function modulesIn(document: vscode.TextDocument): ReadModules {
  return readModules(document.getText(), document.uri.toString());
}

/** Nothing is looked for before the first model asks. */
export function createProjectModules(log: vscode.LogOutputChannel): ProjectModules {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<void>();
  const parts: vscode.Disposable[] = [changed];
  let started = false;
  let pause: NodeJS.Timeout | undefined;

  const openText = (uri: vscode.Uri) =>
    vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === uri.toString())?.getText();

  function keep(uri: vscode.Uri, text: string | undefined): void {
    const key = uri.toString();
    if (texts.get(key) === text) return;
    if (text === undefined) texts.delete(key);
    else texts.set(key, text);
    changed.fire();
  }

  async function load(uri: vscode.Uri): Promise<void> {
    try {
      keep(uri, openText(uri) ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch (error) {
      log.warn(`${uri.path}: ${error instanceof Error ? error.message : String(error)}`);
      keep(uri, undefined);
    }
  }

  function start(): void {
    started = true;
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${name}`);
    const search = async () => {
      for (const uri of await vscode.workspace.findFiles(`**/${name}`, '**/node_modules/**')) await load(uri);
    };
    parts.push(
      watcher,
      watcher.onDidCreate(load),
      watcher.onDidChange(load),
      watcher.onDidDelete((uri) => keep(uri, undefined)),
      vscode.workspace.onDidOpenTextDocument((document) => isModulesFile(document) && keep(document.uri, document.getText())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!isModulesFile(document)) return;
        clearTimeout(pause);
        pause = setTimeout(() => keep(document.uri, document.getText()), pauseMs);
      }),
      // What was typed and not saved is gone with its editor.
      vscode.workspace.onDidCloseTextDocument(
        (document) => isModulesFile(document) && texts.has(document.uri.toString()) && void load(document.uri),
      ),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void search()),
      new vscode.Disposable(() => clearTimeout(pause)),
    );
    void search();
  }

  function nearest(uri: vscode.Uri): vscode.Uri | undefined {
    if (!started) start();
    if (texts.size === 0) return undefined;
    const top = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (top === undefined) return undefined;
    for (let folder = parentOf(uri); folder.path.startsWith(top.path); folder = parentOf(folder)) {
      const file = vscode.Uri.joinPath(folder, name);
      if (texts.has(file.toString())) return file;
      if (folder.path === top.path || folder.path === '/') break;
    }
    return undefined;
  }

  return {
    for(uri) {
      const file = nearest(uri);
      const text = file && texts.get(file.toString());
      return file === undefined || text === undefined ? undefined : readModules(text, file.toString()).modules;
    },
    fileFor(uri) {
      const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? parentOf(uri);
      const file = nearest(uri) ?? vscode.Uri.joinPath(folder, name);
      return { uri: file, text: openText(file) ?? texts.get(file.toString()) };
    },
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(...parts).dispose(),
  };
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}
