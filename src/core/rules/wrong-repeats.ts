import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { PyFloat } from '../python.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
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
  *check({ refusals, rows }) {
    yield* tooFew(rows);
    for (const { error, row } of refusals('wrong-repeats')) {
      const span = repeatsSpan(row);
      const value = row.syntax.repeats?.value ?? null;
      const number = value instanceof PyFloat ? value.value : typeof value === 'string' ? Number(value) : Number.NaN;
      const once = row.fromIsList && row.instances > 1;
      const meant = number >= 1 ? Math.round(number) : 1;
      const fixes = [replace(t`Write ${meant}`, span, String(meant), typeof value === 'string' && number === meant)];
      const few = typeof value === 'number' && value < 1;
      const message = few
        ? t`repeats must be a whole number from 1 on, but is ${value}`
        : once
          ? t`${row.module} reads a list of rows and can run once only: the second of ${row.instances} in sequence gets one map`
          : t`repeats must be a whole number, but is ${showPython(value)}`;
      yield { span, row: row.index, message: quoting(message, error), fixes };
    }
  },
});

/** The framework builds such rows: once, or where the repeats go inside, with nothing in them. */
function* tooFew(rows: RuleContext['rows']): Iterable<FoundProblem> {
  for (const row of rows) {
    const value = row.syntax.repeats?.value;
    if (typeof value !== 'number' || value !== 0 || row.failure !== undefined || row.definition === undefined) continue;
    const inside = row.parser?.family === 'scaled' && row.parser.repeatsInside;
    const message = inside
      ? t`row ${row.number} repeats ${row.module} 0 times: it is built without its inner blocks`
      : t`row ${row.number} repeats ${row.module} 0 times: it is built once all the same`;
    const span = repeatsSpan(row);
    yield { span, row: row.index, severity: 'warning', message, fixes: [replace(t`Write ${1}`, span, '1')] };
  }
}
