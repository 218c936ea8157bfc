import { empty, node } from './compose-node.ts';
import { type Composer, type Entry, here, previousEnd, takes, unexpected } from './composer.ts';
import { constructMapping, constructSequence } from './construct.ts';
import * as token from './tokens.ts';
import type { YamlNode } from './tree.ts';

/** `[a, b]`; a pair inside is a mapping of its own. */
export function flowSequence(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const items: YamlNode[] = [];
  c.at++;
  while (!takes(c, token.FLOW_SEQUENCE_END)) {
    if (items.length > 0) {
      if (!takes(c, token.FLOW_ENTRY)) throw unexpected(c, 'while parsing a flow sequence', start, "expected ',' or ']', but got");
      c.at++;
      if (takes(c, token.FLOW_SEQUENCE_END)) break;
    }
    items.push(takes(c, token.KEY) ? flowPair(c) : node(c, false, false));
  }
  c.at++;
  const end = previousEnd(c);
  return { kind: 'sequence', flow: true, items, span: { start, end }, value: constructSequence(items, tag, start) };
}

/** `a: b` between brackets: a mapping of one entry. */
function flowPair(c: Composer): YamlNode {
  const start = here(c);
  const entry = flowEntry(c, token.FLOW_SEQUENCE_END);
  const end = Math.max(entry.key.span.end, entry.value.span.end);
  return {
    kind: 'mapping',
    flow: true,
    entries: [entry],
    span: { start, end },
    value: constructMapping([entry], '', start, c.repetitions),
  };
}

/** `{a: 1, b}` */
export function flowMapping(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const entries: Entry[] = [];
  c.at++;
  while (!takes(c, token.FLOW_MAPPING_END)) {
    if (entries.length > 0) {
      if (!takes(c, token.FLOW_ENTRY)) throw unexpected(c, 'while parsing a flow mapping', start, "expected ',' or '}', but got");
      c.at++;
      if (takes(c, token.FLOW_MAPPING_END)) break;
    }
    if (takes(c, token.KEY)) entries.push(flowEntry(c, token.FLOW_MAPPING_END));
    else {
      const key = node(c, false, false);
      entries.push({ key, value: empty(key.span.end) });
    }
  }
  c.at++;
  const end = previousEnd(c);
  return { kind: 'mapping', flow: true, entries, span: { start, end }, value: constructMapping(entries, tag, start, c.repetitions) };
}

function flowEntry(c: Composer, closing: number): Entry {
  c.at++;
  const key = takes(c, token.VALUE) || takes(c, token.FLOW_ENTRY) || takes(c, closing) ? empty(previousEnd(c)) : node(c, false, false);
  if (!takes(c, token.VALUE)) return { key, value: empty(key.span.end) };
  c.at++;
  const value = takes(c, token.FLOW_ENTRY) || takes(c, closing) ? empty(previousEnd(c)) : node(c, false, false);
  return { key, value };
}
