import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { PyFloat } from '../python.ts';
import { defineRule } from './define.ts';
import { repeatsSpan, replace } from './place.ts';
import { quoting } from './words.ts';

/** Repeats are a whole number. */
export const wrongRepeats = defineRule({
  id: 'wrong-repeats',
  severity: 'error',
  summary: 'The second element of a row says how often its module runs: a whole number from 1 on.',
  docs: 'Above 1 it is multiplied by the depth of the scale, rounded half to even and at least 1. Most modules are put in sequence that often; C2f, C3k2 and their kin repeat their inner block.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, "2", C3k2, [64]]
#        ^^^ repeats must be a whole number, but is '2' (Ultralytics: TypeError: '>' not supported between instances of 'str' and 'int')
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, C3k2, [64]]
`,
  *check({ refusals }) {
    for (const { error, row } of refusals('wrong-repeats')) {
      const span = repeatsSpan(row);
      const value = row.syntax.repeats?.value ?? null;
      const number = value instanceof PyFloat ? value.value : typeof value === 'string' ? Number(value) : Number.NaN;
      const once = row.fromIsList && row.instances > 1;
      const meant = number >= 1 ? Math.round(number) : 1;
      const fixes = [replace(t`Write ${meant}`, span, String(meant), typeof value === 'string' && number === meant)];
      const message = once
        ? t`${row.module} reads a list of rows and can run once only: the second of ${row.instances} in sequence gets one map`
        : t`repeats must be a whole number, but is ${showPython(value)}`;
      yield { span, row: row.index, message: quoting(message, error), fixes };
    }
  },
});
