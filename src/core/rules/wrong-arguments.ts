import { t } from '../l10n.ts';
import { keptChannelsProblem } from './argument-channels.ts';
import { countProblem } from './argument-count.ts';
import { kindProblem, wordProblem } from './argument-kind.ts';
import { listProblem, textProblem } from './argument-text.ts';
import { valueProblem } from './argument-value.ts';
import { withCall } from './call.ts';
import { defineRule } from './define.ts';
import { inputChannelsToo } from './input-channels-too.ts';
import { argsSpan } from './place.ts';
import { quoting } from './words.ts';

/** A row's arguments fit the module's constructor. */
export const wrongArguments = defineRule({
  id: 'wrong-arguments',
  severity: 'error',
  summary: 'The arguments of a row fit the constructor of its module, in number, kind and value.',
  docs: `For most modules the parser puts the input channels in front, and for some (C2f, C3k2, …) the repeats third: the file says
\`[128, 3, 2]\`, the call is \`Conv(c1=64, c2=128, k=3, s=2)\`. The message shows that call. A text in the arguments is read as a Python literal
(\`None\`, \`True\`, \`[3, 3]\`); a text that is no Python at all, such as \`256 3\` with its comma forgotten, ends the build.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3, 2, None, 1, 1, True, 9]]
#                                              ^ Conv takes at most 7 arguments here (c2, k, s, p, g, d, act), but the row has 8: Conv(c1=64, c2=64, k=3, s=2, p=None, g=1, d=1, act=True, 9) (Ultralytics: …
  - [0, 1, Conv, [64, three]]
#                     ^^^^^ k (kernel size) must be an integer or a list of two, but is 'three': Conv(c1=64, c2=64, k='three') (Ultralytics: …
  - [0, 1, Conv, [64 3, 2]]
#                 ^^^^ '64 3' is no Python value: a comma is missing (Ultralytics: SyntaxError: …
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3, 2, None, 1, 1, True]]
  - [0, 1, Conv, [64, [1, 3]]]
  - [0, 1, Conv, [64, 3, 2]]
`,
  *check(context) {
    for (const refusal of context.refusals('wrong-arguments')) {
      const { row, error } = refusal;
      const found =
        listProblem(context, refusal) ??
        textProblem(context, refusal) ??
        keptChannelsProblem(context, refusal) ??
        wordProblem(context, refusal) ??
        countProblem(context, refusal) ??
        kindProblem(context, refusal) ??
        valueProblem(context, refusal);
      const said = found?.said ?? withCall(t`${row.module} refuses these arguments`, row, context.resolution.rules);
      const too = inputChannelsToo(context, row);
      yield {
        span: found?.span ?? argsSpan(row),
        row: row.index,
        message: quoting(too === undefined ? said : `${said}. ${too.said}`, error),
        fixes: [...(too === undefined ? [] : [too.fix]), ...(found?.fixes ?? [])],
        ...(found?.related === undefined ? {} : { related: found.related }),
      };
    }
  },
});
