import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { fromSpan, removal } from './place.ts';
import { rowName } from './words.ts';

/** A row that joins others reads each of them once. */
export const repeatedInput = defineRule({
  id: 'repeated-input',
  severity: 'warning',
  summary: 'A row that joins others reads each of them once.',
  docs: `The framework does not mind: the same channels are joined twice, or the head gets one level twice. Mostly -1 and the number of the row before
stand side by side, or a number has not moved with its row.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 1], 1, Concat, [1]]
#         ^ row 2 reads row 1 (Conv) twice: the same channels are joined with themselves
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3]]
  - [[-1, 0], 1, Concat, [1]]
`,
  *check(context) {
    const { rows } = context;
    for (const row of rows) {
      if (row.failure !== undefined || !row.fromIsList || row.sources.length !== row.from.length) continue;
      for (const [i, source] of row.sources.entries()) {
        const first = row.sources.findIndex((other, j) => other === source && row.sourceMaps[j] === row.sourceMaps[i]);
        if (first === i || context.shift() !== undefined) continue;
        const read = rowName(rows, source);
        const message = row.definition?.isHead
          ? t`row ${row.number} reads ${read} twice: the head gets one level twice`
          : t`row ${row.number} reads ${read} twice: the same channels are joined with themselves`;
        const items = row.syntax.from?.kind === 'sequence' ? row.syntax.from.items : [];
        const cut = items.length > 2 || row.definition?.isHead ? removal(items, i, i) : undefined;
        const fixes = cut === undefined ? [] : [{ title: t`Read it once`, edits: [{ span: cut, text: '' }], safe: false }];
        yield { span: fromSpan(row, i), row: row.index, message, fixes };
      }
    }
  },
});
