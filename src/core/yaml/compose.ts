import { node } from './compose-node.ts';
import { type Composer, here, type Repetition, take, takes, unexpected } from './composer.ts';
import { checkedValue, constructScalar } from './construct.ts';
import { tagSeparator } from './scan-properties.ts';
import * as token from './tokens.ts';
import { type Tokens, YamlFailure } from './tokens.ts';
import type { YamlNode } from './tree.ts';

/** The one document that a stream may hold; throws a {@link YamlFailure} where PyYAML's parser, composer or constructor would. */
export function compose(text: string, tokens: Tokens): { readonly root?: YamlNode; readonly repetitions: readonly Repetition[] } {
  const c: Composer = { tokens, text, kinds: tokens.kinds, at: 0, depth: 0, handles: new Map(), anchors: new Map(), repetitions: [] };
  const root = document(c);
  if (root) checkedValue(root);
  if (takes(c, token.STREAM_END)) return { root, repetitions: c.repetitions };
  const second = here(c);
  startDocument(c);
  throw new YamlFailure('expected a single document in the stream', root?.span.start ?? 0, 'but found another document', second);
}

function document(c: Composer): YamlNode | undefined {
  if (takes(c, token.STREAM_END)) return undefined;
  let root: YamlNode;
  if (!takes(c, token.DIRECTIVE) && !takes(c, token.DOCUMENT_START)) root = node(c, true, false);
  else {
    startDocument(c);
    root = endsDocument(c) ? nothing(c) : node(c, true, false);
  }
  while (takes(c, token.DOCUMENT_END)) c.at++;
  return root;
}

/** Directives, then `---`. */
function startDocument(c: Composer): void {
  let version = '';
  while (takes(c, token.DIRECTIVE)) {
    const at = here(c);
    const value = take(c);
    const [handle = '', prefix] = value.split(tagSeparator);
    if (prefix !== undefined) {
      if (c.handles.has(handle)) throw new YamlFailure('', at, `duplicate tag handle '${handle}'`, at);
      c.handles.set(handle, prefix);
    } else if (value.startsWith('YAML ')) {
      if (version !== '') throw new YamlFailure('', at, 'found duplicate YAML directive', at);
      version = value;
      if (!isKnownVersion(value.slice(5), c.tokens.libyaml)) throw new YamlFailure('', at, 'found incompatible YAML document', at);
    }
  }
  if (!takes(c, token.DOCUMENT_START)) throw unexpected(c, '', here(c), "expected '<document start>', but found");
  c.at++;
}

function isKnownVersion(version: string, libyaml: boolean): boolean {
  return libyaml ? version === '1.1' || version === '1.2' : version.startsWith('1.');
}

function endsDocument(c: Composer): boolean {
  return takes(c, token.DIRECTIVE) || takes(c, token.DOCUMENT_START) || takes(c, token.DOCUMENT_END) || takes(c, token.STREAM_END);
}

function nothing(c: Composer): YamlNode {
  const at = here(c);
  return { kind: 'scalar', style: 'plain', span: { start: at, end: at }, value: constructScalar('', true, '', at) };
}
