import * as vscode from 'vscode';
import type { Pretrained } from '../core/index.ts';
import type { Environments } from './environments.ts';

/** The model whose weights training begins with, as the setting `pretrained` names it. */
export interface BaseModels {
  /** What is known so far; a file that is not read yet is read, and `onDidChange` fires then. */
  for(uri: vscode.Uri, name: string): Pretrained | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

export function createBaseModels(environments: Environments): BaseModels {
  const known = new Map<string, Pretrained | undefined>();
  const changed = new vscode.EventEmitter<void>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}');
  // The texts are small, and a base model hardly ever changes: what was read is read again when next asked for.
  const forget = ({ path }: vscode.Uri) => {
    const base = path.slice(path.lastIndexOf('/') + 1);
    const gone = [...known].filter(([, model]) => model?.fileName === base);
    for (const [key] of gone) known.delete(key);
    if (gone.length > 0) changed.fire();
  };
  const parts = [changed, watcher, watcher.onDidChange(forget), watcher.onDidDelete(forget), environments.onDidChange(() => known.clear())];

  async function load(key: string, folder: vscode.WorkspaceFolder, name: string): Promise<void> {
    const found = await find(folder, name, environments.for(folder.uri)?.models);
    if (found === undefined) return;
    known.set(key, found);
    changed.fire();
  }

  return {
    for(uri, name) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined || name === '') return undefined;
      const key = `${folder.uri} ${name}`;
      if (!known.has(key)) {
        known.set(key, undefined);
        void load(key, folder, name);
      }
      return known.get(key);
    },
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(...parts).dispose(),
  };
}

/** A file of the workspace, else one of the models that the framework in use brings along. */
async function find(folder: vscode.WorkspaceFolder, name: string, installed: string | undefined): Promise<Pretrained | undefined> {
  const model = name.replace(/\.pt$/, '.yaml');
  const own = await read(vscode.Uri.joinPath(folder.uri, model));
  if (own !== undefined || installed === undefined) return own;
  const models = vscode.Uri.parse(installed);
  const plain = model.replace(/^(yolo(?:e-)?v?\d+)[nslmx]/, '$1');
  for (const version of await folders(models)) {
    const found = await read(vscode.Uri.joinPath(models, version, plain));
    if (found !== undefined) return found;
  }
  return undefined;
}

async function read(uri: vscode.Uri): Promise<Pretrained | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { fileName: uri.path.slice(uri.path.lastIndexOf('/') + 1), text };
  } catch {
    return undefined;
  }
}

async function folders(uri: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.flatMap(([name, type]) => (type & vscode.FileType.Directory ? [name] : []));
  } catch {
    return [];
  }
}
