import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { PyValue } from '../python.ts';
import { numeric } from '../resolve/numbers.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { indexOfArgument } from './call.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { argsSpan, keySpan, replace } from './place.ts';

/** What a head is told fits the file's own keys. */
export const headArguments = defineRule({
  id: 'head-arguments',
  severity: 'warning',
  summary: 'A head takes its classes from `nc` and its key points from `kpt_shape`; an OBB head predicts one angle.',
  docs: `Training puts the data set's number of classes in the place of the file's \`nc\`; a number written in the head's row stays what it is, and the head
then has other classes than the labels. The same holds for key points: training takes \`kpt_shape\` from the data set, each point with 2 values (x, y) or 3
(and whether it is visible). The second argument of \`OBB\` is how many values turn a box: 1, the angle.`,
  bad: `
nc: 4
kpt_shape: [5, 3]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Pose, [nc, [17, 3]]]
#                          ^^^^^^^ Pose is given [17, 3], but the file says kpt_shape: [5, 3]
`,
  good: `
nc: 4
kpt_shape: [5, 3]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Pose, [nc, kpt_shape]]
`,
  *check(context) {
    const head = context.rows.at(-1);
    if (head?.definition === undefined || head.args === undefined || head.failure !== undefined) return;
    if (head.definition.isHead || head.definition.name === 'RTDETRDecoder') yield* classes(context, head);
    if (/^Pose(?:26)?$/.test(head.definition.name)) yield* keyPoints(context, head);
    if (/^OBB(?:26)?$/.test(head.definition.name)) yield* angle(context, head);
  },
});

function argument({ resolution }: RuleContext, row: ParsedRow, name: string) {
  const index = indexOfArgument(row, resolution.rules, [name]);
  return index === undefined ? undefined : row.args?.[index];
}

function* classes(context: RuleContext, head: ParsedRow): Iterable<FoundProblem> {
  const given = argument(context, head, 'nc');
  const [own, file] = [given?.value, numeric(context.header.nc)];
  if (given?.origin !== 'file' || given.written !== undefined || typeof own !== 'number' || file === undefined || own === file) return;
  const span = argsSpan(head, given.position);
  const message = t`${head.module} is given ${own} classes and the file says nc: ${file}; a data set's number of classes reaches the head only through nc`;
  yield { span, row: head.index, message, fixes: [replace(t`Write nc`, span, 'nc')] };
}

function* keyPoints(context: RuleContext, head: ParsedRow): Iterable<FoundProblem> {
  const { document } = context;
  const key = document.entry('kpt_shape');
  const values = Array.isArray(key?.value.value) ? (key.value.value as readonly PyValue[]) : undefined;
  const each = values?.[1];
  if (values !== undefined && (values.length !== 2 || (each !== 2 && each !== 3))) {
    const message = t`kpt_shape is the number of key points and the values of each, 2 or 3, as in [17, 3], but is ${showPython(values)}`;
    yield { span: key?.value.span ?? keySpan(document, 'kpt_shape'), message, fixes: [] };
  }
  const given = argument(context, head, 'kpt_shape');
  if (values === undefined || given?.origin !== 'file' || showPython(given.value) === showPython(values)) return;
  const span = argsSpan(head, given.position);
  const message = t`${head.module} is given ${showPython(given.value)}, but the file says kpt_shape: ${showPython(values)}`;
  yield { span, row: head.index, message, fixes: [replace(t`Write kpt_shape`, span, 'kpt_shape')] };
}

function* angle(context: RuleContext, head: ParsedRow): Iterable<FoundProblem> {
  const given = argument(context, head, 'ne');
  if (given?.origin !== 'file' || given.value === 1) return;
  const span = argsSpan(head, given.position);
  const message = t`the second argument of OBB is the number of angles, 1, but is ${showPython(given.value)}`;
  yield { span, row: head.index, message, fixes: [replace(t`Write ${1}`, span, '1')] };
}
