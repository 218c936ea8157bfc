import { analyze } from '../analyze.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import type { SequenceNode, YamlNode } from '../yaml/tree.ts';
import { noteOriginal, type Original, originalOf, rewrittenArguments } from './original.ts';
import { type Piece, rewriteArguments, rewriteName } from './rewrite.ts';
import { sameOptions } from './sameOptions.ts';
import { type FileArguments, type Supplied, translateArguments } from './translate.ts';

/** A row that becomes another module: where its name and arguments stand, and what the two modules take. */
export interface Change {
  readonly row: RowAnalysis;
  readonly module: YamlNode;
  readonly args: SequenceNode;
  readonly from: FileArguments;
  readonly to: FileArguments;
  readonly supplied: Supplied;
  /** What the way back gets beside what goes by name; without it as many experts as the row has now. */
  readonly returning?: (there: Analysis) => Supplied;
}

/** A change that can be written. */
export interface RowChange extends Change {
  readonly pieces: readonly Piece[];
  /** What a comment behind the row says that it was, where that is what it becomes again. */
  readonly original: Original | undefined;
  /** Its arguments are written as the comment has them. */
  readonly follows: boolean;
}

/** The change with its arguments translated, and what is lost; without a change the notes say why. */
export function changeRow(text: string, change: Change): { change?: RowChange; notes: readonly string[] } {
  const { row, args, from, to, supplied } = change;
  const original = originalOf(text, row.syntax);
  const wanted = original?.module === to.module ? original : undefined;
  const { pieces, notes } = translateArguments(row, args, from, to, supplied);
  if (pieces === undefined) return { notes };
  return { change: { ...change, pieces, original: wanted, follows: wanted !== undefined }, notes: wanted === undefined ? notes : [] };
}

/** The changes as edits, and the analysis with them; a comment that says what a row was is followed only where it still leads to the row as it is. */
export function writeChanges(
  analysis: Analysis,
  changes: readonly RowChange[],
): { readonly edits: readonly TextEdit[]; readonly after: Analysis } {
  const { text } = analysis.document;
  const edits = changes.flatMap((change) => editsOf(text, change));
  const after = analyze(applyEdits(text, edits), sameOptions(analysis));
  const stale = changes.filter((change) => change.follows && !isCurrent(text, change, after));
  if (stale.length > 0)
    return writeChanges(
      analysis,
      changes.map((change) => (stale.includes(change) ? { ...change, follows: false } : change)),
    );
  return { edits: [...edits, ...changes.flatMap((change) => originalNote(text, change, after) ?? [])], after };
}

function editsOf(text: string, { module, args, to, pieces, original, follows }: RowChange): TextEdit[] {
  const name = rewriteName(text, module, to.module);
  if (original === undefined) return [name, ...rewriteArguments(text, args, pieces)];
  const list = follows ? [{ span: args.span, text: original.args }] : rewriteArguments(text, args, pieces);
  return [name, ...list, { span: original.span, text: '' }];
}

/** Whether the comment that a change follows is of the row as it is now: nobody has changed arguments since. */
function isCurrent(text: string, change: RowChange, after: Analysis): boolean {
  return back(change, after) === text.slice(change.args.span.start, change.args.span.end);
}

/** The comment that keeps what a row was, where its new arguments alone do not lead back to it. */
function originalNote(text: string, change: RowChange, after: Analysis): TextEdit | undefined {
  const { row, follows, args } = change;
  if (follows || originalOf(text, row.syntax) !== undefined) return undefined;
  return back(change, after) === text.slice(args.span.start, args.span.end) ? undefined : noteOriginal(text, row.syntax);
}

/** The arguments that the way back would write, with as many experts as the row has now. */
function back(change: RowChange, after: Analysis): string | undefined {
  const { row, from, to, returning } = change;
  const there = after.rows[row.index];
  const args = there?.syntax.args;
  if (there === undefined || args?.kind !== 'sequence') return undefined;
  const { pieces } = translateArguments(there, args, to, from, returning?.(after) ?? { experts: expertsOf(change) });
  return pieces && rewrittenArguments(after.document.text, args, pieces);
}

function expertsOf({ args, from }: RowChange): number {
  const i = from.list.findIndex(({ name }) => name === 'num_experts');
  const value = args.items[i]?.value ?? from.list[i]?.fallback;
  return typeof value === 'number' ? value : 0;
}
