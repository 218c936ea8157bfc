import { pythonType } from '../catalogue/arguments.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { findModule } from '../catalogue/index.ts';
import type { DynamicMeaning } from '../catalogue/modules/dynamic-blocks.ts';
import { unfitLayer } from '../catalogue/modules/torch-unfit.ts';
import { Refused } from '../net/refused.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { torchNames } from './known-names.ts';
import type { Header } from './state.ts';

/** What a row's third element means to the parser. */
export type ModuleLookup =
  | { readonly kind: 'defined'; readonly definition: ModuleDefinition; readonly registered: boolean }
  /** The framework has it, the catalogue does not describe it. */
  | { readonly kind: 'undescribed'; readonly name: string }
  | { readonly kind: 'refused'; readonly error: Refused };

/** Looks a name up as that release's parser does: by prefix in torch, else among the names of its tasks module; what it lacks, users may describe. */
export function lookUpModule(
  value: PyValue,
  { rules, dynamicConv, modules }: Pick<Header, 'rules' | 'dynamicConv' | 'modules'>,
): ModuleLookup {
  const found = lookUpInFramework(value, rules, dynamicConv.value);
  if (found.kind === 'defined' && found.registered) return found;
  const definition = typeof value === 'string' ? modules?.find(value) : undefined;
  return definition === undefined ? found : { kind: 'defined', definition, registered: true };
}

function lookUpInFramework(value: PyValue, rules: ReleaseRules, dynamicConv: DynamicMeaning): ModuleLookup {
  if (typeof value !== 'string') {
    const text = rules.has('module-prefixes')
      ? `'${pythonType(value)}' object has no attribute 'startswith'`
      : `argument of type '${pythonType(value)}' is not iterable`;
    return refused(rules.has('module-prefixes') ? 'AttributeError' : 'TypeError', text);
  }
  if (rules.has('module-prefixes') ? value.startsWith('nn.') : value.includes('nn.')) return torchModule(value);
  if (
    rules.has('torchvision-ops-names') &&
    (rules.has('module-prefixes') ? value.startsWith('torchvision.ops.') : value.includes('torchvision.ops.'))
  ) {
    return { kind: 'undescribed', name: value };
  }
  const definition = findModule(value, dynamicConv);
  if (definition !== undefined && !value.includes('.')) return { kind: 'defined', definition, registered: definition.upstream(rules) };
  return refused('KeyError', quoted(value));
}

/** The first three characters are cut and the rest is looked up in `torch.nn`, whatever the three were. */
function torchModule(value: string): ModuleLookup {
  const name = value.slice(3);
  const definition = findModule(`nn.${name}`) ?? unfitLayer(`nn.${name}`);
  if (definition !== undefined) return { kind: 'defined', definition, registered: true };
  if (torchNames.has(name)) return { kind: 'undescribed', name: value };
  return refused('AttributeError', `module 'torch.nn' has no attribute '${name}'`);
}

function refused(type: string, text: string): ModuleLookup {
  return { kind: 'refused', error: new Refused(type, text, 'module') };
}

/** Python's `repr` of a key: characters that cannot be seen are escaped. */
function quoted(name: string): string {
  const escaped = [...name].map((c) => (isInvisible(c.codePointAt(0) ?? 0) ? escapeSequence(c.codePointAt(0) ?? 0) : c)).join('');
  return escaped.includes("'") ? `"${escaped}"` : `'${escaped}'`;
}

function isInvisible(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0xa0) ||
    code === 0xad ||
    (code >= 0x200b && code <= 0x200f) ||
    [0x2028, 0x2029, 0x2060, 0x3000, 0xfeff].includes(code)
  );
}

function escapeSequence(code: number): string {
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
