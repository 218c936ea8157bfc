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
  return {
    text: applyEdits(text, sorted),
    toOriginal: (offset) => {
      let shift = 0;
      for (const { span, text: inserted } of sorted) {
        const start = span.start + shift;
        if (offset < start) break;
        if (offset < start + inserted.length) return Math.min(span.start + offset - start, span.end);
        shift += inserted.length - (span.end - span.start);
      }
      return offset - shift;
    },
  };
}

export function remapSpan(span: Span, toOriginal: (offset: number) => number): Span {
  const start = toOriginal(span.start);
  return { start, end: Math.max(start, toOriginal(span.end)) };
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
