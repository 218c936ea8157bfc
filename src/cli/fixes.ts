import type { Problem, TextEdit } from '../core/index.ts';
import { editSource, type Source } from './files.ts';

/** One fix can uncover the next; after this many rounds two of them are undoing each other. */
const rounds = 10;

/** The source with everything mended that can be mended safely; the same object where there is nothing. */
export function withSafeFixes(source: Source, problems: readonly Problem[], problemsOf: (source: Source) => readonly Problem[]): Source {
  let current = source;
  let open = problems;
  for (let round = 0; round < rounds; round++) {
    const edits = withoutOverlaps(open);
    if (edits.length === 0) break;
    current = editSource(current, edits);
    open = problemsOf(current);
  }
  return current;
}

function withoutOverlaps(problems: readonly Problem[]): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes } of problems) {
    const fix = fixes.find(({ safe }) => safe);
    if (fix && !fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) taken.push(...fix.edits);
  }
  return taken;
}

/** Insertions at one place count as overlapping: their order would be anybody's guess. */
function overlap({ span: a }: TextEdit, { span: b }: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
