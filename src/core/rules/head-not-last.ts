import { t } from '../l10n.ts';
import { deleteRows } from '../refactor/structureChanges.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { defineRule } from './define.ts';
import { givesPredictions } from './heads.ts';
import { moduleSpan } from './place.ts';
import { rowName } from './words.ts';

/** There is one head, and it is the last row. */
export const headNotLast = defineRule({
  id: 'head-not-last',
  severity: 'warning',
  summary: 'There is one head, and it is the last row.',
  docs: `The framework measures strides for the last row only, initialises its biases only, computes a loss of its output only and names the task by it. A
head before it is built and counted, has strides of zero and never learns. Two tasks in one model need code of their own.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
#               ^^^^^^ row 2 (Detect) is a head, but row 3 (Segment) is the last row: only the output of the last row is trained and returned
  - [[0, 1], 1, Segment, [nc, 32, 256]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Segment, [nc, 32, 256]]
`,
  *check({ rows, document }) {
    for (const row of rows.slice(0, -1)) {
      if (!givesPredictions(row)) continue;
      const [name, last] = [rowName(rows, row.index), rowName(rows, rows.length - 1)];
      const message = t`${name} is a head, but ${last} is the last row: only the output of the last row is trained and returned`;
      const lastIsHead = rows.at(-1) !== undefined && givesPredictions(rows.at(-1) as ParsedRow);
      const change = lastIsHead && !document.fatal ? deleteRows({ document, rows }, [row.index], false) : undefined;
      const title = t`Delete ${name} and renumber`;
      const fixes = change !== undefined && 'edits' in change ? [{ title, edits: change.edits, safe: false }] : [];
      yield { span: moduleSpan(row), row: row.index, message, fixes };
    }
  },
});
