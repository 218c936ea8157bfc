import type { PanelCommand, PanelFailure, PanelToHost } from '../../src/panel/protocol.ts';
import { t } from '../text.ts';
import { Icon } from './icon.tsx';

interface ExplanationProps extends PanelFailure {
  readonly severity: 'error' | 'warning' | 'info';
  readonly post: (message: PanelToHost) => void;
}

/** What happened, what to do next, and buttons that do it. */
export function Explanation({ severity, message, advice, actions = [], post }: ExplanationProps) {
  return (
    <section class={`explanation ${severity}`} role={severity === 'error' ? 'alert' : 'status'}>
      <Icon name={severity} />
      <div>
        <p class="message">{message}</p>
        {advice && <p class="quiet">{advice}</p>}
        {actions.length > 0 && (
          <p class="actions">
            {actions.map((command) => (
              <button key={command} type="button" class="link" onClick={() => post({ type: 'command', command })}>
                {label(command)}
              </button>
            ))}
          </p>
        )}
      </div>
    </section>
  );
}

function label(command: PanelCommand): string {
  switch (command) {
    case 'showLog':
      return t`Show log`;
    case 'showProblems':
      return t`Show problems`;
    case 'openFile':
      return t`Open a file`;
    case 'selectScale':
      return t`Select scale`;
    case 'setImageSize':
      return t`Set image size`;
    case 'trustWorkspace':
      return t`Manage workspace trust`;
  }
}
