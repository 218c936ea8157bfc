import { type Analysis, type Choice, type Exploration, swapLevels, t } from '../core/index.ts';
import type { ExploreQuery, PanelChoice, PanelExploration } from '../panel/protocol.ts';
import type { KnownTimes } from './latencies.ts';
import { revisionOf } from './panelModel.ts';

/** A comparison of swaps as far as the panel shows it. */
export function panelExploration(
  analysis: Analysis,
  query: ExploreQuery,
  selection: readonly number[],
  { effects, left, choices, prefers, subsets, exact }: Exploration,
  { device, nowMs, profiled }: KnownTimes,
): PanelExploration {
  const { params, gflops, printedGflops } = analysis.totals;
  const measured = new Map(profiled.map(({ rows, ms }) => [rows.join(), ms]));
  return {
    query,
    revision: revisionOf(analysis),
    now: { params, gflops, printedGflops, ...(nowMs !== undefined && { ms: nowMs }) },
    subsets,
    exact,
    prefers,
    levels: swapLevels(analysis, ['Conv']),
    selection,
    choices: evenly(choices).map((choice) => panelChoice(choice, measured.get(choice.rows.join()))),
    effects: effects.map(({ macs, ...effect }) => ({ ...effect, gflops: (2 * macs) / 1e9, text: rowText(analysis, effect.row) })),
    ...(device !== undefined && { device }),
    ...(effects.length === 0 && { nothing: left[0]?.reason ?? t`There is no Conv row there.` }),
  };
}

function panelChoice({ macs, ...choice }: Choice, measuredMs: number | undefined): PanelChoice {
  return { ...choice, gflops: (2 * macs) / 1e9, ...(measuredMs !== undefined && { measuredMs }) };
}

/** More than the page can show only make it slow: of so many every so manieth, by their work. */
function evenly(choices: readonly Choice[]): readonly Choice[] {
  const most = 3000;
  const step = (choices.length - 1) / (most - 1);
  return choices.length <= most ? choices : Array.from({ length: most }, (_, i) => choices[Math.round(i * step)] as Choice);
}

/** Module and arguments as the row has them. */
export function rowText({ document, rows }: Analysis, index: number): string {
  const row = rows[index];
  const args = row?.syntax.args;
  return `${row?.module ?? ''} ${args === undefined ? '' : document.text.slice(args.span.start, args.span.end).replace(/\s+/g, ' ')}`;
}
