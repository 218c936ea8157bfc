import * as vscode from 'vscode';
import { rowAt, t } from '../core/index.ts';
import type { HostToPanel, PanelToHost } from '../panel/protocol.ts';
import { modelFor } from './commands.ts';
import type { Context } from './context.ts';
import { createExploring, swapRows } from './exploring.ts';
import { pageFolder, pageHtml, revealSpan, runPanelCommand } from './page.ts';
import { panelModel } from './panelModel.ts';
import { createProfiling, type Profiling } from './profiling.ts';

/** The panel's commands; there is one panel, which follows the model in front. */
export function register(context: Context): vscode.Disposable {
  let open: OpenPanel | undefined;
  const show = (document: vscode.TextDocument) => {
    open ??= openPanel(context, document, () => {
      open = undefined;
    });
    open.show(document);
    return open;
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('yoloArchitect.showAnalysis', (uri?: vscode.Uri) => {
      const document = modelFor(context, uri);
      if (document !== undefined) show(document);
    }),
    vscode.commands.registerCommand('yoloArchitect.profile', (uri?: vscode.Uri) => {
      const document = modelFor(context, uri);
      if (document !== undefined) show(document).profile();
    }),
    vscode.commands.registerCommand('yoloArchitect.exploreSwaps', (uri?: vscode.Uri) => {
      const document = modelFor(context, uri);
      if (document !== undefined) show(document).explore();
    }),
    // In no menu: lets tests and other extensions compare back ends number by number.
    vscode.commands.registerCommand('yoloArchitect.outputs', (uri: vscode.Uri, backend: string) => {
      const document = modelFor(context, uri);
      return document === undefined ? undefined : show(document).outputs(backend);
    }),
    new vscode.Disposable(() => open?.dispose()),
  );
}

interface OpenPanel {
  show(document: vscode.TextDocument): void;
  profile(): void;
  /** Shows the view in which swaps are compared. */
  explore(): void;
  outputs(backend: string): Promise<readonly Float32Array[] | undefined>;
  dispose(): void;
}

function openPanel(context: Context, first: vscode.TextDocument, closed: () => void): OpenPanel {
  const { models, extension } = context;
  const folder = pageFolder(extension);
  const view = vscode.window.createWebviewPanel(
    'yoloArchitect.panel',
    'YOLO Architect',
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [folder] },
  );
  let document = first;
  let ready = false;
  let wantsExplore = false;
  let update: NodeJS.Timeout | undefined;
  let gone = false;
  // What ends with the panel may still have something to say.
  const post = (message: HostToPanel) => void (gone || view.webview.postMessage(message));
  const profiling: Profiling = createProfiling(context, post);
  const exploring = createExploring(context, profiling, post);

  function sendModel(): void {
    clearTimeout(update);
    const analysis = document.isClosed ? undefined : models.get(document);
    if (analysis === undefined) {
      post({
        type: 'failed',
        failure: { message: t`No model is open.`, advice: t`Open a YAML file with a backbone and a head of rows.`, actions: ['openFile'] },
      });
      return;
    }
    view.title = `YOLO: ${document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)}`;
    post({ type: 'model', model: panelModel(document, analysis) });
  }

  function sendLater(): void {
    clearTimeout(update);
    update = setTimeout(sendModel, 60);
  }

  function follow(): void {
    const active = vscode.window.activeTextEditor?.document;
    if (active === undefined || active === document || models.get(active) === undefined) return;
    document = active;
    sendModel();
  }

  function select({ textEditor, selections }: vscode.TextEditorSelectionChangeEvent): void {
    const analysis = textEditor.document === document ? models.get(document) : undefined;
    const cursor = selections[0]?.active;
    if (analysis === undefined || cursor === undefined) return;
    post({ type: 'select', row: rowAt(analysis, document.offsetAt(cursor))?.row.index ?? null });
    void exploring.selected(document);
  }

  async function receive(message: PanelToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        ready = true;
        profiling.greet();
        sendModel();
        profiling.replay();
        if (wantsExplore) post({ type: 'explore' });
        return;
      case 'profile':
        return start(message.backend);
      case 'cancel':
        return profiling.cancel();
      case 'probe':
        return profiling.probe();
      case 'reveal':
        return revealSpan(document, models.get(document)?.rows[message.row]?.syntax.span, message.focus);
      case 'explore':
        return exploring.explore(document, message.query);
      case 'timeSwaps':
        return exploring.time(document, message.query);
      case 'cancelExplore':
        return exploring.cancel();
      case 'swap':
        return swapRows(document, models.get(document), message);
      case 'scale':
        return models.choose(document, { scale: message.scale });
      case 'command':
        return runPanelCommand(message.command, document);
      case 'gpu':
      case 'gpuEnded':
        profiling.fromPage(message);
    }
  }

  async function start(backend?: string): Promise<void> {
    const analysis = models.get(document);
    if (analysis !== undefined) await profiling.start(document, analysis, backend);
  }

  const parts = vscode.Disposable.from(
    view.webview.onDidReceiveMessage((message: PanelToHost) => {
      receive(message).catch((error: unknown) => context.log.error(error instanceof Error ? error : String(error)));
    }),
    vscode.workspace.onDidChangeTextDocument((event) => event.document === document && sendLater()),
    vscode.workspace.onDidCloseTextDocument((other) => other === document && sendLater()),
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.window.onDidChangeTextEditorSelection(select),
    models.onDidChange(sendModel),
    profiling,
  );
  view.onDidDispose(() => {
    gone = true;
    clearTimeout(update);
    exploring.cancel();
    parts.dispose();
    closed();
  });
  view.webview.html = pageHtml(view.webview, folder);

  return {
    show(next) {
      document = next;
      view.reveal(undefined, true);
      if (ready) sendModel();
    },
    profile: () => void start(),
    explore() {
      wantsExplore = true;
      if (ready) post({ type: 'explore' });
    },
    async outputs(backend) {
      const analysis = models.get(document);
      return analysis && profiling.outputs(analysis, backend);
    },
    dispose: () => view.dispose(),
  };
}
