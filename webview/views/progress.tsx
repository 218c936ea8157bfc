import type { PanelModel } from '../../src/panel/protocol.ts';
import { runOf } from '../rows.ts';
import type { Profile } from '../state.ts';
import { t } from '../text.ts';
import { Explanation } from './explanation.tsx';
import type { ReadyProps } from './panel.tsx';

/** How far the profile is, or what became of it. */
export function Progress({ state, post }: ReadyProps) {
  const { profile, model } = state;
  const outdated = profile.tag === 'done' && profile.run.of.revision !== model.revision;
  return (
    <>
      <Bar profile={profile} />
      <p class={profile.tag === 'running' ? 'phase' : 'unseen'} role="status" aria-live="polite">
        {profile.tag === 'running' ? phaseText(profile, model) : profile.tag === 'done' ? t`The profile is complete.` : ''}
      </p>
      {profile.tag === 'failed' && (
        <Explanation
          severity={profile.failure.kind === 'cancelled' ? 'info' : 'error'}
          {...profile.failure}
          message={[profile.failure.message, partText(profile)].filter(Boolean).join(' ')}
          post={post}
        />
      )}
      {outdated && (
        <Explanation
          severity="warning"
          message={t`These times were measured before the last change.`}
          advice={t`They belong to scale ${profile.run.of.scale || '–'} of the earlier network; profile again to time this one.`}
          post={post}
        />
      )}
    </>
  );
}

function Bar({ profile }: { readonly profile: Profile }) {
  if (profile.tag !== 'running') return <div class="progress" />;
  const { run, phase } = profile;
  const fixed = phase === 'rows' || phase === 'endToEnd';
  return (
    <div class="progress">
      {fixed ? (
        <progress aria-label={t`Rows timed`} max={run.of.rows.length} value={run.rows.length} />
      ) : (
        <div class="indeterminate" role="progressbar" aria-label={t`Preparing`} />
      )}
    </div>
  );
}

function phaseText(profile: Extract<Profile, { readonly tag: 'running' }>, model: PanelModel): string {
  const { run, phase, row, cancelling } = profile;
  if (cancelling) return t`Cancelling…`;
  const module = row === undefined ? undefined : model.rows[row]?.module;
  switch (phase) {
    case 'loading':
      return t`Loading the back end…`;
    case 'building':
      return module === undefined ? t`Building the network…` : t`Building the network: row ${row ?? 0} ${module}…`;
    case 'warmUp':
      return t`Warming up until times settle…`;
    case 'rows':
      return module === undefined
        ? t`Timing rows: ${run.rows.length} of ${run.of.rows.length}`
        : t`Timing row ${row ?? 0} ${module}: ${run.rows.length} of ${run.of.rows.length} done`;
    case 'endToEnd':
      return t`Timing the whole network end to end…`;
  }
}

/** How much there is to see all the same. */
function partText(profile: Profile): string | undefined {
  const run = runOf(profile);
  return run && run.rows.length > 0 ? t`${run.rows.length} of ${run.of.rows.length} rows were timed before that.` : undefined;
}
