import type { PanelChoice } from '../src/panel/protocol.ts';
import type { ChoiceColumn, Explore } from './state.ts';

/** More lines than anyone reads would only make the page slow. */
const mostChoices = 300;

/** The choices that the table shows, in order; of equal ones the smaller set first. */
export function shownChoices({ answer, sort, best }: Explore): readonly PanelChoice[] {
  const choices = (answer?.choices ?? []).filter(({ pareto }) => pareto || !best);
  const sign = sort.descending ? -1 : 1;
  return [...choices]
    .sort((a, b) => sign * compare(a, b, sort.column, answer?.now.ms) || a.rows.length - b.rows.length)
    .slice(0, mostChoices);
}

/** The time of one run, or what swaps add to it where the model as it is has not been profiled. */
export function timeOf({ addedMs, measuredMs }: PanelChoice, nowMs: number | undefined): number | undefined {
  return measuredMs ?? (addedMs === undefined ? undefined : (nowMs ?? 0) + addedMs);
}

function compare(a: PanelChoice, b: PanelChoice, column: ChoiceColumn, nowMs: number | undefined): number {
  if (column === 'ms') return (timeOf(a, nowMs) ?? 0) - (timeOf(b, nowMs) ?? 0);
  if (column !== 'rows') return a[column] - b[column];
  const at = a.rows.findIndex((row, i) => row !== b.rows[i]);
  return a.rows.length - b.rows.length || (at < 0 ? 0 : (a.rows[at] ?? 0) - (b.rows[at] ?? 0));
}
