import { blockMapping, blockSequence, indentlessSequence } from './compose-block.ts';
import { flowMapping, flowSequence } from './compose-flow.ts';
import { type Composer, here, previousEnd, take, takes, unexpected } from './composer.ts';
import { constructScalar } from './construct.ts';
import { tagSeparator } from './scan-properties.ts';
import { deepest } from './scan-structure.ts';
import * as token from './tokens.ts';
import { YamlFailure } from './tokens.ts';
import type { YamlNode } from './tree.ts';

/** The node at the next token. `block`: it may be a block collection; `indentless`: also a sequence as deep as its key. */
export function node(c: Composer, block: boolean, indentless: boolean): YamlNode {
  const start = here(c);
  if (takes(c, token.ALIAS)) return alias(c);
  let anchor = '';
  let tag = '';
  if (takes(c, token.ANCHOR)) {
    anchor = take(c);
    if (takes(c, token.TAG)) tag = resolveTag(c, start);
  } else if (takes(c, token.TAG)) {
    tag = resolveTag(c, start);
    if (takes(c, token.ANCHOR)) anchor = take(c);
  }
  if (anchor !== '') {
    if (c.anchors.has(anchor)) throw new YamlFailure(`found duplicate anchor '${anchor}'`, start, 'second occurrence', start);
    c.anchors.set(anchor, undefined);
  }
  if (++c.depth > deepest) throw new YamlFailure('', start, 'maximum recursion depth exceeded', start);
  const result = content(c, block, indentless, tag, anchor !== '' || tag !== '', start);
  c.depth--;
  if (anchor !== '') c.anchors.set(anchor, result);
  return result;
}

function content(c: Composer, block: boolean, indentless: boolean, tag: string, hasProperties: boolean, start: number): YamlNode {
  switch (c.kinds[c.at]) {
    case token.SCALAR:
      return scalar(c, tag);
    case token.FLOW_SEQUENCE_START:
      return flowSequence(c, tag);
    case token.FLOW_MAPPING_START:
      return flowMapping(c, tag);
    case token.BLOCK_SEQUENCE_START:
      if (block) return blockSequence(c, tag);
      break;
    case token.BLOCK_MAPPING_START:
      if (block) return blockMapping(c, tag);
      break;
    case token.BLOCK_ENTRY:
      if (indentless) return indentlessSequence(c, tag);
      break;
  }
  if (!hasProperties)
    throw unexpected(c, `while parsing a ${block ? 'block' : 'flow'} node`, start, 'expected the node content, but found');
  const at = previousEnd(c);
  return { kind: 'scalar', style: 'plain', span: { start: at, end: at }, value: constructScalar('', true, tag, at) };
}

function alias(c: Composer): YamlNode {
  const start = here(c);
  const end = c.tokens.ends[c.at] ?? start;
  const name = take(c);
  if (!c.anchors.has(name)) throw new YamlFailure('', start, `found undefined alias '${name}'`, start);
  const target = c.anchors.get(name);
  const span = { start, end };
  // An alias inside its own anchor: Python makes a list that contains itself; no finite tree can show it.
  if (!target) return { kind: 'sequence', flow: true, items: [], span, value: [] };
  return { ...target, span, aliasOf: target };
}

function scalar(c: Composer, tag: string): YamlNode {
  const start = here(c);
  const end = c.tokens.ends[c.at] ?? start;
  const text = take(c);
  const first = c.text.charCodeAt(start);
  const style = first === 39 ? 'single' : first === 34 ? 'double' : first === 124 || first === 62 ? 'block' : 'plain';
  return { kind: 'scalar', style, span: { start, end }, value: constructScalar(text, style === 'plain', tag, start) };
}

/** A node that is not there; Python has null for it. */
export function empty(at: number): YamlNode {
  return { kind: 'scalar', style: 'plain', span: { start: at, end: at }, value: null };
}

/** The full name of the tag here. */
function resolveTag(c: Composer, start: number): string {
  const at = here(c);
  const [handle = '', suffix = ''] = take(c).split(tagSeparator);
  if (handle === '') return suffix;
  const prefix = c.handles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle === '!' ? '!' : undefined);
  if (prefix === undefined) throw new YamlFailure('while parsing a node', start, `found undefined tag handle '${handle}'`, at);
  return prefix + suffix;
}
