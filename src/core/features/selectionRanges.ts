import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { contains } from './cursor.ts';

/** What a growing selection takes in, the smallest first: argument, arguments, row, section, file. */
export function selectionRanges({ document }: Analysis, offset: number): Span[] {
  const { root, text } = document;
  const found: Span[] = [{ start: 0, end: text.length }, ...(root === undefined ? [] : around(root, offset))];
  // Each lies inside of the one before it, and is smaller.
  const nested: Span[] = [];
  for (const span of found) {
    const outer = nested.at(-1);
    if (outer === undefined || (outer.start <= span.start && span.end <= outer.end && length(span) < length(outer))) nested.push(span);
  }
  return nested.reverse();
}

function* around(node: YamlNode, offset: number): Generator<Span> {
  if (!contains(node.span, offset)) return;
  yield node.span;
  if (node.aliasOf !== undefined) return;
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries) {
      const entry = { start: key.span.start, end: Math.max(key.span.end, value.span.end) };
      if (!contains(entry, offset)) continue;
      yield entry;
      yield* contains(key.span, offset) ? [key.span] : around(value, offset);
      return;
    }
  }
  if (node.kind !== 'sequence') return;
  // Inside of the brackets, as editors take them.
  if (node.flow && node.span.start < offset && offset < node.span.end) yield { start: node.span.start + 1, end: node.span.end - 1 };
  const item = node.items.find(({ span }) => contains(span, offset));
  if (item !== undefined) yield* around(item, offset);
}

function length({ start, end }: Span): number {
  return end - start;
}
