import { constructMapping, constructScalar, constructSequence } from './construct.ts';
import { YamlFailure } from './failure.ts';
import { skipBlank } from './gaps.ts';
import { afterComma, emptySpan, flowEnd, scalarSpan } from './spans.ts';
import { resolveTag, type TagHandles } from './tag.ts';
import type { MappingNode, YamlNode } from './tree.ts';

/** js-yaml's events, as far as they matter here; −1 is "absent". */
export type YamlEvent = DocumentEvent | CollectionEvent | ScalarEvent | AliasEvent | { readonly type: 6 };

interface DocumentEvent {
  readonly type: 1;
  readonly explicitStart: boolean;
  readonly directives: readonly { readonly kind: string; readonly handle?: string; readonly prefix?: string }[];
}

interface AliasEvent {
  readonly type: 5;
  readonly anchorStart: number;
  readonly anchorEnd: number;
}

interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
}

interface CollectionEvent extends Properties {
  readonly type: 2 | 3;
  readonly start: number;
  /** 1 block, 2 flow. */
  readonly style: number;
}

export interface ScalarEvent extends Properties {
  readonly type: 4;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** 1 plain, 2 single quotes, 3 double quotes, 4 literal, 5 folded. */
  readonly style: number;
  /** The value is the text as it stands. */
  readonly fast: boolean;
}

/** Both texts have the same length: `parsed` is what js-yaml read, `text` what the values come from. */
export interface Source {
  readonly text: string;
  readonly parsed: string;
  /** Both are the same. */
  readonly exact: boolean;
  decode(index: number): string;
}

export type Entry = MappingNode['entries'][number];

/** Two entries of one mapping with equal keys. */
export interface Repetition {
  readonly first: Entry;
  readonly second: Entry;
}

/** The document as a tree of nodes with places, and what a checker of its text needs. */
export interface Composed {
  readonly root?: YamlNode;
  readonly repetitions: readonly Repetition[];
  /** Places of scalars and aliases in order, two numbers each. */
  readonly leaves: readonly number[];
  /** Places of anchors, aliases and tags with their marks, in the same way. */
  readonly properties: readonly number[];
  /** There are keys between brackets. */
  readonly flowKeys: boolean;
}

interface Composer extends Source {
  readonly events: readonly YamlEvent[];
  at: number;
  /** Where the last node ends. */
  end: number;
  handles: TagHandles;
  /** Undefined while the node is being read. */
  readonly anchors: Map<string, YamlNode | undefined>;
  readonly repetitions: Repetition[];
  readonly leaves: number[];
  readonly properties: number[];
  flowKeys: boolean;
}

/** The tree of the one document that a model file is; throws a {@link YamlFailure} where PyYAML's composer or constructor would. */
export function composeEvents(source: Source, events: readonly YamlEvent[]): Composed {
  const c: Composer = {
    ...source,
    events,
    at: 0,
    end: 0,
    handles: new Map(),
    anchors: new Map(),
    repetitions: [],
    leaves: [],
    properties: [],
    flowKeys: false,
  };
  const { repetitions, leaves, properties } = c;
  const [first] = events;
  if (first?.type !== 1) return { repetitions, leaves, properties, flowKeys: false };
  c.handles = new Map(first.directives.map(({ handle = '', prefix = '' }) => [handle, prefix]));
  c.end = documentStart(c, first);
  c.at = 1;
  const root = node(c);
  if (events.length > c.at + 1) {
    const second = Math.max(skipBlank(c.parsed, c.end), 0);
    throw new YamlFailure('expected a single document in the stream', root.span.start, 'but found another document', second);
  }
  return { root, repetitions, leaves, properties, flowKeys: c.flowKeys };
}

function documentStart(c: Composer, { explicitStart }: DocumentEvent): number {
  if (!explicitStart) return 0;
  const mark = /^---/m.exec(c.parsed);
  return mark ? mark.index + 3 : 0;
}

function node(c: Composer): YamlNode {
  const index = c.at++;
  const event = c.events[index];
  switch (event?.type) {
    case 4:
      return scalar(c, event, index);
    case 2:
      return sequence(c, event);
    case 3:
      return mapping(c, event);
    case 5:
      return alias(c, event);
    default:
      throw new YamlFailure('', c.end, 'expected the node content', c.end);
  }
}

function scalar(c: Composer, event: ScalarEvent, index: number): YamlNode {
  const anchor = event.anchorStart < 0 ? '' : openAnchor(c, event);
  const tag = event.tagStart < 0 ? '' : tagOf(c, event);
  const span = event.valueStart < 0 ? emptySpan(c.parsed, c.end, event) : scalarSpan(c.parsed, c.end, event);
  c.end = span.end;
  c.leaves.push(span.start, span.end);
  const style = event.style === 1 ? 'plain' : event.style === 2 ? 'single' : event.style === 3 ? 'double' : 'block';
  const text = event.valueStart < 0 ? '' : event.fast && c.exact ? c.text.slice(event.valueStart, event.valueEnd) : c.decode(index);
  const result: YamlNode = { kind: 'scalar', style, span, value: constructScalar(text, style === 'plain', tag, span.start) };
  if (anchor !== '') c.anchors.set(anchor, result);
  return result;
}

function sequence(c: Composer, event: CollectionEvent): YamlNode {
  const anchor = event.anchorStart < 0 ? '' : openAnchor(c, event);
  const tag = event.tagStart < 0 ? '' : tagOf(c, event);
  const { start } = event;
  const flow = event.style === 2;
  const items: YamlNode[] = [];
  c.end = flow ? start + 1 : start;
  while (c.events[c.at]?.type !== 6) items.push(node(c));
  c.at++;
  if (flow) c.end = flowEnd(c.parsed, c.end);
  const span = { start, end: c.end };
  const result: YamlNode = { kind: 'sequence', flow, items, span, value: constructSequence(items, tag, start) };
  if (anchor !== '') c.anchors.set(anchor, result);
  return result;
}

function mapping(c: Composer, event: CollectionEvent): YamlNode {
  const anchor = event.anchorStart < 0 ? '' : openAnchor(c, event);
  const tag = event.tagStart < 0 ? '' : tagOf(c, event);
  const { start } = event;
  const flow = event.style === 2;
  const braces = flow && c.parsed.charAt(start) === '{' && !opensAt(c.events[c.at], start);
  const entries: Entry[] = [];
  c.flowKeys ||= flow;
  c.end = braces ? start + 1 : start;
  while (c.events[c.at]?.type !== 6) {
    const next = c.events[c.at];
    if (flow && next?.type === 4 && next.valueStart < 0) c.end = afterComma(c.parsed, c.end);
    const key = node(c);
    entries.push({ key, value: node(c) });
  }
  c.at++;
  if (braces) c.end = flowEnd(c.parsed, c.end);
  const span = { start, end: c.end };
  const result: YamlNode = { kind: 'mapping', flow, entries, span, value: constructMapping(entries, tag, start, c.repetitions) };
  if (anchor !== '') c.anchors.set(anchor, result);
  return result;
}

/** A pair in brackets (`[{a: 1}: b]`) is a mapping that starts where its key does. */
function opensAt(event: YamlEvent | undefined, start: number): boolean {
  return (event?.type === 2 || event?.type === 3) && event.start === start;
}

function alias(c: Composer, { anchorStart, anchorEnd }: AliasEvent): YamlNode {
  const span = { start: anchorStart - 1, end: anchorEnd };
  c.end = anchorEnd;
  c.leaves.push(span.start, span.end);
  c.properties.push(span.start, span.end);
  const name = c.text.slice(anchorStart, anchorEnd);
  if (!c.anchors.has(name)) throw new YamlFailure('', span.start, `found undefined alias '${name}'`, span.start);
  const target = c.anchors.get(name);
  // An alias inside its own anchor: Python makes a list that contains itself; no finite tree can show it.
  if (!target) return { kind: 'sequence', flow: true, items: [], span, value: [] };
  return { ...target, span, aliasOf: target };
}

function openAnchor(c: Composer, { anchorStart, anchorEnd }: Properties): string {
  const name = c.text.slice(anchorStart, anchorEnd);
  const start = anchorStart - 1;
  if (c.anchors.has(name)) throw new YamlFailure(`found duplicate anchor '${name}'`, start, 'second occurrence', start);
  c.anchors.set(name, undefined);
  c.properties.push(start, anchorEnd);
  c.end = Math.max(c.end, anchorEnd);
  return name;
}

function tagOf(c: Composer, { tagStart, tagEnd }: Properties): string {
  c.end = Math.max(c.end, tagEnd);
  c.properties.push(tagStart, tagEnd);
  return resolveTag(c.text.slice(tagStart, tagEnd), c.handles, tagStart);
}
