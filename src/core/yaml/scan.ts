import { isBlankOrEnd, reprCharacter } from './characters.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanPlain } from './scan-plain.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-properties.ts';
import { scanQuoted } from './scan-quoted.ts';
import {
  blockEntry,
  closeFlow,
  complexKey,
  documentMark,
  dropKey,
  dropStaleKeys,
  flowEntry,
  openFlow,
  saveKey,
  unwindIndent,
  value,
} from './scan-structure.ts';
import { atDocumentMark, codeAt, push, type Scanner, skipBreak, skipComment } from './scanner.ts';
import * as token from './tokens.ts';
import { type Tokens, YamlFailure } from './tokens.ts';

/**
 * All tokens of a text in the way of YAML 1.1 as PyYAML reads it, up to its end or to what PyYAML cannot read.
 * A parser of YAML 1.2 takes and refuses other texts, and the framework's verdict is the one that counts.
 */
export function scan(text: string, libyaml: boolean): Tokens {
  const s: Scanner = {
    text,
    libyaml,
    position: 0,
    line: 0,
    lineStart: 0,
    indent: -1,
    indents: [],
    flowLevel: 0,
    simpleKeyAllowed: true,
    keyToken: [-1],
    keyPosition: [0],
    keyLine: [0],
    keyColumn: [0],
    keyRequired: [false],
    kinds: [],
    starts: [],
    ends: [],
    values: [],
    comments: [],
    failure: undefined,
    pending: 0,
  };
  if (text.charCodeAt(0) === 0xfeff) s.lineStart = s.position = 1;
  try {
    while (fetchToken(s));
  } catch (failure) {
    if (!(failure instanceof YamlFailure)) throw failure;
    s.failure = failure;
    s.pending = s.kinds.length;
    for (let level = 0; level <= s.flowLevel; level++)
      if ((s.keyToken[level] ?? -1) >= 0) s.pending = Math.min(s.pending, s.keyToken[level] ?? 0);
  }
  return s;
}

function fetchToken(s: Scanner): boolean {
  skipToToken(s);
  dropStaleKeys(s);
  unwindIndent(s, s.position - s.lineStart);
  const start = s.position;
  const c = codeAt(s, start);
  switch (c) {
    case 0:
      unwindIndent(s, -1);
      dropKey(s);
      push(s, token.STREAM_END, start, start, '');
      return false;
    case 91:
      openFlow(s, token.FLOW_SEQUENCE_START);
      return true;
    case 123:
      openFlow(s, token.FLOW_MAPPING_START);
      return true;
    case 93:
      closeFlow(s, token.FLOW_SEQUENCE_END);
      return true;
    case 125:
      closeFlow(s, token.FLOW_MAPPING_END);
      return true;
    case 44:
      flowEntry(s);
      return true;
    case 45:
      if (atDocumentMark(s)) return documentMark(s, token.DOCUMENT_START);
      if (isBlankOrEnd(codeAt(s, start + 1))) return blockEntry(s);
      break;
    case 46:
      if (atDocumentMark(s)) return documentMark(s, token.DOCUMENT_END);
      break;
    case 37:
      if (start !== s.lineStart) break;
      unwindIndent(s, -1);
      dropKey(s);
      s.simpleKeyAllowed = false;
      scanDirective(s);
      return true;
    case 63:
      if (s.flowLevel > 0 || isBlankOrEnd(codeAt(s, start + 1))) return complexKey(s);
      break;
    case 58:
      if (s.flowLevel > 0 || isBlankOrEnd(codeAt(s, start + 1))) return value(s);
      break;
    case 42:
    case 38:
      saveKey(s);
      scanAnchor(s);
      return true;
    case 33:
      saveKey(s);
      scanTag(s);
      return true;
    case 124:
    case 62:
      if (s.flowLevel > 0) break;
      s.simpleKeyAllowed = true;
      dropKey(s);
      scanBlockScalar(s, c === 62);
      return true;
    case 39:
    case 34:
      saveKey(s);
      scanQuoted(s, c);
      return true;
  }
  if (!startsPlain(s, c)) {
    throw new YamlFailure(
      'while scanning for the next token',
      start,
      `found character ${reprCharacter(s.text, start)} that cannot start any token`,
      start,
    );
  }
  saveKey(s);
  scanPlain(s);
  return true;
}

function skipToToken(s: Scanner): void {
  for (;;) {
    let c = codeAt(s, s.position);
    while (c === 32 || (c === 9 && s.libyaml && (s.flowLevel > 0 || !s.simpleKeyAllowed))) c = codeAt(s, ++s.position);
    if (c === 35) skipComment(s);
    if (!skipBreak(s)) return;
    if (s.flowLevel === 0) s.simpleKeyAllowed = true;
  }
}

function startsPlain(s: Scanner, c: number): boolean {
  if (c > 127) return true;
  if (c === 45) return true;
  if (c === 63 || c === 58) return s.flowLevel === 0;
  // Tab and the indicators that no plain scalar starts with.
  return !(c === 9 || c === 35 || c === 37 || c === 38 || c === 42 || c === 33 || c === 124 || c === 62 || c === 64 || c === 96);
}
