import type { PanelToHost } from '../../src/panel/protocol.ts';
import type { Action } from '../reducer.ts';
import type { State } from '../state.ts';
import { t } from '../text.ts';
import { RowDetails } from './details.tsx';
import { Explanation } from './explanation.tsx';
import { ExploreSwaps } from './explore.tsx';
import { Progress } from './progress.tsx';
import { Summary } from './summary.tsx';
import { Table } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** What every view gets: the state, a way to change it, a way to talk to the host. */
export interface ViewProps {
  readonly state: State;
  readonly dispatch: (action: Action) => void;
  readonly post: (message: PanelToHost) => void;
}

/** A view of the body once there is a model. */
export interface ReadyProps extends ViewProps {
  readonly state: Extract<State, { readonly tag: 'ready' }>;
}

export function Panel(props: ViewProps) {
  const { state, post } = props;
  switch (state.tag) {
    case 'loading':
      return (
        <main class="centre" aria-busy="true">
          <p class="quiet">{t`Reading the model…`}</p>
        </main>
      );
    case 'failed':
      return (
        <main class="centre">
          <Explanation severity="info" {...state.failure} post={post} />
        </main>
      );
    case 'ready': {
      const ready: ReadyProps = { ...props, state };
      return (
        <main>
          <Toolbar {...ready} />
          <Progress {...ready} />
          <Summary {...ready} />
          {state.explore === null ? (
            <>
              <Table {...ready} />
              <RowDetails {...ready} />
            </>
          ) : (
            <ExploreSwaps {...ready} explore={state.explore} />
          )}
        </main>
      );
    }
  }
}
