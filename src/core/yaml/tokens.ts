import { YamlFailure } from './failure.ts';
import type { Comment } from './tree.ts';

/** Kinds of tokens, in the order of {@link tokenNames}. */
export const STREAM_END = 0;
export const DIRECTIVE = 1;
export const DOCUMENT_START = 2;
export const DOCUMENT_END = 3;
export const BLOCK_SEQUENCE_START = 4;
export const BLOCK_MAPPING_START = 5;
export const BLOCK_END = 6;
export const FLOW_SEQUENCE_START = 7;
export const FLOW_SEQUENCE_END = 8;
export const FLOW_MAPPING_START = 9;
export const FLOW_MAPPING_END = 10;
export const BLOCK_ENTRY = 11;
export const FLOW_ENTRY = 12;
export const KEY = 13;
export const VALUE = 14;
export const ALIAS = 15;
export const ANCHOR = 16;
export const TAG = 17;
export const SCALAR = 18;

/** What PyYAML calls them in its messages. */
export const tokenNames: readonly string[] = [
  '<stream end>',
  '<directive>',
  '<document start>',
  '<document end>',
  '<block sequence start>',
  '<block mapping start>',
  '<block end>',
  '[',
  ']',
  '{',
  '}',
  '-',
  ',',
  '?',
  ':',
  '<alias>',
  '<anchor>',
  '<tag>',
  '<scalar>',
];

/** The tokens of a text as columns: a keystroke makes hundreds of them, and objects would cost more than the scanning. */
export interface Tokens {
  readonly kinds: number[];
  readonly starts: number[];
  readonly ends: number[];
  /** Content of scalars; names of anchors, aliases and tags. */
  readonly values: string[];
  readonly comments: Comment[];
  /** Where scanning had to stop: it counts once everything before it has been read. */
  failure: YamlFailure | undefined;
  /** The first token that a later `:` might still have made a key when scanning stopped: PyYAML reads no further than here. */
  pending: number;
  /** Newer releases read with libyaml, older ones with PyYAML's own loader: they differ in tabs and little else. */
  readonly libyaml: boolean;
}

export { YamlFailure };
