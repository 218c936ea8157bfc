import { bytes, count, exact, gflops, gflopsOfMacs, imageSize, milliseconds } from '../../src/core/format.ts';
import { runOf, wideSpread } from '../rows.ts';
import { t } from '../text.ts';
import { Device } from './device.tsx';
import type { ReadyProps } from './panel.tsx';

/** The whole network in a line of figures, and what they were measured on. */
export function Summary(props: ReadyProps) {
  const { model, profile, backends } = props.state;
  const { totals } = model;
  const run = runOf(profile);
  const known = totals.complete ? undefined : t`known rows only`;
  const unseen = totals.unseenMacs > 0 ? t`${gflopsOfMacs(totals.unseenMacs)} not counted` : undefined;
  return (
    <section class="summary" aria-label={t`Totals`}>
      <dl>
        <Figure name={t`Parameters`} value={count(totals.params)} aside={exact(totals.params)} warn={known} />
        <Figure name={t`True GFLOPs`} value={gflops(totals.gflops)} aside={t`every multiply-add, twice`} warn={known} />
        <Figure
          name={t`Printed GFLOPs`}
          value={totals.printedGflops > 0 ? gflops(totals.printedGflops) : '–'}
          aside={unseen ? undefined : t`what the framework prints`}
          note={unseen}
        />
        <Figure name={t`Activations`} value={bytes(totals.activationBytes)} aside={t`batch ${model.batch}`} />
        <Times {...props} />
      </dl>
      {run?.device && (
        <p class="measured">
          <Device device={run.device} remote={backends.remote} />
          <span class="quiet">
            {[
              t`scale ${run.of.scale || '–'}`,
              imageSize(run.of.imgsz),
              t`batch ${run.of.batch}`,
              run.of.precision,
              run.of.fused ? t`fused` : t`not fused`,
            ].join(' · ')}
          </span>
          {run.device.caution && <span class="quiet">{run.device.caution}</span>}
        </p>
      )}
      {model.notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
    </section>
  );
}

/** End to end beside the sum of rows: they differ by what happens between rows. */
function Times({ state: { profile } }: ReadyProps) {
  const run = runOf(profile);
  if (!run) return null;
  const sum = run.rows.reduce((total, row) => total + row.ms.median, 0);
  if (profile.tag !== 'done')
    return <Figure name={t`Sum of rows`} value={milliseconds(sum)} note={t`${run.rows.length} of ${run.of.rows.length} rows`} />;
  const { endToEndMs, sumOfRowsMs } = profile.result;
  const difference = (100 * (sumOfRowsMs - endToEndMs.median)) / endToEndMs.median;
  const unsteady = endToEndMs.spread > wideSpread;
  return (
    <>
      <Figure
        name={t`End to end`}
        value={milliseconds(endToEndMs.median)}
        note={t`p95 ${milliseconds(endToEndMs.p95)}`}
        aside={t`${((1000 * run.of.batch) / endToEndMs.median).toFixed(1)} images/s`}
        warn={unsteady ? t`Unsteady: spread ${(100 * endToEndMs.spread).toFixed(0)} %` : undefined}
        strong
      />
      <Figure
        name={t`Sum of rows`}
        value={milliseconds(sumOfRowsMs)}
        note={t`${difference >= 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)} % of end to end`}
      />
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
  /** A note that a narrow panel leaves out. */
  readonly aside?: string | undefined;
  readonly warn?: string | undefined;
  readonly strong?: boolean;
}

function Figure({ name, value, note, aside, warn, strong = false }: FigureProps) {
  return (
    <div class={strong ? 'figure strong' : 'figure'}>
      <dt>{name}</dt>
      <dd>
        <span class="value">{value}</span>
        {note && <span class="quiet">{note}</span>}
        {aside && <span class="quiet aside">{aside}</span>}
        {warn && <span class="warn">{warn}</span>}
      </dd>
    </div>
  );
}
