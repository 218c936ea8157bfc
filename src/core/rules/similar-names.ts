/** The names of modules that somebody may have meant. */
import { distance } from 'fastest-levenshtein';
import { catalogue } from '../catalogue/index.ts';
import { torchNames } from '../resolve/known-names.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { UserModules } from '../user/spec.ts';

interface Similar {
  /** They differ only by what people overlook: case, blanks, characters that cannot be seen, a missing `nn.` */
  readonly same: boolean;
  readonly near: readonly string[];
}

/** Comparing one name with some 250 takes longer than resolving a file, and the same names come with every keystroke. */
const memory = new Map<string, Similar>();

/** Names of that release near `name`, nearest only. */
export function similarNames(name: string, rules: ReleaseRules, modules?: UserModules): Similar {
  const key = `${rules.version} ${modules?.identity ?? ''} ${name}`;
  let similar = memory.get(key);
  if (similar === undefined) {
    similar = compare(plain(name), rules, modules);
    if (memory.size >= 1000) memory.clear();
    memory.set(key, similar);
  }
  return similar;
}

/** Modules that have to be registered are meant as well: those of the framework come first. */
const described = catalogue().map(({ name }) => name);

function compare(name: string, rules: ReleaseRules, modules: UserModules | undefined): Similar {
  const all = new Set([...knownNames(rules), ...(modules?.list ?? []).map((module) => module.name), ...described]);
  const known = [...all].map((other) => ({
    other,
    far: slips(name, plain(other)),
  }));
  // Names of a few letters are all near each other: what is two letters away is another module, not a slip.
  const most = name.length < 3 ? 0 : name.length < 8 ? 1 : 2;
  const least = Math.min(...known.map(({ far }) => far));
  if (least > most) return { same: false, near: [] };
  const near = known.filter(({ far }) => far === least).map(({ other }) => other);
  return least === 0 ? { same: true, near } : { same: false, near: near.slice(0, 3) };
}

/** Names that a YAML of that release may use. */
function knownNames(rules: ReleaseRules): Set<string> {
  const described = catalogue().flatMap(({ name, upstream }) => (upstream(rules) ? [name] : []));
  return new Set([...described, ...[...torchNames].map((name) => `nn.${name}`)]);
}

/** What is left of a name without the differences that people overlook. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:torch\.)?nn\./, '')
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff_-]/g, '');
}

/** Letters that are wrong, missing or too many; two that have changed places are one slip. */
function slips(a: string, b: string): number {
  const far = distance(a, b);
  return far === 2 && a.length === b.length && sorted(a) === sorted(b) ? 1 : far;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
