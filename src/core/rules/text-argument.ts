import type { Argument } from '../catalogue/arguments.ts';
import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { PyValue } from '../python.ts';
import type { Span } from '../text.ts';
import { pythonWord } from './argument-kind.ts';
import { defineRule } from './define.ts';
import { argsSpan, replace } from './place.ts';

/** A text is not taken for a truth or an activation. */
export const textArgument = defineRule({
  id: 'text-argument',
  severity: 'warning',
  summary: 'An argument that is a flag or an activation is no text.',
  docs: `A text in a row's arguments is read as a name that the parser knows or as a Python literal; what is neither stays a text. Where a flag is wanted any
text counts as true, \`flase\` too. Where a module takes an activation, only \`True\` and a module mean one: with a text such as \`nn.ReLU()\` the layer is
built without any, and nothing is said. Another activation for the whole model is \`activation: nn.ReLU()\` at the top of the file.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2, None, 1, 1, nn.ReLU()]]
#                                        ^^^^^^^^^ act is the text 'nn.ReLU()', which the framework takes for no activation at all
  - [-1, 1, C2f, [64, flase]]
#                     ^^^^^ shortcut is the text 'flase', which counts as true
`,
  good: `
activation: nn.ReLU()
backbone:
  - [-1, 1, Conv, [64, 3, 2, None, 1, 1, True]]
  - [-1, 1, C2f, [64, False]]
`,
  *check({ rows, resolution }) {
    for (const row of rows) {
      if (row.definition === undefined || row.needsRegistration || row.failure !== undefined) continue;
      const schema = row.definition.args(resolution.rules);
      for (const [i, { value, position, origin }] of (row.args ?? []).entries()) {
        const argument = schema[i];
        if (argument === undefined || typeof value !== 'string' || origin !== 'file' || row.definition.isHead) continue;
        const span = argsSpan(row, position);
        const found = meaning(argument, value, span);
        if (found) yield { span, row: row.index, ...found };
      }
    }
  },
});

function meaning({ name, kind }: Argument, value: PyValue, span: Span): { message: string; fixes: Fix[] } | undefined {
  const shown = showPython(value);
  if (kind === 'activation') {
    const message = t`${name} is the text ${shown}, which the framework takes for no activation at all`;
    return { message, fixes: [replace(t`Write ${'True'}`, span, 'True')] };
  }
  if (kind !== 'bool') return undefined;
  const word = pythonWord(String(value));
  const message = t`${name} is the text ${shown}, which counts as true`;
  return { message, fixes: word === undefined ? [] : [replace(t`Write ${word}`, span, word)] };
}
