import type { ModuleDefinition } from '../catalogue/define.ts';
import { findModule } from '../catalogue/index.ts';
import type { DynamicMeaning } from '../catalogue/modules/dynamic-blocks.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { UserModules } from './spec.ts';

/** What a file's names depend on besides the release. */
interface Meanings {
  readonly modules: UserModules | undefined;
  readonly dynamicConv?: { readonly value: DynamicMeaning };
}

/** What a name means under a release's rules: the framework's own module first, then the user's, then another of the catalogue. */
export function findDefinition(name: string, rules: ReleaseRules, { modules, dynamicConv }: Meanings): ModuleDefinition | undefined {
  const definition = findModule(name, dynamicConv?.value);
  return definition?.upstream(rules) ? definition : (modules?.find(name) ?? definition);
}
