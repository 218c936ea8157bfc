import type { Problem } from '../problem.ts';
import type { PyValue } from '../python.ts';
import type { Span } from '../text.ts';

/** A node of the YAML text with its place; `value` is what PyYAML's `safe_load` gives for it. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

interface NodeBase {
  readonly span: Span;
  readonly value: PyValue;
  /** Set on a node that is an alias (`*a`): the place is the alias, the content is the anchor's. */
  readonly aliasOf?: YamlNode;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  /** Written with brackets. */
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  /** In the order of the text, duplicates included; the last of equal keys counts. */
  readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[];
}

/** A comment from its `#` to the end of its line. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** What could be read. `fatal`: PyYAML refuses the text; `root` is then what is left after the damaged lines were blanked out. */
export interface YamlTree {
  readonly root?: YamlNode;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  readonly fatal: boolean;
}
