import type { Span } from '../text.ts';
import type { Comment } from '../yaml/tree.ts';

/** The number that a comment behind a row gives it: `# 15`, `# 15 (P3/8-small)`, `# 0-P1/2`. */
export function labelOf(comment: Comment | undefined): { readonly number: number; readonly span: Span } | undefined {
  const [, lead = '', digits] = /^(#\s*)(\d{1,3})(?=\s*$|\s*\(|-P\d|\s*,)/.exec(comment?.text ?? '') ?? [];
  if (comment === undefined || digits === undefined) return undefined;
  const start = comment.span.start + lead.length;
  return { number: Number(digits), span: { start, end: start + digits.length } };
}
