import { count, gflops, gflopsOfMacs, imageSize, share } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { leftOut } from './leftOut.ts';
import { rowsLabel } from './words.ts';

type LensCommand = 'showAnalysis' | 'explainPrinted' | 'selectScale' | 'profile';

/** A line above the line of `offset`. */
export interface CodeLens {
  readonly offset: number;
  readonly title: string;
  readonly command: LensCommand;
}

/** Totals, scale picker and commands above the model; totals of each section above it. */
export function codeLenses(analysis: Analysis): CodeLens[] {
  const { document, rows } = analysis;
  if (!analysis.isModel || document.root === undefined) return [];
  const top = document.root.kind === 'mapping' ? (document.root.entries[0]?.key.span.start ?? 0) : 0;
  const lenses: CodeLens[] = [{ offset: top, title: totals(analysis), command: 'showAnalysis' }];
  // Attention's products are missed in every release; only kernels that are computed make a model look cheaper than it is.
  const missed = leftOut(analysis).find(({ kind }) => kind === 'convolutions');
  if (missed !== undefined) lenses.push({ offset: top, title: missed.text, command: 'explainPrinted' });
  if (analysis.scales.length > 0) {
    lenses.push({ offset: top, title: t`Scale ${analysis.scale || '–'} of ${analysis.scales.join(' ')}`, command: 'selectScale' });
  }
  lenses.push({ offset: top, title: t`Profile`, command: 'profile' }, { offset: top, title: t`Show analysis`, command: 'showAnalysis' });
  for (const section of ['backbone', 'head'] as const) {
    const key = document.entry(section)?.key;
    const own = rows.filter((row) => row.syntax.section === section);
    if (key !== undefined && own.length > 0) {
      lenses.push({ offset: key.span.start, title: sectionTotals(analysis, own), command: 'showAnalysis' });
    }
  }
  return lenses;
}

function totals({ totals: sum, imgsz, upstream }: Analysis): string {
  const nothing = sum.complete ? t` (${upstream} prints none)` : '';
  const printed = sum.printedGflops > 0 ? t` (${upstream} prints ${gflops(sum.printedGflops)})` : nothing;
  const text = t`${count(sum.params)} parameters · ${gflops(sum.gflops)} GFLOPs${printed} at ${imageSize(imgsz)}`;
  return sum.complete ? text : t`${text}, some rows unknown`;
}

function sectionTotals({ totals: sum }: Analysis, rows: readonly RowAnalysis[]): string {
  const params = add(rows.map((row) => row.params));
  const macs = add(rows.map((row) => row.macs));
  const unknown = rows.some((row) => row.params === null || row.macs === null);
  const text = t`${rowsLabel(rows.length)} · ${count(params)} parameters (${share(params, sum.params)}) · ${gflopsOfMacs(macs)} GFLOPs (${share(macs, sum.macs)})`;
  return unknown ? t`${text}, some rows unknown` : text;
}

function add(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}
