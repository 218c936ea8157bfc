import { elements, type ModuleNode, type Shape } from '../ops.ts';
import type { Resolution } from '../resolve/resolution.ts';

/** The stored tensors of a row by their names inside it, buffers left out. */
export type RowWeights = ReadonlyMap<string, Shape>;

/** Those of every row; nothing for rows that are not known. */
export function weightsOf({ built }: Resolution): readonly (RowWeights | undefined)[] {
  return built.map((row) => {
    if (!('facts' in row)) return undefined;
    const found = new Map<string, Shape>();
    collect(row.facts.graph().root, '', found);
    return found;
  });
}

function collect({ parameters, children }: ModuleNode, path: string, into: Map<string, Shape>): void {
  for (const { name, shape, buffer } of parameters) if (!buffer) into.set(`${path}${name}`, shape);
  for (const child of children) collect(child, `${path}${child.name}.`, into);
}

/** How many parameters of a row find those of another under the same name, with the same shape. */
export function fitting(row: RowWeights, other: RowWeights | undefined): number {
  let count = 0;
  for (const [name, shape] of row) if (other?.get(name)?.join() === shape.join()) count += elements(shape);
  return count;
}

/** Number of parameters. */
export function sizeOf(row: RowWeights | undefined): number {
  let count = 0;
  for (const shape of row?.values() ?? []) count += elements(shape);
  return count;
}
