import { type Analysis, countDelta, gflopsDelta, type RowEffect, type SwapRequest, sumOfEffects, swapEffects, t } from '../core/index.ts';
import { table } from './table.ts';

/** What the swap of each row adds on its own. */
export function effectsOf(analysis: Analysis, request: SwapRequest, rows: readonly number[]): RowEffect[] {
  return [...swapEffects(analysis, request, rows)];
}

/** The same as a table, with the sum below it. */
export function effectsTable({ rows }: Analysis, effects: readonly RowEffect[], bold: (text: string) => string): string {
  const cells = ({ params, macs, printedGflops }: Omit<RowEffect, 'row'>) => [
    countDelta(params),
    gflopsDelta((2 * macs) / 1e9),
    gflopsDelta(printedGflops),
  ];
  const columns = [
    { title: t`row`, align: 'right' },
    { title: t`module` },
    { title: t`params`, align: 'right' },
    { title: 'GFLOPs', align: 'right' },
    { title: t`printed`, align: 'right' },
  ] as const;
  const lines = effects.map((effect) => [String(effect.row), rows[effect.row]?.module ?? '', ...cells(effect)]);
  return table(columns, [...lines, ['', t`together`, ...cells(sumOfEffects(effects))]], bold);
}
