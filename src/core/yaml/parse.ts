import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import { cleaned } from './clean.ts';
import { compose } from './compose.ts';
import type { Repetition } from './composer.ts';
import { diagnose } from './diagnose.ts';
import { edited, remapComments, remapProblem, remapTree } from './remap.ts';
import { scan } from './scan.ts';
import { type Tokens, YamlFailure } from './tokens.ts';
import type { YamlNode, YamlTree } from './tree.ts';

export interface YamlOptions {
  /** Since 8.3.125 the framework reads with libyaml, which takes tabs between the elements of a row; default true. */
  readonly tabsBetweenElements?: boolean;
}

/** Damages that are mended one after the other before the rest of the text is given up. */
const mostRepairs = 12;

/**
 * The tree of a YAML text with the values that PyYAML's `safe_load` gives, and everything that PyYAML refuses or silently ignores.
 * Where it refuses, the damage is mended as the quick fix would do it and the text read again, so that the rest is still there.
 */
export function parseYaml(text: string, options: YamlOptions = {}): YamlTree {
  const libyaml = options.tabsBetweenElements ?? true;
  const deletions = cleaned(text);
  if (deletions.length > 0) {
    const { text: clean, toOriginal } = edited(text, deletions);
    return moved(parseClean(clean, libyaml), toOriginal);
  }
  return parseClean(text, libyaml);
}

function parseClean(text: string, libyaml: boolean): YamlTree {
  const attempt = read(text, libyaml);
  if (!attempt.failure) return attempt.tree;
  // Only the first failure is sure: it is where PyYAML stops.
  const { problem, repair } = diagnose(text, attempt.failure, libyaml);
  const rest = mend(text, libyaml, repair, 1);
  return { ...rest, comments: rest.root ? rest.comments : attempt.tokens.comments, problems: [problem, ...rest.problems], fatal: true };
}

/** What can be read after `repair`, with its places in `text`. */
function mend(text: string, libyaml: boolean, repair: Parameters<typeof edited>[1], depth: number): YamlTree {
  if (repair.length === 0) return { comments: [], problems: [], fatal: true };
  const { text: next, toOriginal } = edited(text, repair);
  const attempt = read(next, libyaml);
  if (!attempt.failure) return moved(attempt.tree, toOriginal);
  const cut = { span: { start: Math.min(attempt.failure.contextAt, attempt.failure.at), end: next.length }, text: '' };
  if (depth > mostRepairs) return { comments: [], problems: [], fatal: true };
  const further = depth === mostRepairs ? [cut] : diagnose(next, attempt.failure, libyaml).repair;
  return moved(mend(next, libyaml, further, depth + 1), toOriginal);
}

type Attempt = { readonly tree: YamlTree; readonly failure?: undefined } | { readonly tokens: Tokens; readonly failure: YamlFailure };

function read(text: string, libyaml: boolean): Attempt {
  const tokens = scan(text, libyaml);
  try {
    const { root, repetitions } = compose(text, tokens);
    return { tree: { ...(root && { root }), comments: tokens.comments, problems: repetitions.map(repeatedKey), fatal: false } };
  } catch (failure) {
    if (failure instanceof YamlFailure) return { tokens, failure };
    throw failure;
  }
}

function moved(tree: YamlTree, toOriginal: (offset: number) => number): YamlTree {
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
