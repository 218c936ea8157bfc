import { bytes, exact, gflopsOfMacs, milliseconds, shapes } from '../../src/core/format.ts';
import type { Bound, PanelRow, ProfiledRow } from '../../src/panel/protocol.ts';
import { runOf, wideSpread } from '../rows.ts';
import { t } from '../text.ts';
import type { ReadyProps } from './panel.tsx';

/** Everything about the selected row that the table has no column for. */
export function RowDetails({ state: { model, selected, profile } }: ReadyProps) {
  const row = selected === null ? undefined : model.rows[selected];
  if (!row) return null;
  const timed = runOf(profile)?.rows.find(({ index }) => index === row.index);
  return (
    <section class="details" aria-label={t`Selected row`}>
      <p>
        <b>{t`Row ${row.number ?? row.index} ${row.module}`}</b> <span class="quiet">{t`line ${row.line}`}</span>
        {factsOf(row).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {timed && timesOf(timed).map((fact) => <span key={fact}>{fact}</span>)}
        {timed && timed.ms.spread > wideSpread && (
          <span class="warn">{t`Spread ${(100 * timed.ms.spread).toFixed(0)} %: other work on this machine disturbs it; profile again when it is idle.`}</span>
        )}
        {row.problem && <span class={row.problem.severity}>{row.problem.message}</span>}
      </p>
    </section>
  );
}

function factsOf({ from, outputs, params, macs, printedMacs, activationBytes }: PanelRow): string[] {
  const facts = [t`from ${from.join(', ')}`];
  if (outputs) facts.push(t`output ${shapes(outputs)}`);
  if (params !== null) facts.push(t`${exact(params)} parameters`);
  if (macs !== null) {
    const apart = printedMacs !== null && printedMacs !== macs;
    facts.push(
      apart ? t`${gflopsOfMacs(macs)} GFLOPs, of which the counter prints ${gflopsOfMacs(printedMacs)}` : t`${gflopsOfMacs(macs)} GFLOPs`,
    );
  }
  if (activationBytes !== null) facts.push(t`activations ${bytes(activationBytes)}`);
  return facts;
}

function timesOf({ ms, gflopsPerSecond, gigabytesPerSecond, bound }: ProfiledRow): string[] {
  const facts = [t`median ${milliseconds(ms.median)}, p95 ${milliseconds(ms.p95)}`];
  if (gflopsPerSecond !== undefined) facts.push(t`${gflopsPerSecond.toFixed(1)} GFLOP/s`);
  if (gigabytesPerSecond !== undefined) facts.push(t`${gigabytesPerSecond.toFixed(1)} GB/s`);
  if (bound) facts.push(boundText(bound));
  return facts;
}

/** What limits a row, as a sentence. */
export function boundText(bound: Bound): string {
  switch (bound) {
    case 'compute':
      return t`limited by arithmetic`;
    case 'memory':
      return t`limited by memory traffic`;
    case 'launch':
      return t`limited by the cost of starting each operation`;
  }
}
