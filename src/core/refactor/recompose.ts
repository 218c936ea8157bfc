import { t } from '../l10n.ts';
import type { Analysis, WiredRow } from '../model.ts';
import type { TextEdit } from '../text.ts';
import { counter, type Numbering, renumber } from './renumber.ts';
import { lineBreakOf, newRowLine, rowLines, wholeLines } from './rowText.ts';

/** What a row reads: a row that is there, by its index before the change (-1 is the image), or one that is put in. */
export type Reference = number | NewRow;

export interface NewRow {
  readonly reads: readonly Reference[];
  /** The row without its dash, its `from` numbers as given; `number`: what `from` calls the row itself. */
  write(from: readonly number[], number: number): string;
  /** Stands on a line like this row's. */
  readonly like: number;
  /** A blank line comes first. */
  readonly apart?: boolean;
}

/** Rows put in behind or before a row that is there. */
export type Put = ({ readonly behind: number } | { readonly before: number }) & {
  readonly rows: readonly NewRow[];
  /** A blank line comes last. */
  readonly apart?: boolean;
};

export interface Recomposition {
  readonly put?: readonly Put[];
  readonly gone?: readonly number[];
  /** What a reader reads from now on instead of row `source`; `undefined`: the same. */
  read?(source: number, reader: WiredRow, element: number): Reference | undefined;
  /** Elements that a reader gets at the end or the beginning of its `from`, or loses. */
  readonly lists?: readonly ListChange[];
}

interface ListChange {
  readonly reader: number;
  readonly first?: Reference;
  readonly last?: Reference;
  /** Index of an element that goes. */
  readonly without?: number;
}

/** Puts rows in and takes rows out at several places at once, every `from`, label and list of the others renumbered. */
export function recompose(analysis: Analysis, change: Recomposition): { readonly edits: TextEdit[] } | { readonly refused: string } {
  const { document, rows } = analysis;
  const { put = [], gone = [], lists = [] } = change;
  const order: Reference[] = rows.flatMap(({ index }) => [
    ...put.filter((one) => 'before' in one && one.before === index).flatMap((one) => one.rows),
    ...(gone.includes(index) ? [] : [index]),
    ...put.filter((one) => 'behind' in one && one.behind === index).flatMap((one) => one.rows),
  ]);
  const places = new Map<Reference, number>(order.map((reference, place) => [reference, place]));
  const place = (reference: Reference) => (reference === -1 ? -1 : places.get(reference));
  const numbering: Numbering = { place, read: (source, reader, element) => place(change.read?.(source, reader, element) ?? source) };
  const count = counter(analysis, numbering);
  const numberOf = (reference: Reference) => {
    const at = place(reference) ?? -1;
    return at < 0 ? at : count(at);
  };

  const dropped = lists.flatMap(({ reader, without }) => (without === undefined ? [] : [[reader, without] as const]));
  const isDropped = (reader: number, element: number) => dropped.some(([row, index]) => row === reader && index === element);
  const { edits, lost } = renumber(analysis, numbering, isDropped);
  const [first] = lost;
  if (first !== undefined) return { refused: t`row ${first.reader} still reads row ${first.source}` };
  const all = [...edits, ...cuts(analysis, gone)];
  for (const one of put) {
    const beside = 'behind' in one ? one.behind : one.before;
    const lines = rowLines(document, rows[beside]!.syntax);
    if (lines === undefined) return { refused: t`row ${beside} does not stand on a line of its own` };
    const newline = lineBreakOf(document.text);
    const text = one.rows.map((row) => {
      const at = places.get(row)!;
      const from = row.reads.map((reference) => (place(reference) === at - 1 ? -1 : numberOf(reference)));
      return `${row.apart ? newline : ''}${newRowLine(document, rows[row.like]!.syntax, row.write(from, count(at)))}`;
    });
    const joined = text.join(newline) + (one.apart ? newline : '');
    const open = 'behind' in one && !/[\r\n]$/.test(document.text.slice(lines.start, lines.end));
    const at = 'behind' in one ? lines.end : lines.start;
    all.push({ span: { start: at, end: at }, text: open ? newline + joined : joined + newline });
  }
  for (const list of lists) all.push(...listEdits(analysis, list, numberOf));
  return { edits: merged(all) };
}

/** What is put in where a number is replaced becomes one edit, so that their order is not left to whoever applies them. */
function merged(edits: readonly TextEdit[]): TextEdit[] {
  const puts = edits.filter(({ span, text }) => span.start === span.end && edits.some((other) => isAt(other, span.start) && text !== ''));
  return edits
    .filter((edit) => !puts.includes(edit))
    .map((edit) => {
      const before = puts.filter(({ span }) => isAt(edit, span.start)).map(({ text }) => text);
      return before.length === 0 ? edit : { ...edit, text: before.join('') + edit.text };
    });
}

function isAt({ span }: TextEdit, start: number): boolean {
  return span.start === start && span.end > start;
}

/** The lines of rows that go, and the blank lines that would be left over. */
function cuts({ document, rows }: Analysis, gone: readonly number[]): TextEdit[] {
  const { text } = document;
  const spans: { start: number; end: number }[] = [];
  for (const { index, syntax } of rows) {
    const lines = gone.includes(index) ? rowLines(document, syntax) : undefined;
    const last = spans.at(-1);
    if (lines === undefined) continue;
    if (last !== undefined && /^\s*$/.test(text.slice(last.end, lines.start))) last.end = lines.end;
    else spans.push({ ...lines });
  }
  return spans.map(({ start, end }) => {
    const before = text.slice(0, start);
    const blankAfter = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(end))?.[0];
    const blankBefore = /(?:\n|\r(?!\n))([ \t]*(?:\r\n|\n|\r))$/.exec(before)?.[1]?.length ?? 0;
    if (blankAfter === undefined || end === text.length) return { span: wholeLines(text, { start, end }), text: '' };
    if (blankBefore > 0) return { span: { start: start - blankBefore, end }, text: '' };
    // At the head of a section no blank line is left between its key and its rows.
    const first = /(?:^|[\r\n])[^\s#-][^\r\n]*(?:\r\n|\n|\r)$/.test(before);
    return { span: { start, end: first ? end + blankAfter.length : end }, text: '' };
  });
}

function listEdits(
  { document, rows }: Analysis,
  { reader, first, last, without }: ListChange,
  numberOf: (r: Reference) => number,
): TextEdit[] {
  const list = rows[reader]?.syntax.from;
  if (list?.kind !== 'sequence') return [];
  const { items } = list;
  const edits: TextEdit[] = [];
  const [start, end] = [items[0]?.span.start ?? 0, items.at(-1)?.span.end ?? 0];
  const [one, two] = items;
  const between = one && two ? document.text.slice(one.span.end, two.span.start) : ', ';
  if (first !== undefined) edits.push({ span: { start, end: start }, text: `${numberOf(first)}${between}` });
  if (last !== undefined) edits.push({ span: { start: end, end }, text: `${between}${numberOf(last)}` });
  const [item, next, previous] = without === undefined ? [] : [items[without], items[without + 1], items[without - 1]];
  if (item !== undefined) {
    const span = next
      ? { start: item.span.start, end: next.span.start }
      : { start: previous?.span.end ?? item.span.start, end: item.span.end };
    edits.push({ span, text: '' });
  }
  return edits;
}
