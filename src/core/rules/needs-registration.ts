import { t, translate } from '../l10n.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { changes } from '../upstream/changes.ts';
import { compareReleases, newestUpstream, type ReleaseRules, releaseRules } from '../upstream/releases.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';

/** A module that is known here and not to an unmodified package. */
export const needsRegistration = defineRule({
  id: 'needs-registration',
  severity: 'warning',
  summary: 'A module that the framework does not have is registered there before the file is read.',
  docs: `The catalogue describes the module, so its shapes and costs are shown, but an unmodified package stops at its row with a KeyError.
Make the class known first: import a file that defines it and writes it into \`ultralytics.nn.tasks\`, and, where it takes output channels,
teaches the parser so; or use a tree that has it already.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, DynamicConv, [128, 3, 2]]
#           ^^^^^^^^^^^ DynamicConv must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError: 'DynamicConv'…
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
`,
  options: { upstream: '8.4.190' },
  beside: ['computed-kernel'],
  *check({ rows, resolution: { rules, options } }) {
    for (const row of rows) {
      const own = options.classes?.[row.module];
      if (!row.needsRegistration || own?.registered) continue;
      if (own !== undefined) {
        const message = t`${own.file}:${own.line} defines a class ${row.module}, but the parser does not see it (Ultralytics: KeyError: '${row.module}'): import it in ultralytics/nn/tasks.py, or write ultralytics.nn.tasks.${row.module} = ${row.module} before the model is built`;
        yield { span: moduleSpan(row), row: row.index, message, fixes: [] };
        continue;
      }
      const since = firstRelease(row, rules);
      if (since !== undefined) {
        const message = t`${row.module} exists since Ultralytics ${since}: an unmodified ${rules.version} stops here with KeyError: '${row.module}'; update the package, or register the class`;
        yield { span: moduleSpan(row), row: row.index, message, fixes: [] };
        continue;
      }
      const said = t`${row.module} must be registered: an unmodified Ultralytics ${rules.version} stops here with KeyError: '${row.module}'`;
      const origin = row.definition?.origin;
      const message =
        origin === undefined
          ? said
          : t`${said}. Add the class to ultralytics.nn.tasks before the model is built; where it is found: ${translate(origin)}`;
      yield { span: moduleSpan(row), row: row.index, message, fixes: [] };
    }
  },
});

/** The release that brought the module to the framework, where a later one than that in use did. */
function firstRelease({ definition }: ParsedRow, rules: ReleaseRules): string | undefined {
  const newest = releaseRules(newestUpstream);
  if (definition === undefined || newest === undefined || !definition.upstream(newest)) return undefined;
  return changes.find(({ since }) => compareReleases(since, rules.version) > 0 && definition.upstream(releaseRules(since) ?? rules))?.since;
}
