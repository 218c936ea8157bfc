import { t } from '../l10n.ts';
import { Unknown } from '../net/refused.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';

/** Where knowledge ends, so that missing numbers surprise nobody. */
export const undescribedModule = defineRule({
  id: 'undescribed-module',
  severity: 'info',
  summary: 'The framework knows the module; the catalogue does not describe it.',
  docs: 'Nothing is wrong with the file; each such module is mentioned once. Shapes, parameters and costs of the row, and of the rows that depend on it, are not known here and are shown as unknown; sums are then over the known rows.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.FractionalMaxPool2d, [2, 40]]
#           ^^^^^^^^^^^^^^^^^^^^^^ nn.FractionalMaxPool2d is not described here: its numbers, and those of the rows that depend on it, are not known
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
`,
  *check({ rows, resolution: { built } }) {
    const said = new Set<string>();
    for (const [i, row] of rows.entries()) {
      const at = built[i];
      if (at === undefined || !('failure' in at) || !(at.failure instanceof Unknown) || row.module === '') continue;
      // A row that merely reads an unknown one adds nothing.
      const own =
        row.definition === undefined || (row.failure === undefined && row.sources.every((s) => s < 0 || (built[s] && 'facts' in built[s])));
      if (!own || said.has(row.module)) continue;
      said.add(row.module);
      const reason = row.definition === undefined ? t`${row.module} is not described here` : at.failure.reason;
      const message = t`${reason}: its numbers, and those of the rows that depend on it, are not known`;
      yield { span: moduleSpan(row), row: row.index, message, fixes: [] };
    }
  },
});
