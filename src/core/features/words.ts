import { findModule } from '../catalogue/index.ts';
import { t, translate } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { releaseRules } from '../upstream/releases.ts';

/** `1 row`, `11 rows`. */
export function rowsLabel(n: number): string {
  return n === 1 ? t`1 row` : t`${n} rows`;
}

/** What the catalogue says about a module, in the user's language. */
export function moduleDocs(name: string): string | undefined {
  const module = findModule(name);
  return module && [module.summary, module.docs].flatMap((text) => (text === undefined ? [] : translate(text))).join(' ');
}

/** What the catalogue says about an argument of a module, in the release whose rules apply. */
export function argumentDoc({ upstream }: Analysis, module: string, argument: string): string | undefined {
  const rules = releaseRules(upstream);
  const found =
    rules &&
    findModule(module)
      ?.args(rules)
      .find(({ name }) => name === argument);
  return found?.doc ? translate(found.doc) : undefined;
}
