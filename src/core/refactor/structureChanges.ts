import { t } from '../l10n.ts';
import type { Wired, WiredRow } from '../model.ts';
import type { Span, TextEdit } from '../text.ts';
import type { Check } from './outcome.ts';
import { type Lost, type Numbering, renumber } from './renumber.ts';
import { lineBreakOf, newRowLine, rowLines, wholeLines } from './rowText.ts';

/** The edits of a structural change. */
export type Change =
  | {
      readonly edits: readonly TextEdit[];
      /** The index of the row that is new or moved. */
      readonly row?: number;
      readonly notes?: readonly string[];
      /** What must hold afterwards at every scale, besides that there is no new error; without it anything may come of the change. */
      readonly check?: Check;
    }
  | { readonly refused: string };

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
    cuts.push(...(comment ? commentOut(document.text, lines) : [{ span: wholeLines(document.text, lines), text: '' }]));
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

export function put(at: number, text: string): TextEdit {
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

export function ownLine(row: number): string {
  return t`row ${row} does not stand on a line of its own`;
}

export function lostText(lost: readonly Lost[]): string {
  const [first] = lost;
  return t`row ${first?.reader ?? 0} would be left without an input: only row 0 can read the image`;
}
