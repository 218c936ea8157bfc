import type { ModuleDefinition } from '../../catalogue/define.ts';
import { translate } from '../../l10n.ts';
import type { Analysis, RowAnalysis } from '../../model.ts';
import type { Span } from '../../text.ts';
import { rulesFor } from '../../upstream/releases.ts';
import { type CompletionItem, stop, stops } from './item.ts';
import { rankedModules, takesMany, usualArguments } from './modules.ts';

/** Whole rows where one begins, of the modules that the release knows and of those that the file has already. */
export function completeRows(analysis: Analysis, word: Span, withDash: boolean): CompletionItem[] {
  const rules = rulesFor(analysis.upstream);
  const before = analysis.rows.filter(({ syntax, module }) => syntax.span.start < word.start && module !== '');
  const used = new Set(analysis.rows.map(({ module }) => module));
  const ranked = rankedModules(analysis, false).filter(
    (definition) => used.has(definition.name) || definition.upstream(rules) || analysis.modules?.list.includes(definition),
  );
  return ranked.map((definition) => {
    const from = sources(analysis, definition, before);
    const args = usualArguments(analysis, definition, before);
    const dash = withDash ? '- ' : '';
    return {
      label: `${dash}[${from}, 1, ${definition.name}, [${args.join(', ')}]]`,
      kind: 'row',
      detail: '',
      documentation: translate(definition.summary),
      insert: `${dash}[${stop(1, from)}, ${stop(2, '1')}, ${definition.name}, ${stops(args, 3)}]`,
      isSnippet: true,
      filter: definition.name,
      span: word,
    };
  });
}

/** What such a row likely reads: a head the last map of each stride that is detected on, a join the row before and one to choose. */
function sources(analysis: Analysis, definition: ModuleDefinition, before: readonly RowAnalysis[]): string {
  if (!takesMany(analysis, definition)) return '-1';
  const previous = before.at(-1);
  if (!definition.isHead) {
    const alike = before.findLast((row) => row !== previous && row.stride !== null && row.stride === previous?.stride);
    return alike === undefined ? '[-1]' : `[-1, ${alike.number}]`;
  }
  const levels = [8, 16, 32].flatMap((stride) => before.findLast((row) => row.stride === stride)?.number ?? []);
  return levels.length === 0 ? '[-1]' : `[${levels.join(', ')}]`;
}
