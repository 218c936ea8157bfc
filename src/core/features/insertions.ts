import { showPython } from '../catalogue/arguments.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { catalogue } from '../catalogue/index.ts';
import { translate } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { PyValue } from '../python.ts';
import { effectLine } from '../refactor/effect.ts';
import { planStructure } from '../refactor/structure.ts';
import { exampleOf, fileArguments } from '../refactor/translate.ts';
import type { TextEdit } from '../text.ts';
import { type ReleaseRules, releaseRules } from '../upstream/releases.ts';

/** A module that fits beside a row, with what it would change. */
export interface Insertion {
  readonly module: string;
  /** The whole row, as in `[-1, 1, CBAM, [7]]`. */
  readonly row: string;
  readonly effect: string;
  readonly summary: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Every module of the catalogue that can stand behind or before rows without a new error, keeping the channels that it finds:
 * tried out one by one, so what does not fit is not offered.
 */
export function* insertions(
  analysis: Analysis,
  rows: number | readonly number[],
  where: 'after' | 'before',
  readers: 'next' | 'all',
): Generator<Insertion> {
  const rules = releaseRules(analysis.upstream);
  const [row = -1] = [rows].flat();
  const fed = where === 'after' ? analysis.rows[row] : analysis.rows[row - 1];
  if (rules === undefined) return;
  for (const definition of [...catalogue(), ...(analysis.modules?.list ?? [])]) {
    if (definition.isHead) continue;
    const args = leastArguments(definition, rules, fed);
    if (args === undefined) continue;
    const text = `[-1, 1, ${definition.name}, [${args.join(', ')}]]`;
    const at = where === 'after' ? { after: rows } : { before: rows };
    const plan = planStructure(analysis, { kind: 'insert', ...at, row: text, readers });
    if ('refused' in plan || plan.breaks !== undefined || (analysis.totals.complete && !plan.after.complete)) continue;
    yield {
      module: definition.name,
      row: text,
      effect: effectLine(plan),
      summary: translate(definition.summary),
      edits: plan.edits,
    };
  }
}

/** The least arguments that a row of the module needs, keeping the channels of the row that it reads; `undefined` where there is nothing to go by. */
export function leastArguments(definition: ModuleDefinition, rules: ReleaseRules, fed: RowAnalysis | undefined): string[] | undefined {
  const { list } = fileArguments(definition, rules);
  const scaled = definition.parser(rules).family === 'scaled';
  const args: string[] = [];
  const last = list.findLastIndex(({ required }) => required);
  for (const [i, argument] of list.entries()) {
    if (i > last) break;
    const value: PyValue | undefined =
      scaled && i === 0
        ? writtenChannels(fed)
        : (argument.values?.[0] ?? (argument.required ? exampleOf(argument, definition.examples, list) : (argument.fallback as PyValue)));
    if (value === undefined) return undefined;
    args.push(showPython(value));
  }
  return args;
}

/** The channels that the file writes for the row that is read, before the width is applied. */
function writtenChannels(fed: RowAnalysis | undefined): PyValue | undefined {
  const argument = fed?.call?.find(({ position }) => position === 0);
  const written = argument?.written ?? argument?.value;
  return typeof written === 'number' && written >= 8 ? written : undefined;
}
