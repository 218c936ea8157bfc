import * as vscode from 'vscode';
import { type Analysis, count, gflops, imageSize, isPublished, releaseRules, type SwapRequest, t, upstreamLines } from '../core/index.ts';
import type { Context } from './context.ts';
import { generatePython } from './pythonCommand.ts';
import type { RowsItem } from './rowsView.ts';
import { parseImageSize } from './settings.ts';
import { structureCommands } from './structureCommands.ts';
import { previewSwap, swapConv } from './swapCommand.ts';

type Handler = (context: Context, document: vscode.TextDocument, rows?: readonly number[]) => Promise<void>;

const commands: Readonly<Record<string, Handler>> = {
  generatePython,
  selectScale,
  setImageSize,
  selectUpstream,
  swapConv,
  ...structureCommands,
};

/** Commands on the model in front; a code lens and the panel name theirs. */
export function register(context: Context): vscode.Disposable {
  const registered = Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`yoloArchitect.${name}`, async (target?: vscode.Uri | RowsItem, chosen?: readonly RowsItem[]) => {
      const item = target !== undefined && 'section' in target ? target : undefined;
      const document = modelFor(context, target instanceof vscode.Uri ? target : item?.uri);
      const rows = item && (chosen ?? [item]).flatMap(({ row }) => row ?? []);
      if (document !== undefined) await run(context, document, rows);
    }),
  );
  const explain = vscode.commands.registerCommand('yoloArchitect.explainPrinted', () =>
    vscode.commands.executeCommand(
      'markdown.showPreview',
      vscode.Uri.joinPath(context.extension.extensionUri, 'docs/dynamic-convolution.md'),
    ),
  );
  // In no menu: what code actions on several rows do.
  const preview = vscode.commands.registerCommand('yoloArchitect.previewSwap', async (uri: vscode.Uri, request: SwapRequest) => {
    const document = modelFor(context, uri);
    if (document !== undefined) await previewSwap(context, document, request);
  });
  const log = vscode.commands.registerCommand('yoloArchitect.showLog', () => context.log.show());
  return vscode.Disposable.from(explain, log, preview, ...registered);
}

/** The document that a command is about, or a message that there is none. */
export function modelFor({ models, activeModel }: Context, uri?: vscode.Uri): vscode.TextDocument | undefined {
  const named = uri && vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const document = named && models.get(named) !== undefined ? named : activeModel();
  if (document === undefined) {
    void vscode.window.showInformationMessage(t`No model is open. Open a YAML file with a backbone and a head of rows first.`);
  }
  return document;
}

async function selectScale({ models }: Context, document: vscode.TextDocument): Promise<void> {
  const current = models.get(document);
  if (current === undefined) return;
  if (current.scales.length === 0) {
    void vscode.window.showInformationMessage(t`This file has no scales: it describes one network.`);
    return;
  }
  const scales = current.scales.map((scale) => {
    const mark = scale === current.scale ? '$(check) ' : '';
    return { label: `${mark}${scale}`, description: totals(models.at(document, scale)), scale: scale as string | undefined };
  });
  const automatic = { label: t`As the framework chooses`, description: t`from the file name, else its fallback`, scale: undefined };
  const chosen = await vscode.window.showQuickPick([...scales, automatic], {
    title: t`Scale`,
    placeHolder: t`Scale to look at`,
    matchOnDescription: true,
  });
  if (chosen !== undefined) await models.choose(document, { scale: chosen.scale });
}

function totals({ totals: { params, gflops: work, complete }, imgsz }: Analysis): string {
  const text = t`${count(params)} parameters · ${gflops(work)} GFLOPs at ${imageSize(imgsz)}`;
  return complete ? text : t`${text}, some rows unknown`;
}

async function setImageSize({ models }: Context, document: vscode.TextDocument): Promise<void> {
  const current = models.get(document);
  if (current === undefined) return;
  const [height, width] = current.imgsz;
  const answer = await vscode.window.showInputBox({
    title: t`Image size`,
    prompt: t`One number for a square image, or height,width. Leave empty for the default.`,
    value: height === width ? String(height) : `${height},${width}`,
    validateInput: (text) => (text.trim() === '' || parseImageSize(text) ? undefined : t`Write 640 or height,width such as 480,640.`),
  });
  if (answer !== undefined) await models.choose(document, { imgsz: parseImageSize(answer) });
}

async function selectUpstream({ models }: Context, document: vscode.TextDocument): Promise<void> {
  const current = models.get(document);
  if (current === undefined) return;
  const lines = Object.entries(upstreamLines()).map(([name, version]) => {
    const isTree = !/^\d/.test(name);
    const mark = current.upstream === (isTree ? name : version) ? '$(check) ' : '';
    const description = isTree ? t`a tree of its own, made from Ultralytics ${version}` : t`the newest known of ${name}`;
    return { label: `${mark}${isTree ? name : `Ultralytics ${version}`}`, description, upstream: isTree ? name : version };
  });
  const automatic = { label: t`As installed, or as the settings say`, description: '', upstream: undefined };
  const other = { label: t`Another release…`, description: '', upstream: '' };
  const chosen = await vscode.window.showQuickPick([...lines.reverse(), other, automatic], {
    title: t`Release of Ultralytics`,
    placeHolder: t`Whose rules apply to this file`,
  });
  if (chosen === undefined) return;
  const upstream = chosen === other ? (await askRelease(current.upstream))?.trim() : chosen.upstream;
  if (chosen !== other || upstream !== undefined) await models.choose(document, { upstream });
}

function askRelease(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t`Release of Ultralytics`,
    prompt: t`An exact release from 8.3.0 on.`,
    value,
    validateInput: (text) =>
      releaseRules(text.trim()) && isPublished('ultralytics', text.trim()) ? undefined : t`Write a release from 8.3.0 on, such as 8.3.63.`,
  });
}
