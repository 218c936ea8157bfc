import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { numeric } from '../resolve/numbers.ts';
import { defineRule } from './define.ts';
import { argsSpan } from './place.ts';

/** Channels are a multiple of 8 after scaling by themselves. */
export const roundedChannels = defineRule({
  id: 'rounded-channels',
  severity: 'hint',
  summary: 'Channels times the width are a multiple of 8.',
  docs: `The parser multiplies a row's channels by the width of the scale and rounds up to a multiple of 8: 100 × 0.25 = 25 becomes 32. Nothing is wrong with
that, but the row has other channels than its number says, and arguments that count on the number itself (groups, heads, the channels of a bare
\`nn.Conv2d\`) meet the rounded one.`,
  bad: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [100, 3, 2]]
#                  ^^^ 100 × 0.25 = 25 channels are rounded up to 32
`,
  good: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [128, 3, 2]]
`,
  *check({ rows, header }) {
    const [width, most] = [numeric(header.width), numeric(header.maxChannels)];
    if (width === undefined || most === undefined) return;
    for (const row of rows) {
      const c2 = row.parser?.family === 'scaled' && row.failure === undefined ? row.args?.[1] : undefined;
      const written = c2?.written;
      if (c2?.position !== 0 || typeof written !== 'number' || typeof c2.value !== 'number') continue;
      const exact = Math.min(written, most) * width;
      if (exact % 8 === 0 || exact === c2.value) continue;
      const message = t`${Math.min(written, most)} × ${showPython(header.width)} = ${Number(exact.toFixed(2))} channels are rounded up to ${c2.value}`;
      yield { span: argsSpan(row, 0), row: row.index, message, fixes: [] };
    }
  },
});
