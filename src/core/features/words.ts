import type { Argument } from '../catalogue/arguments.ts';
import { t, translate } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { fileArguments } from '../refactor/translate.ts';
import { rulesFor } from '../upstream/releases.ts';
import { findDefinition } from '../user/find.ts';

/** `1 row`, `11 rows`. */
export function rowsLabel(n: number): string {
  return n === 1 ? t`1 row` : t`${n} rows`;
}

/** What the catalogue, or the user's own file, says about a module, in the user's language. */
export function moduleDocs(analysis: Analysis, name: string): string | undefined {
  const module = findDefinition(name, rulesFor(analysis.upstream), analysis);
  return module && [module.summary, module.docs].flatMap((text) => (text === undefined ? [] : translate(text))).join(' ');
}

/** The arguments that a row of a module writes, in their order; nothing where the module is not known. */
export function writtenArguments(analysis: Analysis, name: string): readonly Argument[] | undefined {
  const rules = rulesFor(analysis.upstream);
  const definition = findDefinition(name, rules, analysis);
  return definition && fileArguments(definition, rules).list;
}

/** What the catalogue says about an argument of a module, in the release whose rules apply. */
export function argumentDoc(analysis: Analysis, module: string, argument: string): string | undefined {
  const rules = rulesFor(analysis.upstream);
  const found = findDefinition(module, rules, analysis)
    ?.args(rules)
    .find(({ name }) => name === argument);
  return found?.doc ? translate(found.doc) : undefined;
}
