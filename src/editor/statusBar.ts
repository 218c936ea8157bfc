import * as vscode from 'vscode';
import { type Analysis, imageSize, t } from '../core/index.ts';
import type { Context } from './context.ts';
import { readSettings } from './settings.ts';

/** Scale, image size and the release whose rules apply, while a model is in the active editor. Also keeps the `when` keys of the menus. */
export function register({ models, activeModel }: Context): vscode.Disposable {
  const scale = item(103, 'selectScale');
  const size = item(102, 'setImageSize');
  const upstream = item(101, 'selectUpstream');

  let shown = '';
  const setContext = contextKeys();

  function refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    const analysis = document && models.get(document);
    setContext('yoloArchitect.activeModel', analysis !== undefined);
    setContext('yoloArchitect.model', activeModel() !== undefined);
    const visible = document !== undefined && analysis !== undefined && readSettings(document.uri).statusBar;
    const texts = visible ? textsOf(analysis, models.releases(document.uri).source) : undefined;
    // Every assignment goes to the window: while someone types, hardly one of them says something new.
    const next = JSON.stringify(texts);
    if (next === shown) return;
    shown = next;
    for (const [entry, text] of [
      [scale, texts?.scale],
      [size, texts?.size],
      [upstream, texts?.upstream],
    ] as const) {
      if (text === undefined) entry.hide();
      else {
        Object.assign(entry, text);
        entry.show();
      }
    }
  }

  refresh();
  return vscode.Disposable.from(
    scale,
    size,
    upstream,
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) refresh();
    }),
    vscode.workspace.onDidOpenTextDocument(refresh),
    vscode.workspace.onDidCloseTextDocument(refresh),
    models.onDidChange(refresh),
  );
}

type Source = ReturnType<Context['models']['releases']>['source'];
type Texts = Pick<vscode.StatusBarItem, 'name' | 'text' | 'tooltip'>;

/** Names too, because texts come from the core, which a window without a model does not load. */
function textsOf(analysis: Analysis, source: Source): Readonly<Record<'scale' | 'size' | 'upstream', Texts | undefined>> {
  const { scale, scales, imgsz, upstream, thop } = analysis;
  const choose = t`The rules of this release apply, and FLOPs are printed as THOP ${thop} counts; click to choose another`;
  return {
    scale:
      scales.length === 0
        ? undefined
        : { name: t`YOLO scale`, text: t`Scale ${scale || '–'}`, tooltip: t`Scale of the model; click to choose another` },
    size: { name: t`YOLO image size`, text: imageSize(imgsz), tooltip: t`Image size, height × width; click to change it` },
    upstream: {
      name: t`YOLO rules`,
      text: source === 'newest' ? t`Ultralytics ${upstream} (newest)` : `Ultralytics ${upstream}`,
      tooltip: `${reasonFor(source)} ${choose}`,
    },
  };
}

function reasonFor(source: Source): string {
  switch (source) {
    case 'choice':
      return t`Chosen for this file.`;
    case 'setting':
      return t`As the settings say.`;
    case 'newest':
      return t`No Ultralytics was found in the workspace: the newest known release stands in.`;
    default:
      return t`Installed in ${source.place}.`;
  }
}

/** Sets keys of `when` clauses, those that change. */
function contextKeys(): (key: string, value: boolean) => void {
  const values = new Map<string, boolean>();
  return (key, value) => {
    if (values.get(key) === value) return;
    values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
}

function item(priority: number, command: string): vscode.StatusBarItem {
  const entry = vscode.window.createStatusBarItem(`yoloArchitect.${command}`, vscode.StatusBarAlignment.Right, priority);
  entry.command = `yoloArchitect.${command}`;
  return entry;
}
