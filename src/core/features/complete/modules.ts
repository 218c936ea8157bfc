import type { ModuleDefinition } from '../../catalogue/define.ts';
import { catalogue } from '../../catalogue/index.ts';
import { t, translate } from '../../l10n.ts';
import type { Analysis, RowAnalysis } from '../../model.ts';
import { rulesFor } from '../../upstream/releases.ts';
import { leastArguments } from '../insertions.ts';
import type { TypedRow } from '../typedRow.ts';
import { writtenArguments } from '../words.ts';
import { type CompletionItem, stops } from './item.ts';

/** Modules for the row that is being typed: those that fit what it reads first, then those that the file has most of. */
export function completeModule(analysis: Analysis, { start, elements, word, quoted }: TypedRow, offset: number): CompletionItem[] {
  const readsMany = elements[0]?.startsWith('[') ?? false;
  const rules = rulesFor(analysis.upstream);
  const before = analysis.rows.filter(({ syntax }) => syntax.span.start < start);
  // Where the row ends here its arguments are written along.
  const ends = !quoted && /^[\w.]*[ \t]*\]?[ \t]*(?:[\r\n#]|$)/.test(analysis.document.text.slice(offset));
  return rankedModules(analysis, readsMany).map((definition) => ({
    label: definition.name,
    kind: 'module',
    detail: isKnown(analysis, definition) ? '' : t`needs registration`,
    documentation: translate(definition.summary),
    insert: ends ? `${definition.name}, ${stops(usualArguments(analysis, definition, before), 1)}` : definition.name,
    isSnippet: ends,
    span: word,
  }));

  function isKnown({ modules }: Analysis, definition: ModuleDefinition): boolean {
    return definition.upstream(rules) || modules?.find(definition.name) === definition;
  }
}

/** All modules of the catalogue and the user's own, in the order in which they are likely to be meant. */
export function rankedModules(analysis: Analysis, readsMany: boolean): ModuleDefinition[] {
  const rules = rulesFor(analysis.upstream);
  const used = new Map<string, number>();
  for (const { module } of analysis.rows) used.set(module, (used.get(module) ?? 0) + 1);
  const own = analysis.modules?.list ?? [];
  const rank = (definition: ModuleDefinition) => {
    const known = definition.upstream(rules) || own.includes(definition);
    const fits = takesMany(analysis, definition) === readsMany;
    return (known ? 0 : 2000) + (fits ? 0 : 1000) - (used.get(definition.name) ?? 0);
  };
  return [...own, ...catalogue()]
    .map((definition, order) => ({ definition, order, rank: rank(definition) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ definition }) => definition);
}

/** Reads several rows as the parser treats it. */
export function takesMany(analysis: Analysis, definition: ModuleDefinition): boolean {
  const { family } = definition.parser(rulesFor(analysis.upstream));
  return definition.isHead ? family !== 'scaled' : ['concat', 'head', 'inputChannelsList', 'elementwise'].includes(family);
}

/** The arguments of the nearest row above with that module, else the file's classes, the least that it needs, or their names. */
export function usualArguments(analysis: Analysis, definition: ModuleDefinition, before: readonly RowAnalysis[]): readonly string[] {
  const like = before.findLast(({ module, syntax }) => module === definition.name && syntax.args?.kind === 'sequence')?.syntax.args;
  if (like?.kind === 'sequence') return like.items.map(({ span }) => analysis.document.text.slice(span.start, span.end));
  const written = writtenArguments(analysis, definition.name) ?? [];
  if (written[0]?.name === 'nc' && analysis.document.entry('nc') !== undefined) return ['nc'];
  const least = leastArguments(definition, rulesFor(analysis.upstream), before.at(-1));
  return least ?? written.filter(({ required }) => required).map(({ name }) => name);
}
