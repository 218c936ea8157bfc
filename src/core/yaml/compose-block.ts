import { empty, node } from './compose-node.ts';
import { type Composer, type Entry, here, previousEnd, takes, unexpected } from './composer.ts';
import { constructMapping, constructSequence } from './construct.ts';
import * as token from './tokens.ts';
import type { YamlNode } from './tree.ts';

/** Entries after dashes, deeper than what they belong to. */
export function blockSequence(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const items: YamlNode[] = [];
  c.at++;
  while (takes(c, token.BLOCK_ENTRY)) {
    c.at++;
    items.push(takes(c, token.BLOCK_ENTRY) || takes(c, token.BLOCK_END) ? empty(previousEnd(c)) : node(c, true, false));
  }
  if (!takes(c, token.BLOCK_END)) throw unexpected(c, 'while parsing a block collection', start, 'expected <block end>, but found');
  c.at++;
  return block(items, tag, start);
}

/** A sequence whose dashes stand right below its key. */
export function indentlessSequence(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const items: YamlNode[] = [];
  while (takes(c, token.BLOCK_ENTRY)) {
    c.at++;
    items.push(takes(c, token.BLOCK_ENTRY) || endsBlockEntry(c) ? empty(previousEnd(c)) : node(c, true, false));
  }
  return block(items, tag, start);
}

function block(items: YamlNode[], tag: string, start: number): YamlNode {
  const end = items.at(-1)?.span.end ?? start;
  return { kind: 'sequence', flow: false, items, span: { start, end }, value: constructSequence(items, tag, start) };
}

/** `key: value` lines. */
export function blockMapping(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const entries: Entry[] = [];
  let end = start;
  c.at++;
  while (takes(c, token.KEY)) {
    c.at++;
    const key = endsBlockEntry(c) ? empty(previousEnd(c)) : node(c, true, true);
    const value = takes(c, token.VALUE) ? blockValue(c) : empty(key.span.end);
    end = value.span.end;
    entries.push({ key, value });
  }
  if (!takes(c, token.BLOCK_END)) throw unexpected(c, 'while parsing a block mapping', start, 'expected <block end>, but found');
  c.at++;
  return { kind: 'mapping', flow: false, entries, span: { start, end }, value: constructMapping(entries, tag, start, c.repetitions) };
}

function blockValue(c: Composer): YamlNode {
  c.at++;
  return endsBlockEntry(c) ? empty(previousEnd(c)) : node(c, true, true);
}

function endsBlockEntry(c: Composer): boolean {
  return takes(c, token.KEY) || takes(c, token.VALUE) || takes(c, token.BLOCK_END);
}
