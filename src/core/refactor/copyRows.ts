import { t } from '../l10n.ts';
import type { Analysis, CallArgument, RowAnalysis } from '../model.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import type { NewRow, Reference } from './recompose.ts';
import { rowLines, trailingComment } from './rowText.ts';
import { canonicalName } from './translate.ts';
import { writtenWidth } from './writtenChannels.ts';

/** How rows of one level become rows of another. */
export interface Shift {
  /** Levels that the copy lies above (1) or below (−1) its model. */
  readonly by: 1 | -1;
  /** Channels as they are written at each level, by its power; without it widths stay. */
  readonly widths?: ReadonlyMap<number, number>;
  /** The level of the rows that are copied. */
  readonly power: number;
  /** Rows of the neighbouring level, which show what else changes from level to level. */
  readonly beside?: readonly number[];
}

/** Copies of rows that follow each other, one level higher or lower or, without a shift, as they are; they read the copies of each other, and `outside` what they read outside. */
export function copyRows(
  analysis: Analysis,
  rows: readonly number[],
  shift: Shift | undefined,
  outside: (source: number) => Reference | undefined,
): { readonly rows: readonly NewRow[] } | { readonly refused: string } {
  const copies = new Map<number, NewRow>();
  for (const [i, index] of rows.entries()) {
    const row = analysis.rows[index] as RowAnalysis;
    const reads = row.sources.map((source) => copies.get(source) ?? outside(source));
    const missing = reads.indexOf(undefined);
    if (missing >= 0) return { refused: t`row ${index} also reads row ${row.sources[missing] ?? -1}` };
    const { text } = analysis.document;
    const { start, end } = row.syntax.span;
    if (rowLines(analysis.document, row.syntax) === undefined) return { refused: t`row ${index} does not stand on a line of its own` };
    if (/(?:^|[\s,[])[&*]\w/.test(text.slice(start, end))) return { refused: t`row ${index} shares its text with another row` };
    const widths = [
      ...(shift?.widths === undefined ? [] : widthEdits(analysis, row, shift, shift.widths, shift.beside?.[i])),
      ...inputEdits(analysis, row, reads[0]),
    ];
    copies.set(index, {
      reads: reads as Reference[],
      like: index,
      apart: i === 0 && shift !== undefined && isApart(analysis, index),
      write: (from, number) => {
        const edits = [...fromEdits(row, from), ...widths].map((edit) => ({
          ...edit,
          span: { start: edit.span.start - start, end: edit.span.end - start },
        }));
        return applyEdits(text.slice(start, end), edits) + (shift ? comment(analysis, row, number, shift.by) : '');
      },
    });
  }
  return { rows: [...copies.values()] };
}

function fromEdits({ syntax }: RowAnalysis, from: readonly number[]): TextEdit[] {
  const nodes = syntax.from?.kind === 'sequence' ? syntax.from.items : syntax.from ? [syntax.from] : [];
  return nodes.map(({ span }, i) => ({ span, text: String(from[i] ?? -1) }));
}

/** Input channels that a row writes itself are those of the row that its copy reads. */
function inputEdits({ rows }: Analysis, { call, syntax }: RowAnalysis, read: Reference | undefined): TextEdit[] {
  const argument = call?.find(({ name, origin }) => canonicalName(name) === 'c1' && origin === 'file');
  const node = syntax.args?.kind === 'sequence' && argument?.position !== undefined ? syntax.args.items[argument.position] : undefined;
  const channels = typeof read === 'number' ? rows[read]?.outputs?.[0]?.[0] : undefined;
  return node === undefined || channels === undefined || argument?.value === channels ? [] : [{ span: node.span, text: String(channels) }];
}

/** Whether the file leaves a blank line in front of the row. */
export function isApart({ document, rows }: Analysis, row: number): boolean {
  const syntax = rows[row]?.syntax;
  const start = (syntax && rowLines(document, syntax)?.start) ?? 0;
  return /(?:\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)$/.test(document.text.slice(0, start));
}

function widthEdits(
  { rows }: Analysis,
  row: RowAnalysis,
  shift: Shift,
  widths: ReadonlyMap<number, number>,
  beside: number | undefined,
): TextEdit[] {
  const list = row.syntax.args;
  if (list?.kind !== 'sequence') return [];
  const other = beside === undefined ? undefined : rows[beside];
  const own = writtenWidth(row);
  const factor =
    own === undefined ? (widths.get(shift.power + shift.by) ?? 1) / (widths.get(shift.power) ?? 1) : widthBeside(own, shift, widths) / own;
  return (row.call ?? []).flatMap((argument, i) => {
    const value = writtenNumber(argument);
    const node = argument.position === undefined ? undefined : list.items[argument.position];
    if (value === undefined || node === undefined) return [];
    const there = other?.module === row.module && other.call?.[i] ? writtenNumber(other.call[i]) : undefined;
    const name = canonicalName(argument.name);
    const follows = name === 'c2' || (name !== 'c1' && (there === undefined ? /^c\d$|^cm$/.test(name) : there !== value));
    const next = follows ? rounded(value * factor) : value;
    return next === value ? [] : [{ span: node.span, text: String(next) }];
  });
}

function writtenNumber(argument: CallArgument): number | undefined {
  const value = argument.written ?? argument.value;
  return argument.origin === 'file' && typeof value === 'number' ? value : undefined;
}

/** A width of some level becomes that of the next; another one grows with its level. */
function widthBeside(width: number, { power, by }: Shift, widths: ReadonlyMap<number, number>): number {
  const level = [power, power - by, power + by].find((at) => widths.get(at) === width && widths.has(at + by)) ?? power;
  return (width * (widths.get(level + by) ?? 1)) / (widths.get(level) ?? 1);
}

/** Channels in eights, as the framework rounds them. */
function rounded(exact: number): number {
  return exact >= 8 ? Math.ceil(exact / 8 - 1e-9) * 8 : Math.max(1, Math.round(exact));
}

/** The comment behind the copy: number and level are brought up to date, other words are not repeated. */
function comment({ document }: Analysis, row: RowAnalysis, number: number, by: number): string {
  const { span, text = '' } = trailingComment(document, row.syntax) ?? {};
  if (span === undefined) return '';
  const shifted = text
    .replace(/P(\d+)\/\d+(?:-[a-z]+)?/g, (_, power: string) => `P${Number(power) + by}/${2 ** (Number(power) + by)}`)
    .replace(/\bP(\d+)\b(?!\/)/g, (_, power: string) => `P${Number(power) + by}`);
  const [, lead = '# ', digits, rest = ''] = /^(#\s*)(\d+)?(.*)$/s.exec(shifted) ?? [];
  const level = /^[\s-]*\(?P\d+\/\d+\)?\s*$|^\s*cat \w+ P\d+\s*$/.test(rest) ? rest : '';
  const named = digits !== undefined && Number(digits) === row.number ? String(number) : '';
  return named === '' && level === '' ? '' : `${document.text.slice(row.syntax.span.end, span.start)}${lead}${named}${level}`.trimEnd();
}
