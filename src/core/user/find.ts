import type { ModuleDefinition } from '../catalogue/define.ts';
import { findModule } from '../catalogue/index.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { UserModules } from './spec.ts';

/** What a name means under a release's rules: the framework's own module first, then the user's, then another of the catalogue. */
export function findDefinition(name: string, rules: ReleaseRules, modules: UserModules | undefined): ModuleDefinition | undefined {
  const definition = findModule(name);
  return definition?.upstream(rules) ? definition : (modules?.find(name) ?? definition);
}
