import * as vscode from 'vscode';

/** What is known of each workspace folder: read when somebody first asks, and read again when its owner says so. */
export interface PerFolder<T> {
  /** What is known so far of the folder that a file lies in; `onDidChange` fires when that becomes something else. `name`: of which thing in it. */
  for(uri: vscode.Uri, name?: string): T | undefined;
  /** Reads again what has been asked for, where `which` agrees. */
  again(which?: (folder: vscode.WorkspaceFolder, value: T | undefined) => boolean): void;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

interface Entry<T> {
  readonly folder: vscode.WorkspaceFolder;
  readonly name: string;
  value: T | undefined;
}

/** `read` finds out; `say` is told of each change. */
export function createPerFolder<T>(
  read: (folder: vscode.WorkspaceFolder, name: string) => Promise<T | undefined>,
  say?: (folder: vscode.WorkspaceFolder, value: T | undefined) => void,
): PerFolder<T> {
  const known = new Map<string, Entry<T>>();
  const changed = new vscode.EventEmitter<void>();

  async function load(entry: Entry<T>): Promise<void> {
    const value = await read(entry.folder, entry.name);
    if (JSON.stringify(value) === JSON.stringify(entry.value)) return;
    entry.value = value;
    say?.(entry.folder, value);
    changed.fire();
  }

  return {
    for(uri, name = '') {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined) return undefined;
      const key = `${folder.uri} ${name}`;
      let entry = known.get(key);
      if (entry === undefined) {
        entry = { folder, name, value: undefined };
        known.set(key, entry);
        void load(entry);
      }
      return entry.value;
    },
    again(which) {
      for (const entry of known.values()) if (which?.(entry.folder, entry.value) !== false) void load(entry);
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
