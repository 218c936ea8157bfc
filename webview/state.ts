import type {
  ExploreQuery,
  PanelBackends,
  PanelDevice,
  PanelExploration,
  PanelFailure,
  PanelModel,
  ProfiledRow,
  ProfileEvent,
  ProfileFailure,
  ProfilePhase,
  ProfileResult,
} from '../src/panel/protocol.ts';

/** The whole page as one value; `tag` says what its body shows. */
export type State = Common &
  (
    | { readonly tag: 'loading' }
    | { readonly tag: 'ready'; readonly model: PanelModel }
    | { readonly tag: 'failed'; readonly failure: PanelFailure }
  );

/** What outlives a change of the body: a file that is broken for a moment keeps its profile. */
interface Common {
  /** Raised when kept states of earlier releases no longer fit. */
  readonly format: 3;
  readonly profile: Profile;
  readonly backends: PanelBackends;
  /** The user has chosen a back end since the last profile. */
  readonly chosen: boolean;
  readonly sort: Sort;
  readonly filter: string;
  /** Index of the row that editor and panel both show. */
  readonly selected: number | null;
  /** The view that compares swaps, where it is open. */
  readonly explore: Explore | null;
}

export interface Explore {
  readonly query: ExploreQuery;
  /** What the host answered last; of another query or revision it is out of date. */
  readonly answer?: PanelExploration;
  readonly sort: { readonly column: ChoiceColumn; readonly descending: boolean };
  /** Only the choices that nothing beats. */
  readonly best: boolean;
  /** What the host is doing about it, as far as it has said so. */
  readonly progress?: { readonly doing: 'comparing' | 'timing'; readonly part: number };
  /** Why there is no newer answer. */
  readonly failure?: PanelFailure;
}

export type ChoiceColumn = 'rows' | 'params' | 'gflops' | 'printedGflops' | 'ms';

export const firstQuery: ExploreQuery = { variant: 'bn-act', scope: 'all', only3x3s1: false, maxParamsPercent: null };

export type Profile =
  | { readonly tag: 'idle' }
  | { readonly tag: 'running'; readonly run: Run; readonly phase: ProfilePhase; readonly row?: number; readonly cancelling: boolean }
  | { readonly tag: 'done'; readonly run: Run; readonly result: ProfileResult }
  /** `run` is absent where it failed before it started. */
  | { readonly tag: 'failed'; readonly run?: Run; readonly failure: ProfileFailure };

/** A profile as far as it has come. */
export interface Run {
  readonly of: Extract<ProfileEvent, { readonly event: 'started' }>;
  readonly device?: PanelDevice;
  readonly rows: readonly ProfiledRow[];
}

export type Column = 'index' | 'module' | 'from' | 'args' | 'output' | 'params' | 'flops' | 'ms' | 'share' | 'bound';

interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

export const initial: State = {
  tag: 'loading',
  format: 3,
  chosen: false,
  profile: { tag: 'idle' },
  backends: { auto: null, chosen: 'auto', list: [] },
  sort: { column: 'index', descending: false },
  filter: '',
  selected: null,
  explore: null,
};
