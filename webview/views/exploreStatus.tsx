import { t } from '../text.ts';
import type { ExploreProps } from './explore.tsx';

/** What the host is doing, why it stopped, and the button that has the swapped rows timed. */
export function ExploreStatus({ state, explore, post }: ExploreProps) {
  const { query, answer, progress, failure } = explore;
  if (progress !== undefined || (answer === undefined && failure === undefined)) {
    const { doing, part } = progress ?? { doing: 'comparing', part: 0 };
    const label = doing === 'timing' ? t`Timing rows as they are and swapped…` : t`Comparing…`;
    return (
      <p class="filter" role="status">
        <span class="quiet">{label}</span>
        <progress aria-label={label} max={1} value={part} />
        <button type="button" class="secondary" onClick={() => post({ type: 'cancelExplore' })}>
          {t`Cancel`}
        </button>
      </p>
    );
  }
  const isTimed = answer?.effects.every(({ ms }) => ms !== undefined) ?? false;
  return (
    <p class="filter">
      {failure !== undefined && <span role="alert">{[failure.message, failure.advice].filter(Boolean).join(' ')}</span>}
      <button
        type="button"
        class="secondary"
        disabled={state.profile.tag === 'running' || answer === undefined || answer.effects.length === 0}
        title={t`Runs every row as it is and swapped, where profiles run`}
        onClick={() => post({ type: 'timeSwaps', query })}
      >
        {isTimed ? t`Time the rows again` : t`Time the rows`}
      </button>
      <span class="quiet">
        {answer?.device === undefined
          ? t`No times yet: parameters and FLOPs do not tell them.`
          : answer.now.ms === undefined
            ? t`Times on ${answer.device}. Profile the model to see them beside the whole.`
            : t`Times on ${answer.device}.`}
      </span>
    </p>
  );
}
