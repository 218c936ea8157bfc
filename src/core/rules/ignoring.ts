import type { ModelDocument } from '../document.ts';
import type { Problem } from '../problem.ts';
import type { Span } from '../text.ts';
import type { Comment, YamlNode } from '../yaml/tree.ts';

/** A comment `# yolo-architect: ignore dead-row`, alone or behind other words of a comment. */
export interface IgnoreComment {
  readonly comment: Comment;
  /** The ids that it names, with their places; none means every rule. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  /** The part of the text whose problems it silences. */
  readonly scope: Span;
}

const pattern = /\byolo-architect:\s*ignore\b((?:[\s,]+(?!--)[\w-]+)*)/;

/**
 * All such comments. Behind a row one concerns that row, on a line of its own the next row or key with all that belongs to it,
 * above the first key or below the last row the whole file.
 */
export function ignoreComments(document: ModelDocument): IgnoreComment[] {
  return document.comments.flatMap((comment) => {
    const [all = '', names] = pattern.exec(comment.text) ?? [];
    if (names === undefined) return [];
    const start = comment.span.start + comment.text.indexOf(all) + all.length - names.length;
    const rules = [...names.matchAll(/[\w-]+/g)].map(({ 0: id, index }) => ({
      id,
      span: { start: start + index, end: start + index + id.length },
    }));
    return [{ comment, rules, scope: scopeOf(comment, document) }];
  });
}

/** Whether one of the comments silences the problem. */
export function isIgnored({ rule, span, row }: Problem, comments: readonly IgnoreComment[], { rows }: ModelDocument): boolean {
  const whole = row === undefined ? undefined : rows[row]?.span;
  return comments.some(
    ({ rules, scope }) =>
      (rules.length === 0 || rules.some(({ id }) => id === rule)) && (meet(span, scope) || (whole !== undefined && meet(whole, scope))),
  );
}

function scopeOf({ span }: Comment, document: ModelDocument): Span {
  const { text, rows, root } = document;
  const file = { start: 0, end: text.length };
  const line = { start: Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1, end: span.end };
  if (/\S/.test(text.slice(line.start, span.start).replace('\ufeff', ''))) {
    return rows.find((row) => meet(row.span, { ...line, end: span.start }))?.span ?? line;
  }
  if (root === undefined || span.end <= root.span.start) return file;
  const next = [...rows.map((row) => row.span), ...entrySpans(root), ...entrySpans(document.entry('scales')?.value)]
    .filter(({ start }) => start >= span.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return next[0] ?? file;
}

function entrySpans(node: YamlNode | undefined): Span[] {
  return node?.kind === 'mapping' ? node.entries.map(({ key, value }) => ({ start: key.span.start, end: value.span.end })) : [];
}

function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
