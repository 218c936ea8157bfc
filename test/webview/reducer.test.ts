import assert from 'node:assert/strict';
import { type Action, reduce } from '../../webview/reducer.ts';
import { tableRows } from '../../webview/rows.ts';
import { initial, type State } from '../../webview/state.ts';
import { backends, broken, device, model, profiled, profiling, timed } from './support/model.ts';

describe('panel state', () => {
  const ready = given({ type: 'model', model });

  it('starts loading and becomes ready with a model', () => {
    assert.equal(initial.tag, 'loading');
    assert.equal(ready.tag, 'ready');
  });

  it('keeps profile, sort and filter while a model fails and comes back', () => {
    const state = given(
      { type: 'model', model },
      ...events(profiled()),
      { type: 'sort', column: 'ms' },
      { type: 'filter', text: 'conv' },
      { type: 'failed', failure: { message: 'not a model' } },
      { type: 'model', model },
    );
    assert.equal(state.tag, 'ready');
    assert.equal(state.profile.tag, 'done');
    assert.deepEqual(state.sort, { column: 'ms', descending: true });
    assert.equal(state.filter, 'conv');
  });

  it('collects rows while a profile runs', () => {
    const { profile } = given({ type: 'model', model }, ...events(profiling(5)));
    assert.equal(profile.tag, 'running');
    assert.equal(profile.tag === 'running' && profile.phase, 'rows');
    assert.deepEqual(profile.tag === 'running' && profile.run.rows, timed.slice(0, 5));
    assert.deepEqual(profile.tag === 'running' && profile.run.device, device);
  });

  it('replaces a row that is timed again', () => {
    const again = { ...timed[0]!, ms: { median: 1, p95: 1, spread: 0 } };
    const { profile } = given(...events(profiling(2)), { type: 'profile', event: { event: 'row', row: again } });
    assert.deepEqual(profile.tag === 'running' && profile.run.rows.map((row) => row.ms.median), [timed[1]!.ms.median, 1]);
  });

  it('keeps what was timed before a failure and ignores what arrives after it', () => {
    const failed = given(
      ...events(profiling(3)),
      { type: 'cancelling' },
      { type: 'profile', event: { event: 'failed', failure: { kind: 'cancelled', message: 'cancelled', row: 3 } } },
    );
    assert.equal(failed.profile.tag, 'failed');
    assert.equal(failed.profile.tag === 'failed' && failed.profile.run?.rows.length, 3);
    assert.equal(reduce(failed, { type: 'profile', event: { event: 'row', row: timed[4]! } }).profile, failed.profile);
  });

  it('a new profile starts empty', () => {
    const { profile } = given(...events(profiled()), ...events(profiling(0)));
    assert.deepEqual(profile.tag === 'running' && profile.run.rows, []);
  });

  it('gives the same state back where nothing changes', () => {
    assert.equal(reduce(ready, { type: 'select', row: ready.selected }), ready);
    assert.equal(reduce(ready, { type: 'cancelling' }), ready);
    assert.equal(reduce(ready, { type: 'gpuStop' }), ready);
  });

  it('sorts by largest, smallest, file order', () => {
    const press = (state: State) => reduce(state, { type: 'sort', column: 'params' });
    const first = press(ready);
    assert.deepEqual(first.sort, { column: 'params', descending: true });
    assert.deepEqual(press(first).sort, { column: 'params', descending: false });
    assert.deepEqual(press(press(first)).sort, initial.sort);
  });

  it('forgets a selected row that no longer exists', () => {
    const selected = reduce(ready, { type: 'select', row: 23 });
    assert.equal(selected.selected, 23);
    assert.equal(reduce(selected, { type: 'model', model: { ...model, rows: model.rows.slice(0, 5) } }).selected, null);
  });

  it('chooses a back end', () => {
    const state = given({ type: 'backends', backends }, { type: 'choose', backend: 'cpu' });
    assert.equal(state.backends.chosen, 'cpu');
    assert.equal(reduce(state, { type: 'backends', backends }).backends.chosen, 'cpu', 'news do not undo it');
    const started = events(profiling(0)).reduce(reduce, state);
    assert.equal(reduce(started, { type: 'backends', backends }).backends.chosen, 'auto', 'a profile takes it up');
  });
});

describe('restoring the panel', () => {
  it('takes a finished profile as it was', () => {
    const kept: unknown = JSON.parse(JSON.stringify(given({ type: 'model', model }, ...events(profiled()))));
    assert.deepEqual(reduce(initial, { type: 'restore', state: kept }), kept);
  });

  it('says of a running profile that it ended', () => {
    const { profile } = reduce(initial, { type: 'restore', state: given({ type: 'model', model }, ...events(profiling(4))) });
    assert.equal(profile.tag === 'failed' && profile.failure.kind, 'cancelled');
    assert.equal(profile.tag === 'failed' && profile.run?.rows.length, 4);
  });

  it('ignores what is no state', () => {
    for (const state of [undefined, null, 7, {}, { tag: 'ready' }]) assert.equal(reduce(initial, { type: 'restore', state }), initial);
  });
});

describe('rows of the table', () => {
  it('have shares that add up to one, and bars against the slowest', () => {
    const rows = rowsOf({ type: 'model', model }, ...events(profiled()));
    const total = rows.reduce((sum, row) => sum + (row.share ?? 0), 0);
    assert.ok(Math.abs(total - 1) < 1e-12);
    assert.equal(Math.max(...rows.map((row) => row.bar ?? 0)), 1);
  });

  it('match every word of the filter', () => {
    const indices = (text: string) => rowsOf({ type: 'model', model }, { type: 'filter', text }).map(({ row }) => row.index);
    assert.deepEqual(indices('upsample'), [11, 14]);
    assert.deepEqual(indices('c3k2 backbone'), [2, 4, 6, 8]);
    assert.deepEqual(indices('nothing like it'), []);
  });

  it('without a value come last in either direction', () => {
    const last = (presses: number) => {
      const press = Array.from({ length: presses }, (): Action => ({ type: 'sort', column: 'flops' }));
      return rowsOf({ type: 'model', model: broken }, ...press)
        .slice(-3)
        .map(({ row }) => row.index);
    };
    assert.deepEqual(last(1), [13, 14, 15]);
    assert.deepEqual(last(2), [13, 14, 15]);
  });

  it('show which row is running', () => {
    const rows = rowsOf({ type: 'model', model }, ...events(profiling(5)));
    assert.deepEqual(
      rows.filter(({ running }) => running).map(({ row }) => row.index),
      [4],
    );
  });
});

function given(...actions: readonly Action[]): State {
  return actions.reduce(reduce, initial);
}

function rowsOf(...actions: readonly Action[]) {
  const state = given(...actions);
  assert.ok(state.tag === 'ready');
  return tableRows(state);
}

function events(list: ReturnType<typeof profiled>): Action[] {
  return list.map((event) => ({ type: 'profile', event }));
}
