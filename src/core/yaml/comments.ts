import { skipLine } from './gaps.ts';
import type { Comment } from './tree.ts';

/** All comments of a text that parses: every `#` that lies in no scalar starts one. `leaves` are the places of scalars, two numbers each. */
export function findComments(text: string, leaves: readonly number[]): readonly Comment[] {
  const comments: Comment[] = [];
  let leaf = 0;
  for (let at = text.indexOf('#'); at >= 0; ) {
    while (leaf < leaves.length && (leaves[leaf + 1] ?? 0) <= at) leaf += 2;
    if (leaf < leaves.length && (leaves[leaf] ?? 0) <= at) {
      at = text.indexOf('#', leaves[leaf + 1]);
      continue;
    }
    const end = skipLine(text, at);
    // A tag may hold a `#` as well.
    if (text.charCodeAt(at - 1) !== 33) comments.push({ span: { start: at, end }, text: text.slice(at, end) });
    at = text.indexOf('#', end);
  }
  return comments;
}
