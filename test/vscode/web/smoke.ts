// Runs inside the worker that is the extension host of an editor in a browser: no Node, so a list of checks in the place of mocha.
import * as vscode from 'vscode';
import { model } from '../../support/smallDetector.ts';

const checks: Readonly<Record<string, () => Promise<void>>> = {
  'the extension runs in a worker of the browser': async () => {
    const extension = vscode.extensions.getExtension('yolo-architect.yolo-architect');
    same(typeof Reflect.get(globalThis, 'WorkerGlobalScope'), 'function');
    same(vscode.env.uiKind, vscode.UIKind.Web);
    await extension?.activate();
    same(extension?.isActive, true);
  },

  'a model of the first folder has hover, hints, lenses, problems and completion': async () => {
    const document = await open(folder(0), 'model.yaml');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await eventually('hints', async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      return found.length > 0 ? found : undefined;
    });
    some(
      hints.map(({ label }) => label),
      '32×160×160 · 0.236 GFLOPs',
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
    some(
      lenses.map(({ command }) => command?.title),
      'Scale n of n s',
    );
    const at = document.positionAt(document.getText().indexOf('Conv, [128'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const said = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value))).join('\n');
    same(said.includes('Conv(c1=16, c2=32, k=3, s=2)'), true);
    await eventually('the problem', async () => problemOf(document, 'no-scale-letter'));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
    same(
      list.items.some(({ label }) => typeof label === 'object' && label.label === 'DWConv'),
      true,
    );
  },

  'the second folder has its own settings, modules and release': async () => {
    const document = await open(folder(1), 'model.yaml');
    const lenses = await eventually('the scale of its settings', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return found.some(({ command }) => command?.title === 'Scale s of n s') ? found : undefined;
    });
    same(lenses.length > 3, true);
    // Ours is known there and not in the first folder; end2end is not read by the release that is installed there.
    await eventually('its release', async () => problemOf(document, 'ignored-key'));
    await eventually('its modules', async () => (problemOf(document, 'unknown-module') === undefined ? true : undefined));
    const first = await open(folder(0), 'ours.yaml');
    await eventually('the first folder knows no such module', async () => problemOf(first, 'unknown-module'));
    same(problemOf(first, 'ignored-key'), undefined);
  },

  'a file of a virtual file system is a model too, with its fixes': async () => {
    // It stays: the editor saves by itself later.
    vscode.workspace.registerFileSystemProvider('yolo-memory', memory(model.replace('C3k2, [256, False]', 'C3k22, [256, False]')));
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('yolo-memory:/somewhere/model.yaml'));
    await vscode.window.showTextDocument(document);
    const problem = await eventually('the problem', async () => problemOf(document, 'unknown-module'));
    const actions = await eventually('the fix', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return found.some(({ edit }) => edit !== undefined) ? found : undefined;
    });
    const edit = actions.find((action) => action.edit !== undefined && /C3k2/.test(action.title))?.edit;
    if (edit !== undefined) await vscode.workspace.applyEdit(edit);
    await eventually('no problem', async () => (problemOf(document, 'unknown-module') === undefined ? true : undefined));
  },

  'the panel opens': async () => {
    await open(folder(0), 'model.yaml');
    await vscode.commands.executeCommand('yoloArchitect.showAnalysis');
    await eventually('the panel', async () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'YOLO: model.yaml')) ? true : undefined,
    );
  },
};

/** What the editor calls; the counts go to a file of the first folder. */
export async function run(): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [title, check] of Object.entries(checks)) {
    try {
      await check();
      counts.passed++;
      console.log(`    ✔ ${title}`);
    } catch (error) {
      counts.failed++;
      console.log(`    ✖ ${title}\n      ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder(0), 'counts.json'), new TextEncoder().encode(JSON.stringify(counts)));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}

function folder(index: number): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.[index];
  if (found === undefined) throw new Error(`there is no folder ${index}`);
  return found.uri;
}

async function open(where: vscode.Uri, name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(where, name));
  await vscode.window.showTextDocument(document);
  return document;
}

function problemOf({ uri }: vscode.TextDocument, rule: string): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find(({ code }) => typeof code === 'object' && code.value === rule);
}

async function eventually<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: it does not come`);
}

function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${String(actual)} is not ${String(expected)}`);
}

function some(list: readonly unknown[], wanted: unknown): void {
  if (!list.includes(wanted)) throw new Error(`${String(wanted)} is not among\n${list.map(String).join('\n')}`);
}

/** A file system of one file, whatever its name. */
function memory(text: string): vscode.FileSystemProvider {
  let content = new TextEncoder().encode(text);
  const never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  return {
    onDidChangeFile: never.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: content.length }),
    readFile: () => content,
    writeFile(_uri, written) {
      content = new Uint8Array(written);
    },
    readDirectory: () => [],
    createDirectory: () => undefined,
    delete: () => undefined,
    rename: () => undefined,
  };
}
