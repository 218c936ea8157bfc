import type { Wired, WiredRow } from '../model.ts';
import type { TextEdit } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { trailingComment } from './rowText.ts';

/** What a structural edit does to the numbers of rows. Rows are named by their index before the edit. */
export interface Numbering {
  /** The index that a row has afterwards; `undefined` for rows that go. */
  place(row: number): number | undefined;
  /** Where a reader finds afterwards what it reads now from row `source`: a new index, or -1 for the image; `undefined` where nothing is left. */
  read(source: number, reader: WiredRow, element: number): number | undefined;
}

/** A reader that would be left without what it reads. */
export interface Lost {
  readonly reader: number;
  readonly source: number;
}

/** The edits of every remaining row's `from` and label, and what can't be kept; elements that are dropped need nothing. -1 stays -1 wherever it still means the same row. */
export function renumber(
  analysis: Wired,
  numbering: Numbering,
  isDropped: (reader: number, element: number) => boolean = () => false,
): { readonly edits: readonly TextEdit[]; readonly lost: readonly Lost[] } {
  const edits: TextEdit[] = [];
  const lost: Lost[] = [];
  const backbone = severalMaps(analysis);
  const count = counter(analysis, numbering);
  for (const row of analysis.rows) {
    const place = numbering.place(row.index);
    if (place === undefined) continue;
    for (const [element, node] of fromNodes(row).entries()) {
      const source = row.sources[element];
      const written = row.from[element];
      if (source === undefined || written === undefined || isDropped(row.index, element)) continue;
      const target = numbering.read(source, row, element);
      const ofMap = source === backbone?.index && target === numbering.place(source);
      const text =
        target === undefined ? undefined : ofMap ? mapReference(row, element, target, place) : reference(written, target, place, count);
      if (text === undefined) lost.push({ reader: row.index, source });
      else if (text !== String(written)) edits.push({ span: node.span, text });
    }
    const label = labelEdit(analysis, row, place, count(place));
    if (label !== undefined) edits.push(label);
  }
  return { edits, lost };
}

/** What `from` calls the row at an index, after the change. */
export function counter(analysis: Wired, { place }: Numbering): (index: number) => number {
  const backbone = severalMaps(analysis);
  return counting(backbone, backbone && place(backbone.index));
}

function severalMaps({ rows }: Wired): WiredRow | undefined {
  return rows.find(({ index, number }) => number !== index);
}

/** A `from` that means row `target` to a reader at `place`, relative or absolute as it was; `undefined`: only row 0 can read the image. */
function reference(written: number, target: number, place: number, count: (index: number) => number): string | undefined {
  if (target === -1 && place !== 0) return undefined;
  if (target === place - 1 && written < 0) return '-1';
  if (written < -1) return String(count(target) - count(place));
  return String(target < 0 ? target : count(target));
}

/** A map of a backbone in one row keeps its number; where the row itself moves or goes, so do its maps. */
function mapReference(reader: WiredRow, element: number, target: number, place: number): string | undefined {
  const written = reader.from[element] ?? -1;
  if (target !== reader.sources[element]) return undefined;
  if (written >= 0 || (written === -1 && target === place - 1)) return String(written);
  return String(reader.number + written);
}

/** What `from` calls the row at an index: more than that behind a row of several maps, which stands `at` an index. */
function counting(backbone: WiredRow | undefined, at: number | undefined): (index: number) => number {
  const more = backbone === undefined || at === undefined ? 0 : backbone.number - backbone.index;
  return (index) => (at !== undefined && index >= at ? index + more : index);
}

/** The numbers of a `from`, be it one or a list. */
export function fromNodes({ syntax }: Pick<WiredRow, 'syntax'>): readonly YamlNode[] {
  if (syntax.from === undefined) return [];
  return syntax.from.kind === 'sequence' ? syntax.from.items : [syntax.from];
}

/**
 * `# 6-P4/16` behind row 6 says its number: a label that is right before the edit is right after it, and one that is plainly a label keeps
 * its distance from the number where it is wrong, so that what is put in can be taken out again.
 */
function labelEdit(analysis: Wired, row: WiredRow, place: number, number: number): TextEdit | undefined {
  const comment = trailingComment(analysis.document, row.syntax);
  const [, lead = '', digits, rest = ''] = /^(#\s*)(\d+)(?![\w.])(.*)$/s.exec(comment?.text ?? '') ?? [];
  if (comment === undefined || digits === undefined || place === row.index) return undefined;
  const label = Number(digits) + number - row.number;
  if (label < 0 || (Number(digits) !== row.number && !/^\s*(?:-?\(?P\d.*)?$/s.test(rest))) return undefined;
  const start = comment.span.start + lead.length;
  return { span: { start, end: start + digits.length }, text: String(label) };
}
