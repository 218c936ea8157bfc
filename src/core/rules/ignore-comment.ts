import { distance } from 'fastest-levenshtein';
import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { ignoreComments } from './ignoring.ts';
import { replace } from './place.ts';

/** Comments that silence a rule name one. */
export const ignoreComment = defineRule({
  id: 'ignore-comment',
  severity: 'warning',
  summary: 'A comment `# yolo-architect: ignore dead-row` names rules that there are.',
  docs: `Behind a row such a comment silences the rule for that row; on a line of its own for the next row, or for the next key with all that
belongs to it (\`backbone:\` and its rows); above the first key, or below the last row, for the whole file. Several rules stand side by side with
commas, no name means every rule, and \` -- \` begins a reason. It can follow other words of a comment: \`# 15 (P3/8-small), yolo-architect: ignore
dead-row\`. What the framework refuses is lowered to a hint and still said.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # yolo-architect: ignore size-mistmatch
#                                                      ^^^^^^^^^^^^^^ no rule is called size-mistmatch; did you mean size-mismatch?
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2, yolo-architect: ignore size-mismatch, groups -- a test
`,
  *check({ document, ruleIds }) {
    for (const { id, span } of ignoreComments(document).flatMap((comment) => comment.rules)) {
      if (ruleIds.includes(id)) continue;
      const near = ruleIds.find((other) => distance(id, other) <= 2);
      const said = t`no rule is called ${id}`;
      yield {
        span,
        message: near === undefined ? said : t`${said}; did you mean ${near}?`,
        fixes: near === undefined ? [] : [replace(t`Write ${near}`, span, near, true)],
      };
    }
  },
});
