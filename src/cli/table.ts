/** One column: its title, and on which side the cells stand. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longer cells are cut with an ellipsis. */
  readonly limit?: number;
}

/** Aligned text, two spaces between columns, no trailing spaces; `head` paints the line of titles. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], head = (line: string) => line): string {
  const cells = rows.map((row) => columns.map(({ limit }, i) => cut(row[i] ?? '', limit)));
  const widths = columns.map(({ title }, i) => Math.max(width(title), ...cells.map((row) => width(row[i]!))));
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, i) => {
        const space = ' '.repeat(widths[i]! - width(row[i]!));
        return align === 'right' ? space + row[i]! : row[i]! + space;
      })
      .join('  ')
      .trimEnd();
  return [head(line(columns.map(({ title }) => title))), ...cells.map(line)].join('\n');
}

/** Columns that a text takes on a terminal: East Asian characters take two. */
function width(text: string): number {
  let n = text.length;
  for (const _ of text.matchAll(wide)) n++;
  return n;
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

function cut(text: string, limit = Number.POSITIVE_INFINITY): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
