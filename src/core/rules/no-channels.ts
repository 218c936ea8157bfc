import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { argsSpan, replace } from './place.ts';
import { quoting, rowName } from './words.ts';

/** A row that makes channels says how many. */
export const noChannels = defineRule({
  id: 'no-channels',
  severity: 'error',
  summary: 'The first argument of a scaled module is its output channels.',
  docs: 'The parser takes the first argument as the output channels, scales it by the width and rounds it up to a multiple of 8. A row without arguments has none.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, SPPF, []]
#                 ^^ SPPF needs its output channels as the first argument (Ultralytics: IndexError: list index out of range)
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, SPPF, [64, 5]]
`,
  *check({ refusals, rows }) {
    for (const { error, row } of refusals('no-channels')) {
      const source = rows[row.sources[0] ?? -1];
      const before = source?.syntax.args?.kind === 'sequence' ? source.syntax.args.items[0]?.value : undefined;
      const scaled = source?.parser?.family === 'scaled' && typeof before === 'number';
      const span = argsSpan(row);
      const fixes = scaled ? [replace(t`Write ${before}, as ${rowName(rows, source.index)}`, span, `[${before}]`)] : [];
      yield { span, row: row.index, message: quoting(t`${row.module} needs its output channels as the first argument`, error), fixes };
    }
  },
});
