import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelBackend, PanelBackends } from '../../src/panel/protocol.ts';
import { t } from '../text.ts';
import { describeDevice } from './device.tsx';
import { Icon } from './icon.tsx';
import type { ReadyProps } from './panel.tsx';

/** The choice of where to run: each back end with its device, or with the reason why it is not available. */
export function BackendPicker({ state, dispatch, post }: ReadyProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { backends, profile } = state;
  const toggle = () => {
    if (!open && backends.list.some((one) => one.state === 'checking')) post({ type: 'probe' });
    setOpen(!open);
  };
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
    const outside = (event: Event) => root.current?.contains(event.target as Node) || setOpen(false);
    window.addEventListener('mousedown', outside);
    return () => window.removeEventListener('mousedown', outside);
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere inside closes the list; the controls are inside
    <div class="picker" ref={root} onKeyDown={(event) => event.key === 'Escape' && open && close()}>
      <button type="button" class="secondary" aria-expanded={open} disabled={profile.tag === 'running'} onClick={toggle}>
        {t`Back end: ${chosenLabel(backends)}`}
        <Icon name="down" />
      </button>
      {open && (
        <fieldset class="popup">
          <legend class="unseen">{t`Where to run`}</legend>
          <Choice id="auto" label={t`Automatic`} text={autoText(backends)} backends={backends} choose={choose} />
          {backends.list.map((one) => (
            <Choice
              key={one.id}
              id={one.id}
              label={one.label}
              text={backendText(one, backends.remote)}
              advice={one.advice}
              disabled={one.state === 'unavailable'}
              backends={backends}
              choose={choose}
            />
          ))}
        </fieldset>
      )}
    </div>
  );

  function choose(backend: string): void {
    dispatch({ type: 'choose', backend });
  }
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly advice?: string | undefined;
  readonly disabled?: boolean;
  readonly backends: PanelBackends;
  readonly choose: (backend: string) => void;
}

function Choice({ id, label, text, advice, disabled = false, backends, choose }: ChoiceProps) {
  return (
    <label class={disabled ? 'choice disabled' : 'choice'}>
      <input type="radio" name="backend" value={id} checked={backends.chosen === id} disabled={disabled} onChange={() => choose(id)} />
      <span>
        <b>{label}</b>
        <span class="quiet">{text}</span>
        {advice && <span class="quiet advice">{advice}</span>}
      </span>
    </label>
  );
}

function chosenLabel({ chosen, auto, list }: PanelBackends): string {
  const label = (id: string) => list.find((one) => one.id === id)?.label ?? id;
  if (chosen !== 'auto') return label(chosen);
  return auto === null ? t`Automatic` : t`Automatic (${label(auto)})`;
}

function autoText({ auto, list }: PanelBackends): string {
  const picked = list.find((one) => one.id === auto);
  return picked
    ? t`The first GPU that works, else the fastest processor: now ${picked.label}`
    : t`The first GPU that works, else the fastest processor`;
}

function backendText({ state, device, reason }: PanelBackend, remote: string | undefined): string {
  if (state === 'checking') return t`Checking…`;
  const where = device && describeDevice(device, remote);
  const why = reason && (state === 'unavailable' ? t`Unavailable: ${reason}` : reason);
  return [where, why].filter(Boolean).join(' — ') || (state === 'unavailable' ? t`Unavailable` : t`Available`);
}
