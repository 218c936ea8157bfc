import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';

/** Work that runs and that the printed number does not contain, by kind: a sentence each, with the rows; empty where it sees all. */
export interface LeftOut {
  readonly kind: 'convolutions' | 'products';
  readonly rows: readonly number[];
  readonly text: string;
}

export function leftOut({ rows }: Analysis): LeftOut[] {
  const unseen = rows.filter(({ unseenMacs }) => unseenMacs !== null && unseenMacs > 0);
  const convolutions = unseen.filter(({ missesConvolution }) => missesConvolution).map(({ index }) => index);
  const products = unseen.filter(({ missesConvolution }) => !missesConvolution).map(({ index }) => index);
  const found: LeftOut[] = [
    { kind: 'convolutions', rows: convolutions, text: t`printed GFLOPs leave out ${convolutions.length} rows: functional convolutions` },
    { kind: 'products', rows: products, text: t`printed GFLOPs leave out ${products.length} rows: functional matrix products` },
  ];
  return found.filter((part) => part.rows.length > 0);
}
