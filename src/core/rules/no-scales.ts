import { showPython } from '../catalogue/arguments.ts';
import { appliesAt } from '../catalogue/rewriting.ts';
import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { and } from './words.ts';

/** A file without scales has no arguments forced by one. */
export const noScales = defineRule({
  id: 'no-scales',
  severity: 'info',
  summary: 'A file whose rows depend on the scale has `scales`.',
  docs: `The parser sets arguments of some rows by the scale: \`c3k\` of C3k2 at m, l and x, the residual of A2C2f at l and x. Without \`scales\` depth and width
are \`depth_multiple\` and \`width_multiple\` (1 where the file does not say), nothing limits the channels, and the scale is the letter of the file's
name all the same. Where the name has none, releases before 8.4.131 find the empty scale in every list of letters: \`c3k\` is set then too. Releases
before 8.3.199 stop at such a row.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, C3k2, [64, False]]
#           ^^^^ the file has no scales, but the file's name says m, at which the parser sets arguments of row 1 by itself
`,
  good: `
scales:
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, C3k2, [64, False]]
`,
  options: { fileName: 'yolo11m.yaml', upstream: '8.4.190' },
  *check({ rows, header, document, resolution: { rules } }) {
    if (document.value('scales') || header.scale === undefined) return;
    const forced = rows.filter(({ parser, failure }) => {
      const at = parser?.family === 'scaled' ? (parser.forced ?? parser.appended) : undefined;
      return at !== undefined && failure === undefined && appliesAt(at.scales, header.scale, rules);
    });
    const [first] = forced;
    if (first === undefined) return;
    const numbers = and(forced.map(({ number }) => String(number)));
    const { scale } = header;
    const letter = typeof scale === 'string' ? scale : showPython(scale);
    const message =
      letter === ''
        ? t`the file has no scales, and this release takes that for m, l and x: the parser sets arguments of row ${numbers} by itself`
        : t`the file has no scales, but the file's name says ${letter}, at which the parser sets arguments of row ${numbers} by itself`;
    yield { span: moduleSpan(first), row: first.index, message, fixes: [] };
  },
});
