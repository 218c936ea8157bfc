import type { Problem } from '../problem.ts';
import type { TextEdit } from '../text.ts';

/** One fix can uncover the next; after this many rounds two of them are undoing each other. */
const rounds = 10;

/**
 * A state of a text (the text itself, or what holds it) with everything mended that can be mended safely; the same value where
 * there is nothing. `edit` applies edits to a state, `problemsOf` finds the problems of the new one.
 */
export function withSafeFixes<State>(
  state: State,
  problems: readonly Problem[],
  edit: (state: State, edits: readonly TextEdit[]) => State,
  problemsOf: (state: State) => readonly Problem[],
): State {
  let current = state;
  let open = problems;
  for (let round = 0; round < rounds; round++) {
    const edits = withoutOverlaps(open);
    if (edits.length === 0) break;
    current = edit(current, edits);
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
