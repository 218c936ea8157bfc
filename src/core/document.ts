import type { Problem } from './problem.ts';
import type { PyValue } from './python.ts';
import type { Span } from './text.ts';
import type { Comment, YamlNode } from './yaml/tree.ts';

/** One entry of `backbone` or `head` as written; parts are there as far as the row has them. */
export interface RowSyntax {
  /** Over both sections, as `from` counts. */
  readonly index: number;
  readonly section: 'backbone' | 'head';
  readonly node: YamlNode;
  readonly span: Span;
  readonly from?: YamlNode;
  readonly repeats?: YamlNode;
  readonly module?: YamlNode;
  readonly args?: YamlNode;
}

/** A model file as text understands it: keys and rows with their places, nothing resolved. */
export interface ModelDocument {
  readonly text: string;
  readonly root?: YamlNode;
  readonly comments: readonly Comment[];
  readonly rows: readonly RowSyntax[];
  /** The last entry of that top-level key, which is the one that counts. */
  entry(key: string): { readonly key: YamlNode; readonly value: YamlNode } | undefined;
  /** Its value as PyYAML gives it. */
  value(key: string): PyValue | undefined;
  readonly isModel: boolean;
  /** PyYAML refuses the text. */
  readonly fatal: boolean;
  /** Syntax problems only. */
  readonly problems: readonly Problem[];
}
