import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { givesPredictions } from './heads.ts';
import { moduleSpan } from './place.ts';
import { rowName } from './words.ts';

/** The last row is a head. */
export const noHead = defineRule({
  id: 'no-head',
  severity: 'warning',
  summary: 'The last row is a head: Detect, Segment, Pose, OBB, Classify, RTDETRDecoder …',
  docs: `The framework takes the output of the last row for the result and the module of the last row for the task. A model that ends in anything else
builds, with a stride of 32 that nobody has measured, and stops at its first training step or prediction: there is no loss for a feature map.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 2]]
#           ^^^^ the last row must be a head such as Detect, but row 1 (Conv) gives a feature map: the model builds, and stops when it is trained or used
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 2]]
  - [[-1], 1, Detect, [nc]]
`,
  *check({ rows, resolution, document }) {
    const last = rows.at(-1);
    // While a file is being begun, everything is still to come.
    if (last?.definition === undefined || document.entry('head')?.value.kind !== 'sequence' || last.syntax.section !== 'head') return;
    if (givesPredictions(last) || resolution.task === 'classify' || /detect|head|decoder|segment|pose|obb/i.test(last.module)) return;
    const name = rowName(rows, last.index);
    const message = t`the last row must be a head such as Detect, but ${name} gives a feature map: the model builds, and stops when it is trained or used`;
    yield { span: moduleSpan(last), row: last.index, message, fixes: [] };
  },
});
