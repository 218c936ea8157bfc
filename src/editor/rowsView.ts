import * as vscode from 'vscode';
import { type Analysis, dropRequest, planStructure, type RowAnalysis, rowLabel, rowTree, t } from '../core/index.ts';
import { applyStructure } from './confirming.ts';
import type { Context } from './context.ts';
import { rangeOf } from './convert.ts';

/** A section, or a row of one. */
export interface RowsItem {
  readonly uri: vscode.Uri;
  readonly section: 'backbone' | 'head';
  readonly row?: number;
}

const mime = 'application/vnd.code.tree.yoloarchitect.rows';

/** The rows of the model in front as a tree: they can be dragged, the cursor's row is marked, and the menu has the structural commands. */
export function register(context: Context): vscode.Disposable {
  const { models, activeModel } = context;
  const changed = new vscode.EventEmitter<RowsItem | undefined>();
  const find = (item: RowsItem | undefined) => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === item?.uri.toString()) ?? activeModel();
    const analysis = document && models.get(document);
    return document === undefined || analysis === undefined ? undefined : { document, analysis };
  };
  const items = createItems();
  const tree = vscode.window.createTreeView<RowsItem>('yoloArchitect.rows', {
    canSelectMany: true,
    showCollapseAll: false,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren(item) {
        const found = find(item);
        return found === undefined || item?.row !== undefined ? [] : items.under(found.document.uri, found.analysis, item);
      },
      getParent: (item) => (item.row === undefined ? undefined : items.of(item.uri, item.section)),
      getTreeItem(item) {
        const found = find(item);
        const row = item.row === undefined ? undefined : found?.analysis.rows[item.row];
        return row === undefined || found === undefined ? sectionItem(item) : rowItem(item, found.document, row);
      },
    },
    dragAndDropController: {
      dragMimeTypes: [mime],
      dropMimeTypes: [mime],
      handleDrag(source, data) {
        data.set(mime, new vscode.DataTransferItem(source.flatMap(({ row }) => row ?? [])));
      },
      async handleDrop(target, data) {
        const rows: unknown = data.get(mime)?.value;
        const found = find(target);
        if (found === undefined || target === undefined || !Array.isArray(rows)) return;
        await dropOn(found.document, found.analysis, target, rows.map(Number));
      },
    },
  });

  let waiting: NodeJS.Timeout | undefined;
  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => changed.fire(undefined), 150);
  };
  /** The row at the cursor is marked while the view is seen. */
  async function follow(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const analysis = editor && tree.visible ? models.get(editor.document) : undefined;
    if (editor === undefined || analysis === undefined) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    const row = analysis.rows.find(({ syntax: { span } }) => span.start <= offset && offset <= span.end);
    if (row !== undefined) await tree.reveal(items.of(editor.document.uri, row.syntax.section, row.index), { select: true, focus: false });
  }
  return vscode.Disposable.from(
    tree,
    changed,
    models.onDidChange(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === activeModel()) refresh();
    }),
    vscode.window.onDidChangeTextEditorSelection(follow),
    tree.onDidChangeVisibility(follow),
    { dispose: () => clearTimeout(waiting) },
  );
}

async function dropOn(document: vscode.TextDocument, analysis: Analysis, target: RowsItem, rows: readonly number[]): Promise<void> {
  const plan = planStructure(analysis, dropRequest(analysis, target, rows));
  if ('refused' in plan) {
    void vscode.window.showWarningMessage(t`Nothing is moved: ${plan.refused}`);
    return;
  }
  const spans = rows.flatMap((row) => analysis.rows[row]?.syntax.span ?? []);
  await applyStructure(document, analysis, spans, t`Move rows`, plan.edits);
}

/** One object an item, as the tree tells them apart by identity. */
function createItems() {
  const known = new Map<string, RowsItem>();
  const of = (uri: vscode.Uri, section: RowsItem['section'], row?: number): RowsItem => {
    const key = `${uri} ${section} ${row}`;
    const item = known.get(key) ?? { uri, section, ...(row !== undefined && { row }) };
    known.set(key, item);
    return item;
  };
  const under = (uri: vscode.Uri, analysis: Analysis, item: RowsItem | undefined) => {
    const sections = rowTree(analysis);
    if (item === undefined) return sections.map(({ section }) => of(uri, section));
    return sections.find(({ section }) => section === item.section)?.rows.map((row) => of(uri, item.section, row)) ?? [];
  };
  return { of, under };
}

function sectionItem({ section }: RowsItem): vscode.TreeItem {
  return new vscode.TreeItem(section, vscode.TreeItemCollapsibleState.Expanded);
}

function rowItem(item: RowsItem, document: vscode.TextDocument, row: RowAnalysis): vscode.TreeItem {
  const { label, description } = rowLabel(row);
  const shown = new vscode.TreeItem(label);
  shown.description = description;
  shown.tooltip = document.getText(rangeOf(document, row.syntax.span));
  shown.contextValue = 'row';
  shown.command = {
    command: 'vscode.open',
    title: t`Go to the row`,
    arguments: [
      item.uri,
      { selection: rangeOf(document, { start: row.syntax.span.start, end: row.syntax.span.start }), preserveFocus: true },
    ],
  };
  return shown;
}
