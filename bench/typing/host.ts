// Runs inside the extension host: types into a model and says what each keystroke cost.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds of each keystroke. */
export interface Typed {
  /** From the keystroke to hints, lenses and problems of the new text, asked for at once: without the editor's own waiting. */
  readonly upToDate: readonly number[];
  /** That the extension host was busy, with the editor's own requests at the pace of a fast typist. */
  readonly busy: readonly number[];
}

/** What is typed into, by name, with what came out. */
export type Result = Readonly<Record<string, Typed>>;

const keystrokes = 60;
/** Ten keystrokes a second. */
const paceMs = 100;

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const files = (process.env.BENCH_FILES ?? '').split(path.delimiter);
  const result: Record<string, Typed> = {};
  for (const file of files) {
    if (folder === undefined) throw new Error('no workspace is open');
    result[file] = await typeInto(vscode.Uri.joinPath(folder, file));
  }
  writeFileSync(process.env.BENCH_RESULT ?? '', JSON.stringify(result));
}

async function typeInto(uri: vscode.Uri): Promise<Typed> {
  await vscode.extensions.getExtension('yolo-architect.yolo-architect')?.activate();
  const editor = await vscode.window.showTextDocument(uri);
  await delay(3000);
  const places = argumentPlaces(editor.document);
  // The first keystrokes load code.
  await latencies(editor, places, 20);
  const upToDate = await latencies(editor, places, keystrokes);
  await busyTimes(editor, places, 20);
  const profiled = await startProfile();
  const busy = await busyTimes(editor, places, keystrokes);
  await profiled?.(path.basename(uri.path));
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return { upToDate, busy };
}

/** Behind the first argument of each row of convolutions: where people try other channels. */
function argumentPlaces(document: vscode.TextDocument): vscode.Position[] {
  return [...document.getText().matchAll(/(?:Conv|C3k2), \[\d+/g)].map(({ index, 0: text }) => document.positionAt(index + text.length));
}

async function latencies(editor: vscode.TextEditor, places: readonly vscode.Position[], count: number): Promise<number[]> {
  const { document } = editor;
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await goTo(editor, places, i);
    const version = document.version;
    const start = performance.now();
    await key(i);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    // Problems are there when the change has been heard of; nothing asks for them.
    await Promise.all([
      vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, all),
      vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 50),
    ]);
    times.push(performance.now() - start);
    if (document.version === version) throw new Error('nothing was typed');
    await delay(paceMs);
  }
  return times;
}

async function busyTimes(editor: vscode.TextEditor, places: readonly vscode.Position[], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await goTo(editor, places, i);
    const start = busyMs();
    await key(i);
    await delay(paceMs);
    times.push(busyMs() - start);
  }
  return times;
}

/** What this thread has worked so far; where Node does not say it, the time that its loop was not idle, which other processes make longer. */
function busyMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  const used = threadCpuUsage?.call(process);
  return used === undefined ? performance.eventLoopUtilization().active : (used.user + used.system) / 1000;
}

/** Every twentieth keystroke begins at another row. */
async function goTo(editor: vscode.TextEditor, places: readonly vscode.Position[], i: number): Promise<void> {
  const place = places[Math.floor(i / 20) % places.length];
  if (i % 20 !== 0 || place === undefined) return;
  editor.selection = new vscode.Selection(place, place);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await delay(1000);
}

/** A digit, and the next time the key that deletes it. */
function key(i: number): Thenable<unknown> {
  return i % 2 === 0 ? vscode.commands.executeCommand('type', { text: '2' }) : vscode.commands.executeCommand('deleteLeft');
}

/** With BENCH_PROFILE, a folder, what ran while the host was busy, to be opened in a browser's developer tools. */
async function startProfile(): Promise<((name: string) => Promise<void>) | undefined> {
  const folder = process.env.BENCH_PROFILE;
  if (folder === undefined) return undefined;
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return async (name) => {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(path.join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
    session.disconnect();
  };
}
