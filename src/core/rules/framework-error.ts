import { t } from '../l10n.ts';
import { callText } from './call.ts';
import { defineRule } from './define.ts';
import { quoting, readRows, rowName, sized } from './words.ts';

/** What no other rule explains. */
export const frameworkError = defineRule({
  id: 'framework-error',
  severity: 'error',
  summary: 'The framework builds the row and runs it.',
  docs: 'It stops at this row for a reason that no other rule explains; the message ends in its own words. Releases before 8.3.147, for example, measure strides in training mode, in which a normalisation refuses maps of a single cell.',
  bad: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 16]]
  - [-1, 1, Conv, [64, 3, 16]]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ row 1 cannot run: row 0 (Conv) gives 16×40×40 at stride 16, the call is Conv(c1=16, c2=16, k=3, s=16) (Ultralytics: ValueError: Expected more than 1 value per channel when training, …
head:
  - [[-1], 1, Detect, [nc]]
`,
  good: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 16]]
  - [-1, 1, Conv, [64, 3, 8]]
head:
  - [[-1], 1, Detect, [nc]]
`,
  options: { upstream: '8.3.63' },
  *check(context) {
    for (const refusal of context.refusals('framework-error')) {
      const { row, error, inputs } = refusal;
      const read = t`${rowName(context.rows, row.sources[0] ?? -1)} gives ${sized(context, inputs?.[0])}`;
      const said = t`row ${row.number} cannot run: ${read}, the call is ${callText(row, context.resolution.rules)}`;
      yield { span: row.syntax.span, row: row.index, message: quoting(said, error), related: readRows(context, refusal), fixes: [] };
    }
  },
});
