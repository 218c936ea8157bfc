import { PyDict } from '../python.ts';
import type { Comment, MappingNode, SequenceNode, YamlNode, YamlTree } from './tree.ts';

/** A text that has been read whole. */
export interface EarlierReading {
  readonly text: string;
  readonly tree: YamlTree;
}

/** Characters that reach beyond their line: anchors, aliases, tags, and everything that is no plain ASCII. */
const farReaching = /[^ -~]|[&*!]/;
/** Line ends that editors do not know; texts with them are read whole. */
const otherLineEnds = /[\x85\u2028\u2029]/;

/**
 * While someone types, one row changes and the others stay. Where the change lies inside a bracketed row that is all of its
 * line, only that line is read; the rest of the earlier tree is kept, moved by as much as the text has grown. `undefined`
 * where that cannot be told, and the text must be read whole.
 */
export function reread(earlier: EarlierReading, text: string, readLine: (line: string) => YamlTree): YamlTree | undefined {
  const { root } = earlier.tree;
  if (earlier.tree.fatal || earlier.tree.problems.length > 0 || root?.kind !== 'mapping' || root.flow) return undefined;
  const change = difference(earlier.text, text);
  if (farReaching.test(text.slice(change.start, change.end)) || farReaching.test(earlier.text.slice(change.start, change.earlierEnd)))
    return undefined;
  const place = findRow(root, change.start, change.earlierEnd);
  if (place === undefined) return undefined;
  const lineStart = earlier.text.lastIndexOf('\n', place.row.span.start) + 1;
  const grown = text.length - earlier.text.length;
  const earlierEnd = lineEndAfter(earlier.text, place.row.span.end);
  const lineEnd = earlierEnd + grown;
  if (change.earlierEnd > earlierEnd || !/^[ ]*- +$/.test(earlier.text.slice(lineStart, place.row.span.start))) return undefined;
  if (!/^ *(?:#|$)/.test(earlier.text.slice(place.row.span.end, earlierEnd)) || otherLineEnds.test(earlier.text)) return undefined;
  const line = readLine(text.slice(lineStart, lineEnd));
  const row = line.root?.kind === 'sequence' && !line.root.flow && line.root.items.length === 1 ? line.root.items[0] : undefined;
  if (line.fatal || line.problems.length > 0 || row?.kind !== 'sequence' || !row.flow) return undefined;
  return {
    root: replaceRow(root, place, moved(row, lineStart), grown),
    comments: [
      ...earlier.tree.comments.filter(({ span }) => span.end <= lineStart),
      ...movedComments(line.comments, lineStart),
      ...movedComments(
        earlier.tree.comments.filter(({ span }) => span.start >= earlierEnd),
        grown,
      ),
    ],
    problems: [],
    fatal: false,
  };
}

interface Change {
  readonly start: number;
  readonly earlierEnd: number;
  readonly end: number;
}

/** The smallest stretch outside of which both texts are equal. */
function difference(earlier: string, text: string): Change {
  const shorter = Math.min(earlier.length, text.length);
  let start = 0;
  while (start < shorter && earlier.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && earlier.charCodeAt(earlier.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++;
  return { start, earlierEnd: earlier.length - same, end: text.length - same };
}

interface Place {
  readonly entry: number;
  readonly item: number;
  readonly list: SequenceNode;
  readonly row: SequenceNode;
}

/** The bracketed row of a block list that the change touches behind its opening bracket, or that begins its line. */
function findRow(root: MappingNode, start: number, end: number): Place | undefined {
  for (const [entry, { value: list }] of root.entries.entries()) {
    if (list.kind !== 'sequence' || list.flow || list.span.start > start || list.items.length === 0) continue;
    const item = list.items.findLastIndex((candidate) => candidate.span.start < start);
    const row = list.items[item];
    if (row?.kind !== 'sequence' || !row.flow) continue;
    const next = list.items[item + 1] ?? root.entries[entry + 1]?.key;
    if (next !== undefined && next.span.start < end) continue;
    return { entry, item, list, row };
  }
  return undefined;
}

function lineEndAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end;
}

function replaceRow(root: MappingNode, { entry, item, list }: Place, row: SequenceNode, grown: number): MappingNode {
  const items = list.items.map((old, i) => (i < item ? old : i === item ? row : moved(old, grown)));
  const last = items.at(-1);
  const replaced: SequenceNode = {
    ...list,
    span: {
      start: list.span.start,
      end: list.span.end === list.items.at(-1)?.span.end ? (last?.span.end ?? list.span.end) : list.span.end + grown,
    },
    items,
    value: items.map(({ value }) => value),
  };
  const entries = root.entries.map((old, i) =>
    i < entry ? old : i === entry ? { key: old.key, value: replaced } : { key: moved(old.key, grown), value: moved(old.value, grown) },
  );
  const values = new Map(root.value instanceof PyDict ? root.value.entries : []);
  const key = root.entries[entry]?.key.value;
  if (key !== undefined && root.entries.findLast((candidate) => candidate.key.value === key) === root.entries[entry])
    values.set(key, replaced.value);
  const end =
    root.span.end === root.entries.at(-1)?.value.span.end ? (entries.at(-1)?.value.span.end ?? root.span.end) : root.span.end + grown;
  return { ...root, span: { start: root.span.start, end }, entries, value: new PyDict(values) };
}

/** The same node further on in the text. */
function moved<N extends YamlNode>(node: N, by: number): N;
function moved(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const { kind, value } = node;
  const span = { start: node.span.start + by, end: node.span.end + by };
  if (kind === 'scalar') return { kind, style: node.style, span, value };
  if (kind === 'sequence') return { kind, flow: node.flow, span, value, items: node.items.map((item) => moved(item, by)) };
  return {
    kind,
    flow: node.flow,
    span,
    value,
    entries: node.entries.map((entry) => ({ key: moved(entry.key, by), value: moved(entry.value, by) })),
  };
}

function movedComments(comments: readonly Comment[], by: number): readonly Comment[] {
  return by === 0 ? comments : comments.map(({ span, text }) => ({ span: { start: span.start + by, end: span.end + by }, text }));
}
