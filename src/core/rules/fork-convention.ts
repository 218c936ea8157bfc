import { pythonType } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import { PyDict, type PyValue } from '../python.ts';
import type { Span } from '../text.ts';
import { defineRule } from './define.ts';
import { argsSpan, keySpan } from './place.ts';
import { quoting } from './words.ts';

/** What only the parsers of forks read, in files that need one anyhow. */
export const forkConvention = defineRule({
  id: 'fork-convention',
  severity: 'warning',
  summary: 'A file for a fork of the framework says things that only the parser of the fork understands.',
  docs: `Some forks give a scale a fourth factor, which they hand to some of their modules, let an argument name a key of the file
(\`head_channel: 256\` at the top, \`[head_channel]\` in rows), or take the number of input channels from \`ch:\`, as the framework did
before 8.3.112. Where a file uses modules that the framework does not have, it is read as such
forks read it. An unmodified package stops there.`,
  bad: `
head_channel: 256
scales:
  n: [0.33, 0.25, 1024, 6]
#                       ^ only parsers of forks take a fourth factor; an unmodified Ultralytics 8.4.190 stops here
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [head_channel]]
#                  ^^^^^^^^^^^^ only parsers of forks read head_channel as a key of the file; an unmodified Ultralytics 8.4.190 takes it for a text (Ultralytics: TypeError: '<' not supported between instances of 'int' and 'str')
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
    const ch = document.entry('ch')?.value;
    if (ch !== undefined && rules.has('caller-channels-win') && ch.value === header.ch && header.ch !== 3) {
      const message = t`only parsers of forks read ch; an unmodified Ultralytics ${rules.version} gives the network 3 channels unless it is told otherwise`;
      yield { span: ch.span, message, fixes: [] };
    }
    for (const row of rows) {
      for (const argument of row.args ?? []) {
        if (!argument.fromKey || typeof argument.written !== 'string') continue;
        const said = t`only parsers of forks read ${argument.written} as a key of the file; an unmodified Ultralytics ${rules.version} takes it for a text`;
        const asChannels = argument.position === 0 && row.parser?.family === 'scaled';
        const message = asChannels ? quoting(said, new Refused('TypeError', notCompared(header.maxChannels))) : said;
        yield { span: argsSpan(row, argument.position), row: row.index, message, fixes: [] };
      }
    }
  },
});

/** What Python says of a text where channels are compared with the scale's maximum. */
function notCompared(maximum: PyValue): string {
  return `'<' not supported between instances of '${pythonType(maximum)}' and 'str'`;
}

function fourthFactor(document: ModelDocument, scale: PyValue | undefined): Span | undefined {
  const scales = document.entry('scales')?.value;
  const factors = scales?.kind === 'mapping' ? scales.entries.findLast(({ key }) => key.value === scale)?.value : undefined;
  return factors?.kind === 'sequence' ? factors.items[3]?.span : undefined;
}
