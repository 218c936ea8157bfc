import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { fromSpan } from './place.ts';
import { and, rowName } from './words.ts';

/** Rows were inserted, and what later rows read was not moved with them. */
export const shiftedRows = defineRule({
  id: 'shifted-rows',
  severity: 'warning',
  summary: 'After rows have been put in or taken out, every later `from` counts the rows that there are.',
  docs: `A row that is put in takes a number, and every row behind it has one more than before; the numbers in \`from\` and in the head's list stay
where they are unless somebody moves them. The file often builds all the same, and trains badly: the head reads a \`Concat\` or a plain convolution, and
nothing reads the new attention. This is said where labels behind rows, or modules that nothing reads, or joins that no longer fit, show which rows
are new, and renumbering makes the file sound in all of that. *Insert a module* renumbers by itself.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 1, CBAM, [7]]
  - [-1, 2, C3k2, [128]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
  - [-1, 2, C3k2, [256]] # 4
head:
  - [-1, 1, nn.Upsample, [None, 2, nearest]] # 5
  - [[-1, 2], 1, Concat, [1]] # 6
#         ^ row 7 reads row 2 (CBAM), but seems to mean row 3 (C3k2): later numbers were not moved when row 2 (CBAM) went in
  - [-1, 2, C3k2, [128]] # 7
  - [[7, 4], 1, Detect, [nc]] # 8
#     ^ row 9 reads row 7 (Concat), but seems to mean row 8 (C3k2): later numbers were not moved when row 2 (CBAM) went in
#        ^ row 9 reads row 4 (Conv), but seems to mean row 5 (C3k2): later numbers were not moved when row 2 (CBAM) went in
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [128]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
  - [-1, 2, C3k2, [256]] # 4
head:
  - [-1, 1, nn.Upsample, [None, 2, nearest]] # 5
  - [[-1, 2], 1, Concat, [1]] # 6
  - [-1, 2, C3k2, [128]] # 7
  - [[7, 4], 1, Detect, [nc]] # 8
`,
  beside: ['needs-registration', 'size-mismatch'],
  *check(context) {
    const { rows } = context;
    const shift = context.shift();
    if (shift === undefined) return;
    const inserted = and(shift.inserted.map((row) => rowName(rows, row)));
    const related = shift.inserted.flatMap((row) =>
      rows[row] ? [{ span: rows[row].syntax.span, message: t`inserted: ${rowName(rows, row)}` }] : [],
    );
    const title = inserted === '' ? t`Renumber as the comments count` : t`Renumber as if ${inserted} had been inserted properly`;
    const fixes = [{ title, edits: shift.edits, safe: false }];
    for (const { row, element, written, meant } of shift.moved) {
      const reader = rows[row];
      if (reader === undefined) continue;
      const said =
        written < row
          ? t`row ${row} reads ${rowName(rows, written)}, but seems to mean ${rowName(rows, meant)}`
          : t`row ${row} reads row ${written}, but seems to mean ${rowName(rows, meant)}`;
      const message =
        inserted === ''
          ? t`${said}: the comments number rows otherwise, as if some had been taken out since`
          : t`${said}: later numbers were not moved when ${inserted} went in`;
      yield { span: fromSpan(reader, reader.fromIsList ? element : undefined), row, message, related, fixes };
    }
  },
});
