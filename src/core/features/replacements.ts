import { catalogue } from '../catalogue/index.ts';
import { translate } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { effectLine } from '../refactor/effect.ts';
import { planStructure } from '../refactor/structure.ts';
import type { TextEdit } from '../text.ts';

/** A module that can stand where rows stand, with what it would change. */
export interface Replacement {
  readonly module: string;
  readonly effect: string;
  readonly summary: string;
  readonly edits: readonly TextEdit[];
  /** What is lost. */
  readonly notes: readonly string[];
}

/**
 * Every module of the catalogue that can take the place of rows with their shapes kept and without a new error at any scale: tried
 * out one by one, the framework's own first.
 */
export function* replacements(analysis: Analysis, rows: readonly number[], experts: number): Generator<Replacement> {
  const all = [...catalogue(), ...(analysis.modules?.list ?? [])];
  for (const { name, summary } of all) {
    const plan = planStructure(analysis, { kind: 'replace', rows, module: name, experts });
    if ('refused' in plan || (analysis.totals.complete && !plan.after.complete)) continue;
    yield { module: name, effect: effectLine(plan), summary: translate(summary), edits: plan.edits, notes: plan.notes };
  }
}
