import { openAt } from './brackets.ts';
import { YamlFailure } from './failure.ts';
import { lineStart, skipBlank } from './gaps.ts';
import { lineAt, lineBefore } from './lines.ts';

/** What js-yaml refuses in the words of PyYAML, by which people look for help. Both stop at the same places. */
export function refusal(text: string, reason: string, at: number): YamlFailure {
  const second = /quoted scalar$/.test(reason) && reason.includes('document') ? undefined : secondDocumentBefore(text, at);
  if (second !== undefined)
    return new YamlFailure('expected a single document in the stream', skipBlank(text, 0), 'but found another document', second);
  if (/quoted scalar$/.test(reason)) {
    const quote = openAt(text, at).quote ?? Math.max(0, text.lastIndexOf(reason.includes('single') ? "'" : '"', at));
    const problem = reason.includes('document') ? 'found unexpected document separator' : 'found unexpected end of stream';
    return new YamlFailure('while scanning a quoted scalar', quote, problem, at);
  }
  if (/escape sequence|hexadecimal/.test(reason)) {
    const quote = openAt(text, at).quote ?? at;
    return new YamlFailure('while scanning a double-quoted scalar', quote, `found unknown escape character '${text.charAt(at)}'`, at);
  }
  const { brackets } = openAt(text, at);
  const bracket = brackets.at(-1);
  if (cannotStart(text, at, bracket !== undefined)) return unstartable(text, at);
  if (/flow collection|node content/.test(reason) && bracket !== undefined) return inFlow(text, bracket, at);
  if (/multiline key|after a mapping key/.test(reason)) return withoutColon(text, at);
  if (reason.startsWith('bad indentation') || /document separator is expected/.test(reason))
    return startsAsText(text)
      ? new YamlFailure('', at, `expected '<document start>', but found '${tokenAt(text, at)}'`, at)
      : inBlock(text, at);
  if (reason.includes('tab characters')) return unstartable(text, at);
  return new YamlFailure('', at, reason, at);
}

function inFlow(text: string, bracket: number, at: number): YamlFailure {
  const mapping = text.charAt(bracket) === '{';
  const found = tokenAt(text, at);
  const before = text.slice(bracket, at).trimEnd().slice(-1);
  if (/[,:[{]/.test(before) && /^[-,}\]:]$/.test(found)) {
    return new YamlFailure('while parsing a flow node', at, `expected the node content, but found '${found}'`, at);
  }
  const expected = `expected ',' or '${mapping ? '}' : ']'}', but got '${found}'`;
  return new YamlFailure(`while parsing a flow ${mapping ? 'mapping' : 'sequence'}`, bracket, expected, at);
}

/** A special space behind it makes it a text. */
const dash = /^-(?:[ \t]|$)/;

function withoutColon(text: string, at: number): YamlFailure {
  const before = text.slice(lineStart(text, at), at).trim();
  let line = lineAt(text, at);
  if (before === '' || before.startsWith('#')) line = lineBefore(text, line) ?? line;
  // A text goes on over all deeper lines below it, rows too, up to the next comment: it is the last line that is no row.
  let key = line;
  for (let above = lineBefore(text, key); above; above = lineBefore(text, above)) {
    if (/^[^-].*:(?:\s|$)/.test(above.content) || above.contentEnd < above.end) break;
    if (!dash.test(above.content) && (above.indent.length < key.indent.length || dash.test(key.content))) key = above;
  }
  return new YamlFailure('while scanning a simple key', key.start + key.indent.length, "could not find expected ':'", at);
}

/** PyYAML looks no further than to where a second document begins. */
function secondDocumentBefore(text: string, at: number): number | undefined {
  const start = skipBlank(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (text.charAt(start) === '%') return undefined;
  const mark = /^---(?=\s|$)/gm;
  mark.lastIndex = start + 1;
  const found = mark.exec(text)?.index;
  return found !== undefined && found < at ? found : undefined;
}

/** The first line is neither a key nor a row, so that it is all of the document: a page was copied with what stands around the file. */
function startsAsText(text: string): boolean {
  return !/^[-?%&!*{["']|:/.test(lineAt(text, skipBlank(text, 0)).content);
}

function inBlock(text: string, at: number): YamlFailure {
  const start = lineStart(text, at);
  const before = text.slice(start, at);
  const found = tokenAt(text, at);
  if (before.trim() !== '') {
    if (found === '-') return new YamlFailure('', at, 'sequence entries are not allowed here', at);
    if (found === ':') return new YamlFailure('', at, 'mapping values are not allowed here', at);
    const block = before.trimStart().startsWith('-') ? 'collection' : 'mapping';
    return new YamlFailure(`while parsing a block ${block}`, start, `expected <block end>, but found '${found}'`, at);
  }
  const rest = text.slice(at, at + 200);
  const opens = found === '-' ? '<block sequence start>' : /^[\w"'.]+\s*:(?:\s|$)/.test(rest) ? '<block mapping start>' : found;
  const above = text.slice(0, start).trimEnd();
  const block = /^\s*-/.test(above.slice(lineStart(above, above.length))) ? 'collection' : 'mapping';
  return new YamlFailure(`while parsing a block ${block}`, start, `expected <block end>, but found '${opens}'`, at);
}

/** What PyYAML calls what stands there. */
function tokenAt(text: string, at: number): string {
  const c = text.charAt(at);
  if (text.slice(at).trim() === '') return '<stream end>';
  if (/[[\]{},]/.test(c) || (/[-:?]/.test(c) && !/\S/.test(text.charAt(at + 1)))) return c;
  return c === ':' ? c : '<scalar>';
}

function cannotStart(text: string, at: number, inFlow: boolean): boolean {
  const c = text.charAt(at);
  return /[%@`]/.test(c) || (inFlow && /[|>]/.test(c));
}

function unstartable(text: string, at: number): YamlFailure {
  const c = text.charAt(at);
  return new YamlFailure(
    'while scanning for the next token',
    at,
    `found character '${c === '\t' ? '\\t' : c}' that cannot start any token`,
    at,
  );
}
