import type { Problem } from './problem.ts';
import { PyDict, type PyValue } from './python.ts';
import type { Span } from './text.ts';
import { parseYaml, type YamlOptions } from './yaml/parse.ts';
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

/** Reads a model file; a text that mentions neither `backbone` nor `head` as a key is not even parsed. */
export function parseDocument(text: string, options: YamlOptions = {}): ModelDocument {
  if (!candidate.test(text))
    return { text, comments: [], rows: [], entry: () => undefined, value: () => undefined, isModel: false, fatal: false, problems: [] };
  const { root, comments, problems, fatal } = parseYaml(text, options);
  const entry = (key: string) => (root?.kind === 'mapping' ? root.entries.findLast((candidate) => candidate.key.value === key) : undefined);
  const rows: RowSyntax[] = [];
  for (const section of ['backbone', 'head'] as const) {
    const list = entry(section)?.value;
    if (list?.kind === 'sequence') for (const node of list.items) rows.push(rowSyntax(node, section, rows.length));
  }
  const isModel =
    rows.some(isRow) || (fatal && rowText.test(text)) || ((entry('nc') ?? entry('scales')) !== undefined && rows.some(isBegun));
  return {
    text,
    ...(root && { root }),
    comments,
    rows,
    entry,
    value: (key) => (root?.value instanceof PyDict ? root.value.get(key) : undefined),
    isModel,
    fatal,
    problems: isModel ? problems : [],
  };
}

/** Looks for the two keys, quoted or not, in a block or in braces. */
const candidate = /(?:^|[\s{,"'\ufeff])(?:backbone|head)["']?\s*:/;

/** A row as text, for files too damaged to have any. */
const rowText = /^[ \t]*(?:-[ \t]*)?\[{1,2}\s*(?:-?\d+|\[[-\d, ]*\])\s*,\s*\d+\s*,\s*[A-Za-z_]/m;

function rowSyntax(node: YamlNode, section: RowSyntax['section'], index: number): RowSyntax {
  const [from, repeats, module, args] = node.kind === 'sequence' ? node.items : [];
  return {
    index,
    section,
    node,
    span: node.span,
    ...(from && { from }),
    ...(repeats && { repeats }),
    ...(module && { module }),
    ...(args && { args }),
  };
}

/** Third comes the name of a module: what tells a model file from other files with a `head`. */
function isRow({ from, module }: RowSyntax): boolean {
  return isFrom(from) && typeof module?.value === 'string' && /^[A-Za-z_][\w.]*$/.test(module.value.trim());
}

/** `[-1`, `[-1, 1`, … */
function isBegun({ node, from, module }: RowSyntax): boolean {
  return node.kind === 'sequence' && isFrom(from) && !module;
}

function isFrom(from: YamlNode | undefined): boolean {
  return from !== undefined && (typeof from.value === 'number' || from.kind === 'sequence');
}
