/** Who reads whom. */

import type { Shape } from '../ops.ts';
import type { BuiltRow } from '../resolve/forward.ts';
import type { ParsedRow } from '../resolve/state.ts';

/** The rows on which the output of the last row depends, itself included. */
export function reached(rows: readonly ParsedRow[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [rows.length - 1];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const row = rows[at];
    if (row === undefined || found.has(at)) continue;
    found.add(at);
    open.push(...row.sources, ...(row.text === undefined ? [] : [row.text]));
  }
  return found;
}

/**
 * Rows that nothing reads although they are not the last, each with the rows that feed nothing but it. Empty where some row does
 * not say what it reads.
 */
export function deadEnds(rows: readonly ParsedRow[]): ReadonlyMap<number, readonly number[]> {
  const ends = new Map<number, number[]>();
  const alive = reached(rows);
  const unclear = ({ index, from, sources }: ParsedRow) => from.length === 0 || sources.some((source) => source < -1 || source >= index);
  if (alive.size === rows.length || rows.some(unclear)) return ends;
  for (const { index } of rows) {
    if (alive.has(index) || rows.some(({ sources, text }) => sources.includes(index) || text === index)) continue;
    const feeding: number[] = [];
    const gone = new Set([index]);
    for (let i = index - 1; i >= 0; i--) {
      const readers = rows.filter(({ sources }) => sources.includes(i));
      if (readers.length === 0 || !readers.every((reader) => gone.has(reader.index))) continue;
      gone.add(i);
      feeding.unshift(i);
    }
    ends.set(index, feeding);
  }
  return ends;
}

/** The one feature map that a row gives, where it is known and it gives one. */
export function mapOf(built: BuiltRow | undefined): Shape | undefined {
  if (built === undefined || !('facts' in built) || built.facts.levels.length > 0 || built.facts.list) return undefined;
  const [map, ...more] = built.facts.outputs;
  return more.length === 0 && map?.length === 3 ? map : undefined;
}
