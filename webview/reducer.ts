import type { ExploreQuery, HostToPanel, ProfileEvent } from '../src/panel/protocol.ts';
import { type ChoiceColumn, type Column, type Explore, firstQuery, initial, type Profile, type Run, type State } from './state.ts';
import { t } from './text.ts';

/** What the user does to the page itself. */
type PageAction =
  | { readonly type: 'sort'; readonly column: Column }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'choose'; readonly backend: string }
  | { readonly type: 'cancelling' }
  | { readonly type: 'query'; readonly query: Partial<ExploreQuery> }
  | { readonly type: 'sortChoices'; readonly column: ChoiceColumn }
  | { readonly type: 'best'; readonly best: boolean }
  | { readonly type: 'closeExplore' }
  /** The page came back with the state it had. */
  | { readonly type: 'restore'; readonly state: unknown };

export type Action = HostToPanel | PageAction;

/** The next state. Messages that are no news give the same object back. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'model': {
      const { model } = action;
      return { ...common(state), tag: 'ready', model, selected: inside(state.selected, model.rows.length) };
    }
    case 'failed':
      return { ...common(state), tag: 'failed', failure: action.failure };
    case 'backends':
      return { ...state, backends: keepChoice(state, action.backends) };
    case 'profile':
      // From its start on the host knows the user's choice.
      return { ...state, chosen: state.chosen && action.event.event !== 'started', profile: advance(state.profile, action.event) };
    case 'select':
      return action.row === state.selected ? state : { ...state, selected: action.row };
    case 'sort':
      return { ...state, sort: turn(state.sort, action.column) };
    case 'filter':
      return { ...state, filter: action.text };
    case 'choose':
      return { ...state, chosen: true, backends: { ...state.backends, chosen: action.backend } };
    case 'cancelling':
      return state.profile.tag === 'running' ? { ...state, profile: { ...state.profile, cancelling: true } } : state;
    case 'restore':
      return restored(action.state) ?? state;
    case 'explore':
      return state.explore === null
        ? { ...state, explore: { query: firstQuery, sort: { column: 'gflops', descending: false }, best: true } }
        : state;
    case 'closeExplore':
      return { ...state, explore: null };
    case 'exploration':
    case 'exploring':
    case 'exploreEnded':
    case 'query':
    case 'sortChoices':
    case 'best':
      return state.explore === null ? state : { ...state, explore: explored(state.explore, action) };
    case 'gpu':
    case 'gpuStop':
      return state;
  }
}

type ExploreAction = Extract<Action, { readonly type: 'exploration' | 'exploring' | 'exploreEnded' | 'query' | 'sortChoices' | 'best' }>;

function explored(explore: Explore, action: ExploreAction): Explore {
  switch (action.type) {
    case 'exploration':
      return { ...atRest(explore), answer: action.exploration };
    case 'exploring':
      return { ...atRest(explore), progress: { doing: action.doing, part: action.part } };
    case 'exploreEnded':
      return { ...atRest(explore), failure: action.failure };
    case 'query':
      return { ...explore, query: { ...explore.query, ...action.query } };
    case 'best':
      return { ...explore, best: action.best };
    case 'sortChoices': {
      const { column, descending } = explore.sort;
      return { ...explore, sort: { column: action.column, descending: column === action.column && !descending } };
    }
  }
}

function atRest({ query, answer, sort, best }: Explore): Explore {
  return { query, sort, best, ...(answer && { answer }) };
}

/** News of the back ends do not undo a choice that the host has not heard of yet. */
function keepChoice({ chosen, backends }: State, news: State['backends']): State['backends'] {
  return chosen ? { ...news, chosen: backends.chosen } : news;
}

function common({ format, chosen, profile, backends, sort, filter, selected, explore }: State) {
  return { format, chosen, profile, backends, sort, filter, selected, explore };
}

function inside(row: number | null, rows: number): number | null {
  return row !== null && row < rows ? row : null;
}

/** A profile after an event; events that come after its end (a row that was on its way while cancelling) change nothing. */
function advance(profile: Profile, event: ProfileEvent): Profile {
  if (event.event === 'started') return { tag: 'running', run: { of: event, rows: [] }, phase: 'loading', cancelling: false };
  if (event.event === 'failed') {
    const run = profile.tag === 'running' ? profile.run : undefined;
    return { tag: 'failed', failure: event.failure, ...(run && { run }) };
  }
  if (profile.tag !== 'running') return profile;
  const { run, cancelling } = profile;
  switch (event.event) {
    case 'device':
      return { ...profile, run: { ...run, device: event.device } };
    case 'phase':
      return { tag: 'running', run, cancelling, phase: event.phase, ...(event.row !== undefined && { row: event.row }) };
    case 'row':
      return { ...profile, run: { ...run, rows: [...run.rows.filter((row) => row.index !== event.row.index), event.row] } };
    case 'done':
      return { tag: 'done', run, result: event.result };
  }
}

/** Numbers start with the largest, texts and positions with the first; a second press turns round, a third restores file order. */
function turn(sort: State['sort'], column: Column): State['sort'] {
  const largestFirst = column === 'params' || column === 'flops' || column === 'ms' || column === 'share' || column === 'output';
  if (sort.column !== column) return { column, descending: largestFirst };
  if (sort.descending === largestFirst) return { column, descending: !largestFirst };
  return column === 'index' ? { column, descending: false } : initial.sort;
}

/** The state kept by an earlier page. A profile that was running then is over, unless the host tells its events again. */
function restored(kept: unknown): State | undefined {
  if (!isState(kept)) return undefined;
  const run: Run | undefined = kept.profile.tag === 'running' ? kept.profile.run : undefined;
  if (!run) return kept;
  const failure = { kind: 'cancelled', message: t`The profile ended when the panel was closed.`, advice: t`Run it again.` } as const;
  return { ...kept, profile: { tag: 'failed', run, failure } };
}

function isState(kept: unknown): kept is State {
  return typeof kept === 'object' && kept !== null && (kept as Partial<State>).format === initial.format;
}
