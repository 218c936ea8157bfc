import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import { PyDict, type PyValue } from '../python.ts';
import type { Span } from '../text.ts';
import { defineRule } from './define.ts';
import { argsSpan, keySpan } from './place.ts';

/** What only the parsers of forks read, in files that need one anyhow. */
export const forkConvention = defineRule({
  id: 'fork-convention',
  severity: 'warning',
  summary: 'A file for a fork of the framework says things that only the parser of the fork understands.',
  docs: `Some forks give a scale a fourth factor, which they hand to some of their modules, or let an argument name a key of the file
(\`head_channel: 256\` at the top, \`[head_channel]\` in rows). Where a file uses modules that the framework does not have, it is read as such
forks read it. An unmodified package stops there.`,
  bad: `
head_channel: 256
scales:
  n: [0.33, 0.25, 1024, 6]
#                       ^ only parsers of forks take a fourth factor; an unmodified Ultralytics 8.4.190 stops here
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [head_channel]]
#                  ^^^^^^^^^^^^ only parsers of forks read head_channel as a key of the file; an unmodified Ultralytics 8.4.190 takes it for a text
  - [-1, 1, CBAM, []]
`,
  good: `
scales:
  n: [0.33, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [256]]
`,
  beside: ['needs-registration'],
  options: { upstream: '8.4.190' },
  *check({ document, header, rows, resolution: { rules } }) {
    if (!header.foreign) return;
    if (header.threshold !== undefined && header.scales instanceof PyDict) {
      const message = t`only parsers of forks take a fourth factor; an unmodified Ultralytics ${rules.version} stops here`;
      yield { span: fourthFactor(document, header.scale) ?? keySpan(document, 'scales'), message, fixes: [] };
    }
    for (const row of rows) {
      for (const argument of row.args ?? []) {
        if (!argument.fromKey || typeof argument.written !== 'string') continue;
        const message = t`only parsers of forks read ${argument.written} as a key of the file; an unmodified Ultralytics ${rules.version} takes it for a text`;
        yield { span: argsSpan(row, argument.position), row: row.index, message, fixes: [] };
      }
    }
  },
});

function fourthFactor(document: ModelDocument, scale: PyValue | undefined): Span | undefined {
  const scales = document.entry('scales')?.value;
  const factors = scales?.kind === 'mapping' ? scales.entries.findLast(({ key }) => key.value === scale)?.value : undefined;
  return factors?.kind === 'sequence' ? factors.items[3]?.span : undefined;
}
