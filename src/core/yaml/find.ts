import type { YamlNode } from './tree.ts';

/**
 * The nodes at an offset, from the root to the innermost; a place just behind a node still belongs to it, as the cursor does while typing.
 * An alias is not entered: its content lies elsewhere.
 */
export function nodeAt(root: YamlNode | undefined, offset: number): readonly YamlNode[] {
  const path: YamlNode[] = [];
  for (let node = root; node && touches(node, offset); node = childAt(node, offset)) path.push(node);
  return path;
}

function childAt(node: YamlNode, offset: number): YamlNode | undefined {
  if (node.aliasOf || node.kind === 'scalar') return undefined;
  const children = node.kind === 'sequence' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
  // Where two meet, the one that begins here is meant.
  return children.findLast((child) => touches(child, offset));
}

function touches({ span }: YamlNode, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
