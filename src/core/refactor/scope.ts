import type { RowAnalysis } from '../model.ts';

/** Which rows of a model: a section, a level of the pyramid (rows whose map has stride 2ⁿ), or rows by index. */
export type RowScope = 'all' | 'backbone' | 'head' | `P${number}` | readonly number[];

/** Narrows a scope to convolutions of one kind. */
export interface RowFilter {
  readonly kernel?: number;
  readonly stride?: number;
}

export function inScope(row: RowAnalysis, scope: RowScope, { kernel, stride }: RowFilter = {}): boolean {
  const is = (names: readonly string[], wanted: number | undefined) =>
    wanted === undefined || row.call?.some(({ name, value }) => names.includes(name) && isSide(value, wanted)) === true;
  return belongs(row, scope) && is(['k', 'kernel_size'], kernel) && is(['s', 'stride'], stride);
}

function belongs({ index, syntax, stride }: RowAnalysis, scope: RowScope): boolean {
  if (scope === 'all') return true;
  if (typeof scope !== 'string') return scope.includes(index);
  return scope === syntax.section || (scope.startsWith('P') && stride === 2 ** Number(scope.slice(1)));
}

/** One number for both directions, or two equal ones. */
function isSide(value: unknown, wanted: number): boolean {
  return value === wanted || (Array.isArray(value) && value.length === 2 && value.every((side) => side === wanted));
}
