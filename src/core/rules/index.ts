import { t } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import type { Problem } from '../problem.ts';
import type { Resolution } from '../resolve/resolution.ts';

/** All problems of a resolved document, syntax first. */
export function findProblems(resolution: Resolution): Problem[] {
  const { document, rows, built, measured } = resolution;
  const problems: Problem[] = [...document.problems];
  for (const { error, key } of resolution.failures) {
    const span = document.entry(key)?.key.span ?? { start: 0, end: Math.min(1, document.text.length) };
    problems.push({ rule: error.rule ?? 'file', severity: 'error', span, message: `${error.pythonType}: ${error.text}`, fixes: [] });
  }
  for (const [i, row] of rows.entries()) {
    const at = (b: (typeof built)[number] | undefined) => (b && 'failure' in b && b.failure instanceof Refused ? b.failure : undefined);
    const refused = at(measured[i]) ?? at(built[i]);
    if (refused) problems.push({ rule: refused.rule ?? refused.part, severity: 'error', span: row.syntax.span, row: row.index, message: `${refused.pythonType}: ${refused.text}`, fixes: [] });
    else if (row.needsRegistration) {
      problems.push({ rule: 'needs-registration', severity: 'warning', span: row.syntax.module?.span ?? row.syntax.span, row: row.index, message: t`KeyError: '${row.module}'`, fixes: [] });
    }
  }
  return problems;
}
