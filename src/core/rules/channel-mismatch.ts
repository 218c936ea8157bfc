import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { callText, indexOfArgument } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, fromSpan, moduleSpan, repeatsSpan, replace, written } from './place.ts';
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
    const inside = repeatsInside[row.module];
    const swap = inside === undefined ? [] : [replace(t`Use ${inside}, which repeats inside`, moduleSpan(row), inside)];
    const why = inside === undefined ? said : t`${said}; unlike C3 and C2f, ${row.module} does not repeat inside`;
    const once = error.rule === 'size-mismatch' ? [] : [replace(t`Run it once`, span, '1')];
    return { ...at, span, message: quoting(why, error), fixes: [...swap, ...once] };
  }
  if (error.pythonType === 'AssertionError' || error.rule === 'size-mismatch') {
    const position = row.args?.[error.rule === 'size-mismatch' ? 1 : (error.element ?? -1)]?.position;
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
  const verbatim = asTheyStand(context, refusal);
  if (verbatim !== undefined) return { ...at, span: argsSpan(row, 0), message: quoting(verbatim.said, error), fixes: verbatim.fixes ?? [] };
  const said = t`row ${row.number} is built for another number of channels than it gets: ${read} gives ${sized(context, input)}, the call is ${call}`;
  const changing = rows[row.sources[0] ?? -1];
  const unnoted = changing?.parser?.family === 'verbatim' && typeof c1 === 'number' && input?.[0] !== c1;
  const message = unnoted ? t`${said}. The parser takes for granted that ${changing.module} keeps its channels` : said;
  const fixes = unnoted ? asConv(context, changing) : [];
  return { ...at, span: fromSpan(row, error.element), message: quoting(message, error), fixes };
}

/** What takes the place of a block that does not repeat inside. */
const repeatsInside: Readonly<Record<string, string | undefined>> = { GhostBottleneck: 'C3Ghost', Bottleneck: 'C2f' };

/** The row says its input channels itself, and says others than it gets. */
function asTheyStand(context: RuleContext, { row, inputs = [] }: RowRefusal): Explanation | undefined {
  const { args, parser } = row;
  const [given, meant] = [args?.[0], inputs[0]?.[0]];
  const { rules } = context.resolution;
  const name = row.definition?.args(rules)[0]?.name;
  if ((name !== 'in_channels' && name !== 'c1') || given?.origin !== 'file' || given.value === meant || meant === undefined)
    return undefined;
  if (parser?.family === 'scaled') return undefined;
  const read = rowName(context.rows, row.sources[0] ?? -1);
  const said = t`${row.module} gets its arguments as they stand, the input channels first: it is built for ${showPython(given.value)}, but ${read} gives ${sized(context, inputs[0])}, at each scale another number: ${callText(row, rules)}`;
  const kept = args?.[1]?.value === meant;
  const write = replace(t`Write ${meant}`, argsSpan(row, given.position), String(meant));
  const conv = asConv(context, row);
  return { said, fixes: conv.length === 0 && (kept || row.module !== 'nn.Conv2d') ? [write] : conv };
}

/** nn.Conv2d as Conv, whose channels the parser scales and notes; [in, out, k, s, p] or, with the input channels forgotten, [out, k, s, p]. */
function asConv({ document }: RuleContext, row: ParsedRow): Fix[] {
  const { args, module } = row.syntax;
  if (row.module !== 'nn.Conv2d' || args?.kind !== 'sequence' || module === undefined || !args.flow) return [];
  const [first, second] = args.items;
  if (first === undefined || second === undefined || typeof second.value !== 'number' || args.items.length > 5) return [];
  // No kernel is as large as a number of channels, and no number of channels as small as a kernel.
  const from = second.value >= 16 ? second : first;
  const list = `[${written(document, { start: from.span.start, end: args.items.at(-1)?.span.end ?? first.span.end })}]`;
  const edits = [
    { span: module.span, text: 'Conv' },
    { span: args.span, text: list },
  ];
  return [{ title: t`Use Conv, whose channels are scaled: Conv, ${list}`, edits, safe: false }];
}
