import type { Problem } from '../problem.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import type { Comment, YamlNode } from './tree.ts';

/** A text after edits, and the way back for its offsets. */
export interface EditedText {
  readonly text: string;
  readonly toOriginal: (offset: number) => number;
}

/** Applies the edits; offsets inside a replacement go as far into what it replaced as they can. */
export function edited(text: string, edits: readonly TextEdit[]): EditedText {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  /** How far the edits before each one have moved it. */
  const shifts = [0];
  for (const [i, { span, text: inserted }] of sorted.entries()) shifts.push((shifts[i] ?? 0) + inserted.length - (span.end - span.start));
  const startOf = (i: number) => (sorted[i]?.span.start ?? 0) + (shifts[i] ?? 0);
  return {
    text: applyEdits(text, sorted),
    toOriginal: (offset) => {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (startOf(middle) <= offset) low = middle + 1;
        else high = middle;
      }
      const last = sorted[low - 1];
      const into = offset - startOf(low - 1);
      if (last && into < last.text.length) return Math.min(last.span.start + into, last.span.end);
      return offset - (shifts[low] ?? 0);
    },
  };
}

/** What was deleted just behind a span is no part of it. */
function remapSpan(span: Span, toOriginal: (offset: number) => number): Span {
  const start = toOriginal(span.start);
  const end = span.end > span.start ? Math.min(toOriginal(span.end), toOriginal(span.end - 1) + 1) : start;
  return { start, end: Math.max(start, end) };
}

/** The same tree with its places in the original text; what was shared stays shared. */
export function remapTree(root: YamlNode, toOriginal: (offset: number) => number, done = new Map<YamlNode, YamlNode>()): YamlNode {
  const known = done.get(root);
  if (known) return known;
  const map = (node: YamlNode) => remapTree(node, toOriginal, done);
  const base = { span: remapSpan(root.span, toOriginal), ...(root.aliasOf && { aliasOf: map(root.aliasOf) }) };
  const node: YamlNode =
    root.kind === 'scalar'
      ? { ...root, ...base }
      : root.kind === 'sequence'
        ? { ...root, ...base, items: root.items.map(map) }
        : { ...root, ...base, entries: root.entries.map(({ key, value }) => ({ key: map(key), value: map(value) })) };
  done.set(root, node);
  return node;
}

export function remapComments(comments: readonly Comment[], toOriginal: (offset: number) => number): readonly Comment[] {
  return comments.map(({ span, text }) => ({ span: remapSpan(span, toOriginal), text }));
}

export function remapProblem(problem: Problem, toOriginal: (offset: number) => number): Problem {
  const map = (span: Span) => remapSpan(span, toOriginal);
  return {
    ...problem,
    span: map(problem.span),
    ...(problem.related && { related: problem.related.map(({ span, message }) => ({ span: map(span), message })) }),
    fixes: problem.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(({ span, text }) => ({ span: map(span), text })) })),
  };
}
