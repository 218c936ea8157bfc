import { t } from '../l10n.ts';
import type { Wired, WiredRow } from '../model.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import { type Lost, type Numbering, renumber } from './renumber.ts';
import { lineBreakOf, newRowLine, rowLines } from './rowText.ts';

/** The edits of a structural change; `row`: the index of the row that is new or moved. */
export type Change = { readonly edits: readonly TextEdit[]; readonly row?: number } | { readonly refused: string };

/** One thing that a row reads. */
interface Reading {
  readonly reader: number;
  readonly element: number;
}

/** A new row behind or before row `beside`. `readers` as in a request, or the one place where it is read. */
export function insertRow(
  analysis: Wired,
  beside: number,
  where: 'behind' | 'before',
  text: string,
  readers: 'next' | 'all' | Reading,
): Change {
  const { document, rows } = analysis;
  const syntax = (rows[beside] as WiredRow).syntax;
  const lines = rowLines(document, syntax);
  if (lines === undefined) return { refused: ownLine(beside) };
  const at = where === 'behind' ? beside + 1 : beside;
  const place = (row: number) => (row < at ? row : row + 1);
  const numbering: Numbering = {
    place,
    read(source, reader, element) {
      if (typeof readers === 'object') {
        if (readers.reader === reader.index && readers.element === element) return at;
        return source < 0 ? source : place(source);
      }
      const follows = source === at - 1 && reader.index >= at;
      if (follows && (readers === 'all' || (reader.index === at && reader.from[element] === -1))) return at;
      return source < 0 ? source : place(source);
    },
  };
  const { edits, lost } = renumber(analysis, numbering);
  if (lost.length > 0) return { refused: lostText(lost) };
  const line = newRowLine(document, syntax, text.trim());
  const newline = lineBreakOf(document.text);
  if (where === 'before') return { edits: [...edits, put(lines.start, line + newline)], row: at };
  const open = !/[\r\n]$/.test(document.text.slice(lines.start, lines.end));
  return { edits: [...edits, put(lines.end, open ? newline + line : line + newline)], row: at };
}

/** Takes rows out; who read one reads what that one read first. `comment`: their lines stay, commented out. */
export function deleteRows(analysis: Wired, gone: readonly number[], comment: boolean): Change {
  const { document, rows } = analysis;
  for (const section of ['backbone', 'head'] as const) {
    const left = rows.some(({ index, syntax }) => syntax.section === section && !gone.includes(index));
    const had = rows.some(({ syntax }) => syntax.section === section);
    if (had && !left) return { refused: t`${section} would be left without a row` };
  }
  const cuts: TextEdit[] = [];
  for (const row of gone) {
    const { syntax } = rows[row] as WiredRow;
    const lines = rowLines(document, syntax);
    if (lines === undefined) return { refused: ownLine(row) };
    if (rows.some((other) => !gone.includes(other.index) && other.syntax.node.aliasOf === syntax.node))
      return { refused: t`row ${row} is repeated by an alias: that would lose its text` };
    cuts.push(...(comment ? commentOut(document.text, lines) : [{ span: lines, text: '' }]));
  }
  const place = (row: number) => (gone.includes(row) ? undefined : row - gone.filter((other) => other < row).length);
  const { edits, lost } = renumber(analysis, {
    place,
    read(source) {
      const seen = new Set<number>();
      let at: number | undefined = source;
      while (at !== undefined && at >= 0 && gone.includes(at) && !seen.has(at)) {
        seen.add(at);
        at = rows[at]?.sources[0];
      }
      return at === undefined || at < 0 ? at : place(at);
    },
  });
  return lost.length > 0 ? { refused: lostText(lost) } : { edits: [...edits, ...cuts] };
}

/** Takes a row to another index; every row goes on reading the rows that it reads now. */
export function moveRow(analysis: Wired, from: number, to: number): Change {
  const { document, rows } = analysis;
  if (from === to) return { refused: t`row ${from} is there already` };
  const [moved, target] = [(rows[from] as WiredRow).syntax, (rows[to] as WiredRow).syntax];
  const [lines, goal] = [rowLines(document, moved), rowLines(document, target)];
  if (lines === undefined || goal === undefined) return { refused: ownLine(lines === undefined ? from : to) };
  const alone = !rows.some(({ index, syntax }) => index !== from && syntax.section === moved.section);
  if (alone) return { refused: t`${moved.section} would be left without a row` };
  const place = (row: number) => {
    if (row === from) return to;
    if (row > from && row <= to) return row - 1;
    return row < from && row >= to ? row + 1 : row;
  };
  for (const row of rows) {
    const bad = row.sources.find((source) => source >= 0 && place(source) >= place(row.index));
    if (bad !== undefined) return { refused: t`row ${row.index} reads row ${bad} and must stay behind it` };
  }
  const { edits, lost } = renumber(analysis, { place, read: (source) => (source < 0 ? source : place(source)) });
  if (lost.length > 0) return { refused: lostText(lost) };
  const inside = edits.filter(({ span }) => span.start >= lines.start && span.end <= lines.end);
  const shifted = inside.map(({ span, text }) => ({ span: { start: span.start - lines.start, end: span.end - lines.start }, text }));
  const text = applyEdits(document.text.slice(lines.start, lines.end), shifted);
  const newline = lineBreakOf(document.text);
  const at = to > from ? goal.end : goal.start;
  const open = to > from && !/[\r\n]$/.test(document.text.slice(goal.start, goal.end));
  const line = text.replace(/(?:\r\n|\n|\r)$/, '');
  // The last line of a file that ends without a line end leaves the one before it so.
  const cut = to < from && line === text ? { start: lines.start - newline.length, end: lines.end } : lines;
  return {
    edits: [...edits.filter((edit) => !inside.includes(edit)), { span: cut, text: '' }, put(at, open ? newline + line : line + newline)],
    row: to,
  };
}

function put(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** A `# ` before the dash of every line. */
function commentOut(text: string, { start, end }: Span): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = start; at < end; ) {
    const next = text.slice(at, end).search(/\r\n|\n|\r/);
    const stop = next < 0 ? end : at + next;
    const indent = /^[ \t]*/.exec(text.slice(at, stop))?.[0].length ?? 0;
    edits.push(put(at + indent, '# '));
    at = next < 0 ? end : stop + (text.startsWith('\r\n', stop) ? 2 : 1);
  }
  return edits;
}

function ownLine(row: number): string {
  return t`row ${row} does not stand on a line of its own`;
}

function lostText(lost: readonly Lost[]): string {
  const [first] = lost;
  return t`row ${first?.reader ?? 0} would be left without an input: only row 0 can read the image`;
}
