import { push, type Scanner } from './scanner.ts';
import * as token from './tokens.ts';
import { YamlFailure } from './tokens.ts';

/** Deeper nesting than this ends Python's own recursion. */
export const deepest = 480;

/** Ends the block collections that are indented further than `column`. */
export function unwindIndent(s: Scanner, column: number): void {
  if (s.flowLevel > 0) return;
  while (s.indent > column) {
    s.indent = s.indents.pop() ?? -1;
    push(s, token.BLOCK_END, s.position, s.position, '');
  }
}

/** Notes that the token about to come may turn out to be a key. */
export function saveKey(s: Scanner): void {
  const level = s.flowLevel;
  if (s.simpleKeyAllowed) {
    const column = s.position - s.lineStart;
    dropKey(s);
    s.keyToken[level] = s.kinds.length;
    s.keyPosition[level] = s.position;
    s.keyLine[level] = s.line;
    s.keyColumn[level] = column;
    s.keyRequired[level] = level === 0 && s.indent === column;
  }
  s.simpleKeyAllowed = false;
}

/** The pending token of this level is no key. */
export function dropKey(s: Scanner): void {
  if (s.keyToken[s.flowLevel] === -1) return;
  if (s.keyRequired[s.flowLevel]) throw missingColon(s, s.flowLevel);
  s.keyToken[s.flowLevel] = -1;
}

/** A key lies on one line and is at most 1024 characters long. */
export function dropStaleKeys(s: Scanner): void {
  for (let level = 0; level <= s.flowLevel; level++) {
    if (s.keyToken[level] === -1) continue;
    if (s.keyLine[level] === s.line && s.position - (s.keyPosition[level] ?? 0) <= 1024) continue;
    if (s.keyRequired[level]) throw missingColon(s, level);
    s.keyToken[level] = -1;
  }
}

export function openFlow(s: Scanner, kind: number): void {
  saveKey(s);
  s.flowLevel++;
  s.keyToken[s.flowLevel] = -1;
  s.simpleKeyAllowed = true;
  if (s.flowLevel > deepest) throw new YamlFailure('', s.position, 'maximum recursion depth exceeded', s.position);
  indicator(s, kind, 1);
}

export function closeFlow(s: Scanner, kind: number): void {
  dropKey(s);
  if (s.flowLevel > 0) s.flowLevel--;
  s.simpleKeyAllowed = false;
  indicator(s, kind, 1);
}

export function flowEntry(s: Scanner): void {
  s.simpleKeyAllowed = true;
  dropKey(s);
  indicator(s, token.FLOW_ENTRY, 1);
}

export function blockEntry(s: Scanner): boolean {
  openBlock(s, token.BLOCK_SEQUENCE_START, 'sequence entries are not allowed here');
  s.simpleKeyAllowed = true;
  dropKey(s);
  return indicator(s, token.BLOCK_ENTRY, 1);
}

/** `? key` */
export function complexKey(s: Scanner): boolean {
  openBlock(s, token.BLOCK_MAPPING_START, 'mapping keys are not allowed here');
  s.simpleKeyAllowed = s.flowLevel === 0;
  dropKey(s);
  return indicator(s, token.KEY, 1);
}

/** `:` makes a key of the pending token, and opens a mapping where it is the first. */
export function value(s: Scanner): boolean {
  const key = s.keyToken[s.flowLevel] ?? -1;
  if (key === -1) {
    openBlock(s, token.BLOCK_MAPPING_START, 'mapping values are not allowed here');
    s.simpleKeyAllowed = s.flowLevel === 0;
    dropKey(s);
    return indicator(s, token.VALUE, 1);
  }
  s.keyToken[s.flowLevel] = -1;
  insert(s, key, token.KEY, s.keyPosition[s.flowLevel] ?? 0);
  if (s.flowLevel === 0 && addIndent(s, s.keyColumn[0] ?? 0)) insert(s, key, token.BLOCK_MAPPING_START, s.keyPosition[0] ?? 0);
  s.simpleKeyAllowed = false;
  return indicator(s, token.VALUE, 1);
}

export function documentMark(s: Scanner, kind: number): boolean {
  unwindIndent(s, -1);
  dropKey(s);
  s.simpleKeyAllowed = false;
  return indicator(s, kind, 3);
}

function indicator(s: Scanner, kind: number, length: number): boolean {
  push(s, kind, s.position, s.position + length, '');
  s.position += length;
  return true;
}

function openBlock(s: Scanner, kind: number, refusal: string): void {
  if (s.flowLevel > 0) return;
  if (!s.simpleKeyAllowed) throw new YamlFailure('', s.position, refusal, s.position);
  if (addIndent(s, s.position - s.lineStart)) push(s, kind, s.position, s.position, '');
}

function addIndent(s: Scanner, column: number): boolean {
  if (s.indent >= column) return false;
  s.indents.push(s.indent);
  s.indent = column;
  return true;
}

/** The key lies on the same line within 1024 characters, so that few tokens move. */
function insert(s: Scanner, at: number, kind: number, position: number): void {
  const last = s.kinds.length;
  push(s, kind, position, position, '');
  for (let i = last; i > at; i--) {
    s.kinds[i] = s.kinds[i - 1] as number;
    s.starts[i] = s.starts[i - 1] as number;
    s.ends[i] = s.ends[i - 1] as number;
    s.values[i] = s.values[i - 1] as string;
  }
  s.kinds[at] = kind;
  s.starts[at] = s.ends[at] = position;
  s.values[at] = '';
}

function missingColon(s: Scanner, level: number): YamlFailure {
  return new YamlFailure('while scanning a simple key', s.keyPosition[level] ?? 0, "could not find expected ':'", s.position);
}
