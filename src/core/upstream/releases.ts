import { type ChangeId, changes } from './changes.ts';

/** The rules of one release of the framework: every behaviour that differs between releases is asked here by name. */
export interface ReleaseRules {
  /** A release, or the name of a project's own tree. */
  readonly version: string;
  /** Set for a project that carries its own copy of the framework, with modules of its own. */
  readonly tree?: Tree;
  has(change: ChangeId): boolean;
}

/** The newest release whose rules are known; later ones are treated like it. */
export const newestUpstream = '8.4.190';

/** Projects with a copy of the framework, and the release that it was made from. */
const trees = { yolov12: '8.3.63', yolov13: '8.3.63' } as const;

export type Tree = keyof typeof trees;

const lines: Readonly<Record<string, string>> = { '8.3': '8.3.253', '8.4': newestUpstream };
const cache = new Map<string, ReleaseRules>();

/** What `--upstream` may name besides releases: lines, and trees, with the release that stands for each. */
export function upstreamLines(): Readonly<Record<string, string>> {
  return { ...lines, ...trees };
}

/** The rules to go by: those of {@link releaseRules}, and of the newest release where nothing, or nothing known, is asked for. */
export function rulesFor(version: string = newestUpstream): ReleaseRules {
  return releaseRules(version) ?? (releaseRules(newestUpstream) as ReleaseRules);
}

/**
 * The rules for `8.3`, `8.4`, `yolov12`, `yolov13` or an exact release from 8.3.0 on; `undefined` for anything else. A release newer than all
 * known has the newest rules and keeps its own name.
 */
export function releaseRules(version: string): ReleaseRules | undefined {
  const tree = isTree(version) ? version : undefined;
  const exact = tree ? trees[tree] : (lines[version] ?? version);
  if (!/^\d+\.\d+\.\d+$/.test(exact) || compareReleases(exact, '8.3.0') < 0) return undefined;
  let rules = cache.get(tree ?? exact);
  if (rules === undefined) {
    const known = new Set(changes.filter((c) => compareReleases(exact, c.since) >= 0).map((c) => c.id));
    rules = { version: tree ?? exact, has: (change) => known.has(change), ...(tree === undefined ? {} : { tree }) };
    cache.set(rules.version, rules);
  }
  return rules;
}

function isTree(name: string): name is Tree {
  return Object.hasOwn(trees, name);
}

/** Negative where `a` is older; both are dotted numbers. */
export function compareReleases(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
