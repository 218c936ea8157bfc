import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import { lineBreakOf, newRowLine, rowLines } from '../refactor/rowText.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { givesPredictions } from './heads.ts';
import { keySpan, moduleSpan } from './place.ts';
import { mapOf } from './wiring.ts';
import { rowName } from './words.ts';

/** The last row is a head. */
export const noHead = defineRule({
  id: 'no-head',
  severity: 'warning',
  summary: 'The last row is a head: Detect, Segment, Pose, OBB, Classify, RTDETRDecoder …',
  docs: `The framework takes the output of the last row for the result and the module of the last row for the task. \`YOLO('….yaml')\` finds no task in
any other name and stops: “'YOLO' model does not support '_new' mode for 'None' task”. Where the task is named, as on the command line, the model is
built, with a stride of 32 that nobody has measured, and stops at its first training step or prediction: there is no loss for a feature map.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 2]]
#           ^^^^ the last row must be a head such as Detect, but row 1 (Conv) gives a feature map: YOLO('….yaml') stops (Ultralytics: NotImplementedError: 'YOLO' model does not support '_new' mode for 'None' task.), and where the task is named, training does
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 2]]
  - [[-1], 1, Detect, [nc]]
`,
  *check(context) {
    const { rows, resolution, document } = context;
    const last = rows.at(-1);
    const head = document.entry('head')?.value;
    // While a file is being begun, everything is still to come.
    if (last?.definition === undefined || head?.kind !== 'sequence' || (last.syntax.section !== 'head' && head.items.length > 0)) return;
    if (givesPredictions(last) || resolution.task === 'classify' || /detect|head|decoder|segment|pose|obb/i.test(last.module)) return;
    const name = rowName(rows, last.index);
    if (head.items.length === 0) {
      const said = t`head has no rows, and ${name}, the last row of all, gives a feature map: the model is built, and stops when it is trained or used`;
      yield { span: keySpan(document, 'head'), row: last.index, message: said, fixes: [] };
      return;
    }
    const message = t`the last row must be a head such as Detect, but ${name} gives a feature map: YOLO('….yaml') stops (Ultralytics: NotImplementedError: 'YOLO' model does not support '_new' mode for 'None' task.), and where the task is named, training does`;
    yield { span: moduleSpan(last), row: last.index, message, fixes: detectFix(context, last) };
  },
});

/** A Detect on the coarsest maps that nothing else reads, the last row among them. */
function detectFix({ rows, resolution, document, deadEnds }: RuleContext, last: ParsedRow): Fix[] {
  const ends = [...deadEnds.keys(), last.index].filter((row) => mapOf(resolution.built[row]) !== undefined);
  const lines = rowLines(document, last.syntax);
  const sizes = ends.map((row) => mapOf(resolution.built[row])?.[1] ?? 0);
  const order = ends.map((_, i) => i).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  if (lines === undefined || document.fatal || new Set(sizes).size < sizes.length) return [];
  const read = order.map((i) => rows[ends[i] ?? -1]?.number).join(', ');
  const open = !/[\r\n]$/.test(document.text.slice(lines.start, lines.end));
  const newline = lineBreakOf(document.text);
  const line = newRowLine(document, last.syntax, `[[${read}], 1, Detect, [nc]]`);
  const edit = { span: { start: lines.end, end: lines.end }, text: open ? newline + line : line + newline };
  return [{ title: t`Add a Detect that reads ${read}`, edits: [edit], safe: false }];
}
