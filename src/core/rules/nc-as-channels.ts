import { t } from '../l10n.ts';
import { numeric, scaledChannels } from '../resolve/numbers.ts';
import { defineRule } from './define.ts';
import { argsSpan } from './place.ts';

/** No row has as many channels as there are classes. */
export const ncAsChannels = defineRule({
  id: 'nc-as-channels',
  severity: 'warning',
  summary: 'No row writes as many channels as the file has classes.',
  docs: `Before 8.4.103 the parser leaves a row's channels unscaled where they equal \`nc\`, meaning to keep the classes of a classifier: with 64 or 256 classes
every row of that width is several times as wide as the rows around it. Training sets \`nc\` to the data set's number of classes, so the same file
has other widths with other data. A number of channels beside it (\`264\`) is scaled.`,
  bad: `
nc: 64
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
#                  ^^ row 0 (Conv) writes 64 channels, as many as there are classes: this release does not scale them, so it has 64 in place of 16
  - [-1, 1, Conv, [128, 3, 2]]
`,
  good: `
nc: 60
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
`,
  options: { upstream: '8.3.253' },
  *check({ rows, header, resolution: { rules } }) {
    const nc = numeric(header.nc);
    if (nc === undefined || rules.has('nc-channels-scaled') || numeric(header.width) === undefined) return;
    for (const row of rows) {
      const c2 = row.parser?.family === 'scaled' && !row.parser.keepsChannels && row.failure === undefined ? row.args?.[1] : undefined;
      if (c2?.position !== 0 || c2.written !== undefined || c2.value !== nc) continue;
      const scaled = scaledChannels(nc, header.maxChannels, header.width);
      if (scaled === nc) continue;
      const message = t`row ${row.number} (${row.module}) writes ${nc} channels, as many as there are classes: this release does not scale them, so it has ${nc} in place of ${scaled}`;
      yield { span: argsSpan(row, 0), row: row.index, message, fixes: [] };
    }
  },
});
