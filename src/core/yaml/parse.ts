import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import { compose } from './compose.ts';
import type { Repetition } from './composer.ts';
import { diagnose } from './diagnose.ts';
import { edited, remapComments, remapSpan, remapTree } from './remap.ts';
import { scan } from './scan.ts';
import { YamlFailure } from './tokens.ts';
import type { YamlNode, YamlTree } from './tree.ts';

export interface YamlOptions {
  /** Since 8.3.125 the framework reads with libyaml, which takes tabs between the elements of a row; default true. */
  readonly tabsBetweenElements?: boolean;
}

/** Damages that are mended one after the other before the rest is given up. */
const mostRepairs = 12;

/**
 * The tree of a YAML text with the values that PyYAML's `safe_load` gives, and everything that PyYAML refuses or silently ignores.
 * Where it refuses, the damage is mended as the quick fix would do it and the text read again, so that the rest is still there.
 */
export function parseYaml(text: string, options: YamlOptions = {}): YamlTree {
  const libyaml = options.tabsBetweenElements ?? true;
  const problems: Problem[] = [];
  const ways: ((offset: number) => number)[] = [];
  const toOriginal = (offset: number) => ways.reduceRight((at, way) => way(at), offset);
  let current = text;
  const change = (edits: Parameters<typeof edited>[1]) => {
    const next = edited(current, edits);
    ways.push(next.toOriginal);
    current = next.text;
  };
  // The framework deletes such characters before (or, where libyaml refuses them, before a second try at) reading.
  if (unprintable.test(text))
    change(
      [...text.matchAll(new RegExp(unprintable, 'gu'))].map(({ index, 0: found }) => ({
        span: { start: index, end: index + found.length },
        text: '',
      })),
    );
  for (let attempt = 0; ; attempt++) {
    const tokens = scan(current, libyaml);
    try {
      const { root, repetitions } = compose(current, tokens);
      for (const repetition of repetitions) problems.push(repeatedKey(repetition));
      if (ways.length === 0) return { ...(root && { root }), comments: tokens.comments, problems, fatal: false };
      return {
        ...(root && { root: remapTree(root, toOriginal) }),
        comments: remapComments(tokens.comments, toOriginal),
        problems: problems.map((problem) => (problem.rule === 'duplicate-key' ? remapProblem(problem, toOriginal) : problem)),
        fatal: attempt > 0,
      };
    } catch (failure) {
      if (!(failure instanceof YamlFailure)) throw failure;
      const { problem, repair } = diagnose(current, tokens, failure);
      // Only the first is sure: it is where PyYAML stops.
      if (attempt === 0) problems.push(remapProblem(problem, toOriginal));
      if (attempt === mostRepairs || repair.length === 0)
        return { comments: remapComments(tokens.comments, toOriginal), problems, fatal: true };
      change(repair);
    }
  }
}

const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function repeatedKey({ first, second }: Repetition): Problem {
  return {
    rule: 'duplicate-key',
    severity: 'warning',
    span: second.key.span,
    message: t`The key ${keyText(second.key)} occurs twice here: PyYAML silently keeps this last value and drops the earlier one.`,
    related: [{ span: first.key.span, message: t`This value is dropped.` }],
    fixes: [],
  };
}

function keyText({ value }: YamlNode): string {
  return typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : '';
}

function remapProblem(problem: Problem, toOriginal: (offset: number) => number): Problem {
  const map = (span: Problem['span']) => remapSpan(span, toOriginal);
  return {
    ...problem,
    span: map(problem.span),
    ...(problem.related && { related: problem.related.map(({ span, message }) => ({ span: map(span), message })) }),
    fixes: problem.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ span: map(edit.span), text: edit.text })) })),
  };
}
