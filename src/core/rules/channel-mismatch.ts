import { t } from '../l10n.ts';
import { callText, indexOfArgument } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { argsSpan, fromSpan, repeatsSpan, replace } from './place.ts';
import { quoting, readRows, rowName, sized } from './words.ts';

/** A module reads as many channels as it was built for. */
export const channelMismatch = defineRule({
  id: 'channel-mismatch',
  severity: 'error',
  summary: 'What a module reads has the channels, and the axes, that it is built for.',
  docs: `The parser notes the output channels of each row and builds the next ones for them. They can differ from what really arrives: where a
module runs several times in sequence although it changes the channels (each instance is built alike), where the parser has another idea of
a row's channels than its module, and for modules such as C2PSA that need as many output as input channels.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, Conv, [128, 3]]
#        ^ row 1 runs Conv 2 times in sequence; each is built for 64 channels, but the second gets 128 (Ultralytics: RuntimeError: Given groups=1, weight of size [128, 64, 3, 3], …
  - [0, 1, C2PSA, [128]]
#                  ^^^ C2PSA needs as many output as input channels: C2PSA(c1=64, c2=128, n=1) (Ultralytics: AssertionError…
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3]]
  - [-1, 1, Conv, [128, 3]]
  - [-1, 1, C2PSA, [128]]
`,
  *check(context) {
    for (const refusal of context.refusals('channel-mismatch')) yield explain(context, refusal);
  },
});

function explain(context: RuleContext, refusal: RowRefusal): FoundProblem {
  const { resolution, rows } = context;
  const { row, error, inputs = [] } = refusal;
  const at = { row: row.index, related: readRows(context, refusal) };
  const call = callText(row, resolution.rules);
  const value = (name: string) => row.args?.[indexOfArgument(row, resolution.rules, [name]) ?? -1]?.value;
  const [c1, c2] = [value('c1'), value('c2')];
  const [input] = inputs;
  if (row.instances > 1 && typeof c1 === 'number' && typeof c2 === 'number' && c1 !== c2 && input?.[0] === c1) {
    const span = repeatsSpan(row);
    const said = t`row ${row.number} runs ${row.module} ${row.instances} times in sequence; each is built for ${c1} channels, but the second gets ${c2}`;
    return { ...at, span, message: quoting(said, error), fixes: [replace(t`Run it once`, span, '1')] };
  }
  if (error.pythonType === 'AssertionError') {
    const position = row.args?.[error.element ?? -1]?.position;
    const span = argsSpan(row, position);
    const source = rows[row.sources[0] ?? -1];
    const before =
      source?.parser?.family === 'scaled' && source.syntax.args?.kind === 'sequence' ? source.syntax.args.items[0]?.value : undefined;
    const fixes =
      position !== undefined && typeof before === 'number'
        ? [replace(t`Write ${before}, as ${rowName(rows, source?.index ?? 0)}`, span, String(before))]
        : [];
    return { ...at, span, message: quoting(t`${row.module} needs as many output as input channels: ${call}`, error), fixes };
  }
  const read = rowName(rows, row.sources[0] ?? -1);
  if (input !== undefined && input.length !== 3) {
    return {
      ...at,
      span: fromSpan(row),
      message: quoting(t`row ${row.number} needs a feature map, but ${read} gives ${sized(context, input)}: ${call}`, error),
      fixes: [],
    };
  }
  const said = t`row ${row.number} is built for another number of channels than it gets: ${read} gives ${sized(context, input)}, the call is ${call}`;
  return { ...at, span: fromSpan(row, error.element), message: quoting(said, error), fixes: [] };
}
