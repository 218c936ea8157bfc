import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { argsSpan, moduleSpan, replace } from './place.ts';

/** A number is not written as a truth. */
export const flagAsNumber = defineRule({
  id: 'flag-as-number',
  severity: 'warning',
  summary: 'An argument that is a number is not True or False.',
  docs: `Python counts \`True\` as 1 and \`False\` as 0, so a flag that lands in the place of a number often goes unnoticed. It happens when one module is put in
the place of another with the other's arguments: \`GhostBottleneck\` takes \`[c2, k, s]\`, and where \`C3\` says its shortcut it expects a kernel size.
\`C3Ghost\` is the block that takes C3's arguments.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, GhostBottleneck, [64, True]]
#                                 ^^^^ k of GhostBottleneck is a number, but True is written, which counts as 1
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, C3Ghost, [64, True]]
`,
  *check({ rows, resolution }) {
    for (const row of rows) {
      if (row.definition === undefined || row.needsRegistration || row.failure !== undefined) continue;
      const schema = row.definition.args(resolution.rules);
      const built = resolution.built[row.index];
      if (built === undefined || 'failure' in built) continue;
      for (const [i, { value, position, origin }] of (row.args ?? []).entries()) {
        const { kind, name, fallback } = schema[i] ?? {};
        if (typeof value !== 'boolean' || origin !== 'file' || (kind !== 'int' && kind !== 'size' && kind !== 'number')) continue;
        const span = argsSpan(row, position);
        const message = t`${name ?? ''} of ${row.module} is a number, but ${showPython(value)} is written, which counts as ${Number(value)}`;
        const usual = typeof fallback === 'number' ? [replace(t`Write ${fallback}`, span, String(fallback))] : [];
        const block =
          row.module === 'GhostBottleneck' ? [replace(t`Use ${'C3Ghost'}, which repeats inside`, moduleSpan(row), 'C3Ghost')] : [];
        yield { span, row: row.index, message, fixes: [...block, ...usual] };
      }
    }
  },
});
