import { type Tokens, tokenNames, YamlFailure } from './tokens.ts';
import type { MappingNode, YamlNode } from './tree.ts';

/** A walk over the tokens; `at` is the next one. */
export interface Composer {
  readonly tokens: Tokens;
  readonly text: string;
  readonly kinds: readonly number[];
  at: number;
  depth: number;
  /** Tag handles as `%TAG` declares them. */
  readonly handles: Map<string, string>;
  /** Undefined while the node is being read. */
  readonly anchors: Map<string, YamlNode | undefined>;
  readonly repetitions: Repetition[];
}

export type Entry = MappingNode['entries'][number];

/** Two entries of one mapping with equal keys. */
export interface Repetition {
  readonly first: Entry;
  readonly second: Entry;
}

export function takes(c: Composer, kind: number): boolean {
  return c.kinds[c.at] === kind;
}

/** The value of the next token, which is then behind. */
export function take(c: Composer): string {
  return c.tokens.values[c.at++] ?? '';
}

export function here(c: Composer): number {
  return c.tokens.starts[c.at] ?? c.text.length;
}

export function previousEnd(c: Composer): number {
  return c.tokens.ends[c.at - 1] ?? 0;
}

/** What to throw where the next token does not fit: what the scanner could not read comes first, once it is reached. */
export function unexpected(c: Composer, context: string, contextAt: number, problem: string): YamlFailure {
  const { failure, pending } = c.tokens;
  if (failure && c.at >= pending) return failure;
  return new YamlFailure(context, contextAt, `${problem} '${tokenNames[c.kinds[c.at] ?? 0]}'`, here(c));
}
