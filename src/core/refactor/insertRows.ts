import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { type NewRow, type Put, recompose } from './recompose.ts';
import { type Change, insertRow } from './structureChanges.ts';

/** The same new row behind or before each of the rows `besides`. `readers` as in a request. */
export function insertRows(
  analysis: Analysis,
  besides: readonly number[],
  where: 'behind' | 'before',
  text: string,
  readers: 'next' | 'all',
): Change {
  const [first, ...more] = besides;
  if (first === undefined) return { refused: t`no row says where` };
  if (more.length === 0) return insertRow(analysis, first, where, text, readers);
  // By the row that each stands behind; -1 is the image.
  const added = new Map(
    besides.map((beside): [number, NewRow] => [
      where === 'behind' ? beside : beside - 1,
      { reads: [], like: beside, write: () => text.trim() },
    ]),
  );
  const put = besides.map(
    (beside): Put =>
      where === 'behind' ? { behind: beside, rows: [added.get(beside)!] } : { before: beside, rows: [added.get(beside - 1)!] },
  );
  const found = recompose(analysis, {
    put,
    read: (source, { index, from }, element) =>
      readers === 'all' || (index === source + 1 && from[element] === -1) ? (index > source ? added.get(source) : undefined) : undefined,
  });
  return 'refused' in found ? found : { ...found, row: where === 'behind' ? first + 1 : first };
}
