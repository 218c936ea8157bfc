import * as vscode from 'vscode';
import { imageSize, t } from '../core/index.ts';
import type { Context } from './context.ts';
import { readSettings } from './settings.ts';

/** Scale, image size and the release whose rules apply, while a model is in the active editor. Also keeps the `when` keys of the menus. */
export function register({ models, activeModel }: Context): vscode.Disposable {
  const scale = item(103, 'selectScale');
  const size = item(102, 'setImageSize');
  const upstream = item(101, 'selectUpstream');

  function refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    const analysis = document && models.get(document);
    void vscode.commands.executeCommand('setContext', 'yoloArchitect.activeModel', analysis !== undefined);
    void vscode.commands.executeCommand('setContext', 'yoloArchitect.model', activeModel() !== undefined);
    const settings = document && readSettings(document.uri);
    const visible = document !== undefined && analysis !== undefined && settings?.statusBar === true;
    if (visible) {
      // Names too, because texts come from the core, which a window without a model does not load.
      [scale.name, size.name, upstream.name] = [t`YOLO scale`, t`YOLO image size`, t`YOLO rules`];
      scale.text = t`Scale ${analysis.scale || '–'}`;
      scale.tooltip = t`Scale of the model; click to choose another`;
      size.text = imageSize(analysis.imgsz);
      size.tooltip = t`Image size, height × width; click to change it`;
      const { source } = models.releases(document.uri);
      upstream.text = source === 'newest' ? t`Ultralytics ${analysis.upstream} (newest)` : `Ultralytics ${analysis.upstream}`;
      upstream.tooltip = `${reasonFor(source)} ${t`The rules of this release apply, and FLOPs are printed as THOP ${analysis.thop} counts; click to choose another`}`;
    }
    for (const entry of [scale, size, upstream]) {
      if (visible && (entry !== scale || analysis.scales.length > 0)) entry.show();
      else entry.hide();
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

function reasonFor(source: ReturnType<Context['models']['releases']>['source']): string {
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

function item(priority: number, command: string): vscode.StatusBarItem {
  const entry = vscode.window.createStatusBarItem(`yoloArchitect.${command}`, vscode.StatusBarAlignment.Right, priority);
  entry.command = `yoloArchitect.${command}`;
  return entry;
}
