import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import type { TextEdit } from '../text.ts';
import { diagnose } from './diagnose.ts';
import type { Repetition } from './events.ts';
import { YamlFailure } from './failure.ts';
import { edited, remapComments, remapProblem, remapTree } from './remap.ts';
import type { Comment, YamlNode, YamlTree } from './tree.ts';

/** A text that PyYAML accepts. */
export interface Reading {
  readonly root?: YamlNode;
  readonly comments: readonly Comment[];
  readonly repetitions: readonly Repetition[];
}

/** Throws a {@link YamlFailure} where PyYAML refuses. */
export type Reader = (text: string, libyaml: boolean) => Reading;

/** Damages that are mended one after the other before the rest of the text is given up: each takes a reading of all of it. */
const mostRepairs = (text: string) => Math.max(12, Math.min(100, Math.floor(200_000 / text.length)));

/** The tree of a text; a damaged one is mended and read again, and what the damage is stands among the problems. */
export function readWithRepairs(text: string, libyaml: boolean, read: Reader): YamlTree {
  const attempt = attemptTo(read, text, libyaml);
  if (!(attempt instanceof YamlFailure)) return attempt;
  // Only the first failure is sure: it is where PyYAML stops.
  const { problem, repair } = diagnose(text, attempt, libyaml);
  const rest = mend(text, libyaml, read, repair);
  return { ...rest, problems: [problem, ...rest.problems], fatal: true };
}

/** What can be read after `repair` and further ones, with its places in `text`. */
function mend(text: string, libyaml: boolean, read: Reader, repair: readonly TextEdit[]): YamlTree {
  const ways: ((offset: number) => number)[] = [];
  let current = text;
  let edits = repair;
  const most = mostRepairs(text);
  for (let repairs = 1; edits.length > 0; repairs++) {
    const next = edited(current, edits);
    current = next.text;
    ways.push(next.toOriginal);
    const attempt = attemptTo(read, current, libyaml);
    if (!(attempt instanceof YamlFailure)) return relocated(attempt, (offset) => ways.reduceRight((at, way) => way(at), offset));
    if (repairs > most) break;
    const cut = { span: { start: Math.min(attempt.contextAt, attempt.at), end: current.length }, text: '' };
    edits = repairs === most ? [cut] : diagnose(current, attempt, libyaml).repair;
  }
  return { comments: [], problems: [], fatal: true };
}

function attemptTo(read: Reader, text: string, libyaml: boolean): YamlTree | YamlFailure {
  try {
    const { root, comments, repetitions } = read(text, libyaml);
    return { ...(root && { root }), comments, problems: repetitions.map(repeatedKey), fatal: false };
  } catch (failure) {
    if (failure instanceof YamlFailure) return failure;
    throw failure;
  }
}

/** The same tree with its places in the text before edits. */
export function relocated(tree: YamlTree, toOriginal: (offset: number) => number): YamlTree {
  return {
    ...(tree.root && { root: remapTree(tree.root, toOriginal) }),
    comments: remapComments(tree.comments, toOriginal),
    problems: tree.problems.map((problem) => remapProblem(problem, toOriginal)),
    fatal: tree.fatal,
  };
}

function repeatedKey({ first, second }: Repetition): Problem {
  return {
    rule: 'duplicate-key',
    severity: 'warning',
    span: second.key.span,
    message: t`The key ${keyText(second.key)} occurs twice: the framework silently keeps this last value and drops the earlier one.`,
    related: [{ span: first.key.span, message: t`The value here is dropped.` }],
    fixes: [],
  };
}

function keyText({ value }: YamlNode): string {
  return typeof value === 'string' || typeof value === 'number' ? `'${value}'` : '';
}
