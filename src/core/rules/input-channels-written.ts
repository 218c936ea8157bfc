import { callText } from './call.ts';
import { defineRule } from './define.ts';
import { inputChannelsToo } from './input-channels-too.ts';
import { argsSpan } from './place.ts';

/** The input channels are not written. */
export const inputChannelsWritten = defineRule({
  id: 'input-channels-written',
  severity: 'warning',
  summary: 'A row begins with its output channels; the input channels are put in by the parser.',
  docs: `The constructor is \`Conv(c1, c2, k, s)\`, the row says \`[c2, k, s]\`. With both written, the input channels are taken for the output
channels and the output channels for the kernel size: the model builds, has huge kernels, and trains badly.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 128, 3, 2]]
#                 ^^^^^^^^^^^^^^^ The row seems to begin with its input channels, 64; the parser puts them in by itself: Conv(c1=64, c2=64, k=128, s=3, p=2)
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
`,
  *check(context) {
    const { built, rules } = context.resolution;
    for (const [i, row] of context.rows.entries()) {
      // No kernel is as large as a number of channels. Where the framework refuses it, that message says the same.
      const kernel = row.args?.[2]?.value;
      const at = built[i];
      if (typeof kernel !== 'number' || kernel < 16 || at === undefined || 'failure' in at) continue;
      const name = row.definition?.args(rules)[2]?.name;
      const too = name === 'k' || name === 'kernel_size' ? inputChannelsToo(context, row) : undefined;
      if (too) yield { span: argsSpan(row), row: row.index, message: `${too.said}: ${callText(row, rules)}`, fixes: [too.fix] };
    }
  },
});
