import * as vscode from 'vscode';
import { type DynamicMeaning, readDynamicClass } from '../core/index.ts';

/** What the Python sources of a workspace folder mean by `DynamicConv`; looked up in the background when a model first asks. */
export interface DynamicClasses {
  /** What is known so far; a folder that is not read yet is read, and `onDidChange` fires when that says something. */
  meaningFor(uri: vscode.Uri): DynamicMeaning | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Enough for any copy of the framework; a folder with more is not searched to its end. */
const mostFiles = 3_000;
const elsewhere = '**/{node_modules,.git,.tox,build,dist}/**';

export function createDynamicClasses(): DynamicClasses {
  const known = new Map<string, DynamicMeaning | undefined>();
  const changed = new vscode.EventEmitter<void>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
  const forget = (uri: vscode.Uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder !== undefined && known.delete(folder.uri.toString())) changed.fire();
  };
  const watching = [watcher.onDidChange(forget), watcher.onDidCreate(forget), watcher.onDidDelete(forget)];

  async function search(folder: vscode.WorkspaceFolder): Promise<void> {
    const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.py'), elsewhere, mostFiles);
    for (const file of files) {
      const meaning = await read(file);
      if (meaning === undefined) continue;
      known.set(folder.uri.toString(), meaning);
      changed.fire();
      return;
    }
  }

  return {
    meaningFor(uri) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined) return undefined;
      const key = folder.uri.toString();
      if (!known.has(key)) {
        known.set(key, undefined);
        void search(folder);
      }
      return known.get(key);
    },
    onDidChange: changed.event,
    dispose() {
      vscode.Disposable.from(watcher, changed, ...watching).dispose();
    },
  };
}

async function read(file: vscode.Uri): Promise<DynamicMeaning | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    return text.includes('DynamicConv') ? readDynamicClass(text) : undefined;
  } catch {
    return undefined;
  }
}
