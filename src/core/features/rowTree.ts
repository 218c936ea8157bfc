import { gflops, shapes } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { StructureRequest } from '../refactor/structure.ts';

type Section = 'backbone' | 'head';

/** The sections that have rows, each with the indices of its own. */
export function rowTree({ rows }: Analysis): { readonly section: Section; readonly rows: readonly number[] }[] {
  return (['backbone', 'head'] as const)
    .map((section) => ({ section, rows: rows.filter(({ syntax }) => syntax.section === section).map(({ index }) => index) }))
    .filter((found) => found.rows.length > 0);
}

/** `3 Conv`, and behind it what the row hands on and its work. */
export function rowLabel({ number, module, outputs, macs }: RowAnalysis): { readonly label: string; readonly description: string } {
  const work = macs === null ? [] : [t`${gflops((2 * macs) / 1e9)} GFLOPs`];
  return { label: `${number} ${module}`, description: [...(outputs === null ? [] : [shapes(outputs)]), ...work].join(' · ') };
}

/** Rows that are dropped on a row take its place, those that are dropped on a section begin it. */
export function dropRequest(
  { rows: all }: Analysis,
  target: { readonly section: Section; readonly row?: number },
  rows: readonly number[],
): StructureRequest {
  const goal = target.row ?? all.findIndex(({ syntax }) => syntax.section === target.section);
  const others = all.map(({ index }) => index).filter((row) => !rows.includes(row));
  const down = (rows[0] ?? 0) < goal;
  const to = others.filter((row) => (down && target.row !== undefined ? row <= goal : row < goal)).length;
  return { kind: 'move', rows, to };
}
