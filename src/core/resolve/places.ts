/** What the numbers in `from` mean: a row each, or one of the maps of a row that hands on several. */
import type { RowSyntax } from '../document.ts';
import type { PyValue } from '../python.ts';
import { lookUpModule } from './names.ts';
import type { Header } from './state.ts';

/** One number that `from` can say: a row, and which of its maps; -1: a place that is left empty. */
export interface Place {
  readonly row: number;
  readonly map: number | undefined;
}

/** The trees that know such rows give them five places at least: a backbone of four maps leaves the first one empty. */
export const leastPlaces = 5;

/** The places of a row that hands on so many maps. */
export function placesOf(row: number, maps: number): Place[] {
  const empty = Math.max(0, leastPlaces - maps);
  return Array.from({ length: empty + maps }, (_, i) => ({ row, map: i < empty ? -1 : i - empty }));
}

/**
 * The row of a module that nobody describes, first but for rows that hand the image on, where later rows count as if it took five
 * places: they read numbers that do not exist otherwise, and none that would not exist then.
 */
export function countedAsBackbone(rows: readonly RowSyntax[], header: Header): number | undefined {
  const at = rows.findIndex(({ module }) => !handsOn.has(module?.value));
  const name = rows[at]?.module?.value;
  if (typeof name !== 'string' || lookUpModule(name, header).kind === 'defined') return undefined;
  let beyond = false;
  for (const { index, from } of rows.slice(at + 1)) {
    for (const read of numbersOf(from?.value)) {
      if (read >= index + leastPlaces - 1) return undefined;
      // A row that reads itself, and nothing behind it, is a slip of one row.
      if (read > index) beyond = true;
    }
  }
  return beyond ? at : undefined;
}

/** Modules by which files let later rows read the image. */
const handsOn: ReadonlySet<PyValue | undefined> = new Set(['Silence', 'SilenceChannel', 'nn.Identity']);

function numbersOf(from: PyValue | undefined): readonly number[] {
  const list = (Array.isArray(from) ? from : [from]) as readonly PyValue[];
  return list.filter((value) => typeof value === 'number');
}
