import { showPython } from '../catalogue/arguments.ts';
import { appliesAt } from '../catalogue/rewriting.ts';
import { t } from '../l10n.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { withCall } from './call.ts';
import { defineRule } from './define.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, removal, replace } from './place.ts';

/** What the parser appends at some scales lands where it is meant to. */
export const appendedArguments = defineRule({
  id: 'appended-arguments',
  severity: 'warning',
  summary: 'A row of A2C2f says as many arguments as the parser expects in front of those that it appends: `[c2, a2, area]`.',
  docs: `At the scales l and x the parser appends \`True\` (residual) and \`1.2\` (mlp_ratio) behind whatever the row says. With fewer than three arguments, or
with more, they become other arguments: the model often builds all the same, without the residual and with another width. At n, s and m nothing is appended.`,
  bad: `
scales:
  l: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, A2C2f, [64, True]]
#                  ^^^^^^^^^^ at scale 'l' the parser appends True, 1.2 behind the row's own arguments, of which there must be 3: A2C2f(c1=64, c2=64, n=1, a2=True, area=True, residual=1.2)
`,
  good: `
scales:
  l: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 2, A2C2f, [64, True, 4]]
`,
  options: { fileName: 'yolo12l.yaml', upstream: '8.4.190' },
  *check({ rows, resolution }) {
    for (const [i, row] of rows.entries()) {
      const built = resolution.built[i];
      // Where the framework refuses the call, that message says it.
      if (built === undefined || 'failure' in built) continue;
      const found = appendedBehind(resolution, row);
      if (found) yield { span: found.span ?? argsSpan(row), row: row.index, message: found.said, fixes: found.fixes ?? [] };
    }
  },
});

/** At some scales the parser appends arguments; behind too many of the row's own they land in other places. */
export function appendedBehind({ rules, header }: Resolution, row: ParsedRow): Explanation | undefined {
  const { parser, args, syntax } = row;
  const appended = parser?.family === 'scaled' ? parser.appended : undefined;
  const items = syntax.args?.kind === 'sequence' ? syntax.args.items : [];
  const place = (row.definition?.args(rules) ?? []).findIndex(({ name }) => name === 'residual') - 2;
  if (
    appended === undefined ||
    args === undefined ||
    !appliesAt(appended.scales, header.scale, rules) ||
    place < 1 ||
    items.length === place
  )
    return undefined;
  const values = appended.values.map(showPython).join(', ');
  const said = withCall(
    t`at scale ${showPython(header.scale ?? '')} the parser appends ${values} behind the row's own arguments, of which there must be ${place}`,
    row,
    rules,
  );
  const gone = items.length > place ? removal(items, place, items.length - 1) : undefined;
  const end = items.at(-1)?.span.end;
  const more = ['True', '1'].slice(items.length - place);
  const fixes = gone
    ? [
        replace(
          t`Remove ${items
            .slice(place)
            .map(({ value }) => showPython(value))
            .join(', ')}`,
          gone,
          '',
        ),
      ]
    : end === undefined
      ? []
      : [replace(t`Add ${more.join(', ')}`, { start: end, end }, `, ${more.join(', ')}`)];
  return { said, span: argsSpan(row), fixes };
}
