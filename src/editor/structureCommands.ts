import * as vscode from 'vscode';
import {
  type Analysis,
  insertions,
  levelActions,
  replacements,
  reshapeActions,
  rowsIn,
  rowsNamed,
  runsOf,
  type Span,
  type StructureAction,
  structureActions,
  type TextEdit,
  t,
  widthChoice,
  widthChoices,
} from '../core/index.ts';
import { applyStructure } from './confirming.ts';
import type { Context } from './context.ts';
import { editorOf, spanOf } from './convert.ts';
import { pick } from './picker.ts';
import { readSettings } from './settings.ts';

/** On the rows that are named, else on those that the cursors and selections of the editor touch. */
type Handler = (context: Context, document: vscode.TextDocument, rows?: readonly number[]) => Promise<void>;
type Kind = StructureAction['kind'];

/** Commands on rows; everything behind them is renumbered in the same undo step. */
export const structureCommands: Readonly<Record<string, Handler>> = {
  insertAfter: (context, document, rows) => insert(context, document, 'after', rows),
  insertBefore: (context, document, rows) => insert(context, document, 'before', rows),
  replaceModule,
  changeWidth,
  addShortcut: apply('shortcut'),
  detectionLevels,
  previewStructure,
  deleteRows: apply('delete'),
  commentOutRows: apply('comment'),
  duplicateRow: apply('duplicate'),
  moveRowUp: apply('up'),
  moveRowDown: apply('down'),
};

function apply(kind: Kind): Handler {
  return async ({ models }, document, rows) => {
    const analysis = models.get(document);
    if (analysis === undefined) return;
    const spans = spansOf(analysis, document, rows);
    const find = kind === 'shortcut' ? reshapeActions : structureActions;
    const action = find(analysis, ...spans).find((found) => found.kind === kind);
    if (action === undefined) {
      void vscode.window.showInformationMessage(t`That can't be done here: no row is selected, or a row would lose what it reads.`);
      return;
    }
    const moved = kind === 'up' || kind === 'down' ? rowsIn(analysis, ...spans).map(({ index }) => index + (kind === 'up' ? -1 : 1)) : [];
    const done = await applyStructure(document, analysis, spans, action.title, action.edits);
    if (!done) return;
    for (const note of action.notes) void vscode.window.showInformationMessage(note);
    const now = models.get(document);
    if (now !== undefined && moved.length > 0) select(document, now, moved);
  };
}

/** Cursors go along with the rows that they stood in. */
function select(document: vscode.TextDocument, { rows }: Analysis, moved: readonly number[]): void {
  const editor = editorOf(document);
  const places = moved.flatMap((row) => rows[row] ?? []).map(({ syntax }) => document.positionAt(syntax.span.start));
  if (editor !== undefined && places.length > 0) editor.selections = places.map((place) => new vscode.Selection(place, place));
}

async function insert(
  { models }: Context,
  document: vscode.TextDocument,
  where: 'after' | 'before',
  rows?: readonly number[],
): Promise<void> {
  const analysis = models.get(document);
  const found = analysis && named(analysis, document, rows);
  // Rows that are selected as one block get one new row at its end or in front of it; cursors in rows apart get one each.
  const runs = runsOf(found ?? []);
  const places = runs.map((run) => (where === 'after' ? run.at(-1)! : run[0]!));
  if (analysis === undefined || places.length === 0) return sayNoRow();
  const { version } = document;
  const shown = rowsNamed(places);
  const chosen = await pick({
    title: where === 'after' ? t`Insert behind ${shown}` : t`Insert before ${shown}`,
    placeholder: t`A module, with what it changes`,
    choices: insertions(analysis, places, where, 'next'),
    show: ({ module, effect, summary }) => ({ label: module, description: effect, detail: summary }),
  });
  if (chosen !== undefined) await change(document, version, analysis, places, chosen.module, chosen.edits);
}

async function replaceModule({ models }: Context, document: vscode.TextDocument, rows?: readonly number[]): Promise<void> {
  const analysis = models.get(document);
  const found = analysis && named(analysis, document, rows);
  if (analysis === undefined || found?.[0] === undefined) return sayNoRow();
  const { version } = document;
  const chosen = await pick({
    title: found.length === 1 ? t`Replace the module of row ${found[0]}` : t`Replace the modules of rows ${found.join(', ')}`,
    placeholder: t`A module, with what it changes`,
    choices: replacements(analysis, found, readSettings(document.uri).experts),
    show: ({ module, effect, summary, notes }) => ({ label: module, description: effect, detail: [summary, ...notes].join(' · ') }),
  });
  if (chosen !== undefined) await change(document, version, analysis, found, chosen.module, chosen.edits);
}

async function changeWidth({ models }: Context, document: vscode.TextDocument, rows?: readonly number[]): Promise<void> {
  const analysis = models.get(document);
  const found = analysis && named(analysis, document, rows);
  if (analysis === undefined || found?.[0] === undefined) return sayNoRow();
  const { version } = document;
  const chosen = await pick({
    title: found.length === 1 ? t`Change the width of row ${found[0]}` : t`Change the width of rows ${found.join(', ')}`,
    placeholder: t`Output channels as the file writes them: choose, or type a number`,
    choices: widthChoices(analysis, found),
    show: ({ channels, effect, notes }) => ({ label: String(channels), description: effect, detail: notes.join(' · ') }),
    typed(text) {
      const choice = /^\s*\d{1,5}\s*$/.test(text) ? widthChoice(analysis, found, Number(text)) : undefined;
      return choice === undefined || 'refused' in choice ? undefined : choice;
    },
  });
  if (chosen !== undefined) await change(document, version, analysis, found, t`Width ${chosen.channels}`, chosen.edits);
}

async function detectionLevels({ models }: Context, document: vscode.TextDocument): Promise<void> {
  const analysis = models.get(document);
  const actions = analysis === undefined ? [] : levelActions(analysis);
  if (analysis === undefined || actions.length === 0) {
    void vscode.window.showInformationMessage(t`No level can be added or removed: the way to the levels of the head is not understood.`);
    return;
  }
  const { version } = document;
  const chosen = await pick({
    title: t`Detection levels`,
    placeholder: t`A level to add or to remove, with what that changes`,
    choices: actions,
    show: ({ title, notes }) => ({ label: title, detail: notes.join(' · ') }),
  });
  if (chosen !== undefined) await change(document, version, analysis, [], chosen.title, chosen.edits);
}

/** Any edit of the rows at the cursor, shown in the refactor preview before it is made. */
async function previewStructure({ models }: Context, document: vscode.TextDocument, rows?: readonly number[]): Promise<void> {
  const analysis = models.get(document);
  const spans = analysis === undefined ? [] : spansOf(analysis, document, rows);
  if (analysis === undefined || rowsIn(analysis, ...spans).length === 0) return sayNoRow();
  const { version } = document;
  const chosen = await pick({
    title: t`Edit with preview`,
    placeholder: t`What to do; nothing is changed before you apply it`,
    choices: [...structureActions(analysis, ...spans), ...reshapeActions(analysis, ...spans)],
    show: ({ title, notes }) => ({ label: title, detail: notes.join(' · ') }),
  });
  if (chosen === undefined || document.version !== version) return;
  await applyStructure(document, analysis, spans, chosen.title, chosen.edits, true);
}

/** Makes the edits of a choice unless the text has changed while the list was open. */
async function change(
  document: vscode.TextDocument,
  version: number,
  analysis: Analysis,
  rows: readonly number[],
  title: string,
  edits: readonly TextEdit[],
): Promise<void> {
  const done = document.version === version && (await applyStructure(document, analysis, spansOf(analysis, document, rows), title, edits));
  if (!done) void vscode.window.showWarningMessage(t`Nothing was changed: the text has changed meanwhile. Choose again.`);
}

function named(analysis: Analysis, document: vscode.TextDocument, rows?: readonly number[]): number[] {
  return rowsIn(analysis, ...spansOf(analysis, document, rows)).map(({ index }) => index);
}

/** Where the rows stand that a command is about. */
function spansOf({ rows: all }: Analysis, document: vscode.TextDocument, rows?: readonly number[]): Span[] {
  if (rows !== undefined) return rows.flatMap((row) => all[row]?.syntax.span ?? []);
  return editorOf(document)?.selections.map((selection) => spanOf(document, selection)) ?? [];
}

function sayNoRow(): void {
  void vscode.window.showInformationMessage(t`Put the cursor in a row first.`);
}
