import * as vscode from 'vscode';
import type { Pretrained } from '../core/index.ts';
import type { Environments } from './environments.ts';
import { createPerFolder } from './perFolder.ts';

/** The model whose weights training begins with, as the setting `pretrained` names it. */
export interface BaseModels {
  /** What is known so far; a file that is not read yet is read, and `onDidChange` fires then. */
  for(uri: vscode.Uri, name: string): Pretrained | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

export function createBaseModels(environments: Environments): BaseModels {
  const known = createPerFolder((folder, name) => find(folder, name, environments.for(folder.uri)?.models));
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}');
  const again = ({ path }: vscode.Uri) => known.again((_, model) => model?.fileName === path.slice(path.lastIndexOf('/') + 1));
  const parts = [known, watcher, watcher.onDidChange(again), watcher.onDidDelete(again), environments.onDidChange(() => known.again())];
  return {
    for: (uri, name) => (name === '' ? undefined : known.for(uri, name)),
    onDidChange: known.onDidChange,
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
