import { t } from '../l10n.ts';
import type { Wired } from '../model.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import { runsOf } from './duplicate.ts';
import { renumber } from './renumber.ts';
import { lineBreakOf, rowLines } from './rowText.ts';
import { type Change, lostText, ownLine, put } from './structureChanges.ts';

/** Takes rows to where the first of them has index `to`, together; every row goes on reading the rows that it reads now. */
export function moveRows(analysis: Wired, rows: readonly number[], to: number): Change {
  const order = analysis.rows.map(({ index }) => index).filter((row) => !rows.includes(row));
  order.splice(to, 0, ...rows);
  return reorder(analysis, rows, order);
}

/** Takes rows one place up or down; neighbours go together. */
export function shiftRows(analysis: Wired, rows: readonly number[], by: 1 | -1): Change {
  const order = analysis.rows.map(({ index }) => index);
  const runs = runsOf(rows);
  for (const run of by < 0 ? runs : runs.reverse()) {
    const [first, last] = [run[0]!, run.at(-1)!];
    if (by < 0 ? first === 0 : last === order.length - 1)
      return { refused: by < 0 ? t`row ${first} is the first` : t`row ${last} is the last` };
    if (by < 0) order.splice(last, 0, ...order.splice(first - 1, 1));
    else order.splice(first, 0, ...order.splice(last + 1, 1));
  }
  return reorder(analysis, rows, order);
}

/** The rows in another order, those that are named moving and all others staying where they stand in the text. */
function reorder(analysis: Wired, moved: readonly number[], order: readonly number[]): Change {
  const { document, rows } = analysis;
  const places = new Map(order.map((row, place) => [row, place]));
  const place = (row: number) => places.get(row) ?? row;
  if (rows.every(({ index }) => place(index) === index)) return { refused: t`row ${moved[0] ?? 0} is there already` };
  for (const { index, sources } of rows) {
    const bad = sources.find((source) => source >= 0 && place(source) >= place(index));
    if (bad !== undefined) return { refused: t`row ${index} reads row ${bad} and must stay behind it` };
  }
  for (const section of ['backbone', 'head'] as const) {
    const own = rows.filter(({ syntax }) => syntax.section === section);
    if (own.length > 0 && own.every(({ index }) => moved.includes(index))) return { refused: t`${section} would be left without a row` };
  }
  const lines = new Map<number, Span>();
  for (const { index, syntax } of rows) {
    const span = rowLines(document, syntax);
    if (span !== undefined) lines.set(index, span);
    else if (moved.includes(index)) return { refused: ownLine(index) };
  }
  const { edits, lost } = renumber(analysis, { place, read: (source) => (source < 0 ? source : place(source)) });
  if (lost.length > 0) return { refused: lostText(lost) };

  const inside = (row: number) => edits.filter(({ span }) => within(span, lines.get(row)));
  const newline = lineBreakOf(document.text);
  const all: TextEdit[] = edits.filter(({ span }) => !moved.some((row) => within(span, lines.get(row))));
  for (const run of runsOf(moved.map(place).sort((a, b) => a - b))) {
    const old = run.map((at) => order[at] ?? at);
    const down = run[0]! > old[0]!;
    const goal = down ? order[run[0]! - 1] : order[run.at(-1)! + 1];
    const beside = goal === undefined ? undefined : lines.get(goal);
    if (goal === undefined || beside === undefined) return { refused: ownLine(goal ?? old[0]!) };
    const text = old.map((row) => withoutBreak(lineText(document.text, lines.get(row)!, inside(row)))).join(newline);
    const open = down && !endsInBreak(document.text, beside);
    all.push(put(down ? beside.end : beside.start, open ? newline + text : text + newline));
  }
  // The last line of a file that ends without a line end leaves the one before it so.
  for (const run of runsOf(moved)) {
    const span = { start: lines.get(run[0]!)!.start, end: lines.get(run.at(-1)!)!.end };
    const ends = endsInBreak(document.text, span);
    for (const row of run) {
      const own = lines.get(row)!;
      all.push({ span: !ends && row === run[0] ? { start: own.start - newline.length, end: own.end } : own, text: '' });
    }
  }
  return { edits: all, row: place(moved[0] ?? 0) };
}

function within(span: Span, lines: Span | undefined): boolean {
  return lines !== undefined && span.start >= lines.start && span.end <= lines.end;
}

function endsInBreak(text: string, { start, end }: Span): boolean {
  return /[\r\n]$/.test(text.slice(start, end));
}

function withoutBreak(line: string): string {
  return line.replace(/(?:\r\n|\n|\r)$/, '');
}

function lineText(text: string, lines: Span, edits: readonly TextEdit[]): string {
  const shifted = edits.map((edit) => ({ ...edit, span: { start: edit.span.start - lines.start, end: edit.span.end - lines.start } }));
  return applyEdits(text.slice(lines.start, lines.end), shifted);
}
