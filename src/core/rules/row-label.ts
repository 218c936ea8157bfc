import { t } from '../l10n.ts';
import { trailingComment } from '../refactor/rowText.ts';
import { defineRule } from './define.ts';
import { labelOf } from './labels.ts';

/** A number in the comment behind a row is the row's own. */
export const rowLabel = defineRule({
  id: 'row-label',
  severity: 'info',
  summary: 'A number in the comment behind a row, `# 15 (P3/8-small)`, is the number of that row.',
  docs: `The framework does not read comments, but people do: they take the numbers for \`from\` from them. Rows count from 0 over backbone and head
together. Not said behind a backbone in one row, whose maps people number in their own way, and only where a file numbers at least three of its rows.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [128]] # 3
#                          ^ the comment calls this row 3, but it is row 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [128]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  *check(context) {
    const labels = context.rows.flatMap((row) => {
      const label = labelOf(trailingComment(context.document, row.syntax));
      return label === undefined ? [] : [{ row, ...label }];
    });
    const wrong = labels.filter(({ row, number }) => row.number !== number);
    if (context.rows.some(({ number, index }) => number !== index)) return;
    if (labels.length < 3 || wrong.length === 0 || context.shift() !== undefined) return;
    const all = wrong.map(({ row, span }) => ({ span, text: String(row.number) }));
    for (const { row, number, span } of wrong) {
      const fixes = [{ title: t`Write ${row.number}`, edits: [{ span, text: String(row.number) }], safe: false }];
      if (wrong.length > 1) fixes.push({ title: t`Correct the numbers in all comments`, edits: all, safe: false });
      yield { span, row: row.index, message: t`the comment calls this row ${number}, but it is row ${row.number}`, fixes };
    }
  },
});
