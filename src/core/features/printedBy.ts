import { analyze } from '../analyze.ts';
import { gflops } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { sameOptions } from '../refactor/sameOptions.ts';
import { commonMixtures } from '../upstream/mixtures.ts';

/**
 * Whose number the printed GFLOPs are, what another mixture of releases that people have would print for the same file, and what
 * really runs: one line. Analyses the text again for each mixture, so it is for those who ask.
 */
export function printedBy(analysis: Analysis): string | undefined {
  const { totals, upstream, thop, document } = analysis;
  if (!totals.complete || totals.gflops <= 0) return undefined;
  const own = gflops(totals.printedGflops);
  const said =
    totals.printedGflops > 0
      ? t`${own} GFLOPs is what Ultralytics ${upstream} prints with THOP ${thop}`
      : t`Ultralytics ${upstream} prints no GFLOPs with THOP ${thop}`;
  const work = t`the work is ${gflops(totals.gflops)}`;
  for (const mixture of commonMixtures) {
    const other = analyze(document.text, { ...sameOptions(analysis), ...mixture }).totals.printedGflops;
    if (other > 0 && gflops(other) !== own)
      return `${said}; ${t`${mixture.upstream} with THOP ${mixture.thop} prints ${gflops(other)}`}; ${work}.`;
  }
  return `${said}; ${work}.`;
}
