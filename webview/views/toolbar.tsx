import { imageSize } from '../../src/core/format.ts';
import { t } from '../text.ts';
import { BackendPicker } from './backends.tsx';
import { Icon } from './icon.tsx';
import type { ReadyProps } from './panel.tsx';

/** Which network this is, at which scale, and the button that measures it. */
export function Toolbar(props: ReadyProps) {
  const { state, dispatch, post } = props;
  const { model, profile, backends } = state;
  const facts = [model.task, imageSize(model.imgsz), model.nc === null ? undefined : `nc ${model.nc}`, t`rules of ${model.upstream}`];
  const cancel = () => {
    dispatch({ type: 'cancelling' });
    post({ type: 'cancel' });
  };
  return (
    <header class="toolbar">
      <h1>{model.file}</h1>
      <Scales {...props} />
      <span class="quiet facts">{facts.filter(Boolean).join(' · ')}</span>
      <span class="spring" />
      <div class="run">
        <BackendPicker {...props} />
        {profile.tag === 'running' ? (
          <button type="button" class="secondary" disabled={profile.cancelling} onClick={cancel}>
            <Icon name="stop" />
            {profile.cancelling ? t`Cancelling…` : t`Cancel`}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => post({ type: 'profile', backend: backends.chosen })}>
            <Icon name="play" />
            {t`Profile`}
          </button>
        )}
      </div>
    </header>
  );
}

function Scales({ state: { model, profile }, post }: ReadyProps) {
  if (model.scales.length === 0) return null;
  return (
    <fieldset class="scales" disabled={profile.tag === 'running'}>
      <legend class="unseen">{t`Scale`}</legend>
      {model.scales.map((scale) => (
        <button
          key={scale}
          type="button"
          aria-pressed={scale === model.scale}
          title={t`Scale ${scale}`}
          onClick={() => post({ type: 'scale', scale })}
        >
          {scale}
        </button>
      ))}
    </fieldset>
  );
}
