import type { PanelRow, ProfiledRow } from '../src/panel/protocol.ts';
import type { Column, Profile, Run, State } from './state.ts';

/** A row of the file with its time, where it has one. */
export interface TableRow {
  readonly row: PanelRow;
  readonly timed?: ProfiledRow;
  /** Of the time of all rows together, 0 … 1. */
  readonly share?: number;
  /** Of the slowest row, 0 … 1. */
  readonly bar?: number;
  /** Being worked on now. */
  readonly running: boolean;
}

/** Relative spread above which a time is not to be trusted. */
export const wideSpread = 0.15;

/** The rows that the table shows, filtered and in order. */
export function tableRows(state: Extract<State, { readonly tag: 'ready' }>): readonly TableRow[] {
  const { model, profile, filter, sort } = state;
  const timed = new Map(runOf(profile)?.rows.map((row) => [row.index, row]));
  const times = [...timed.values()].map(({ ms }) => ms.median);
  const sum = times.reduce((total, ms) => total + ms, 0);
  const slowest = Math.max(0, ...times);
  const running = profile.tag === 'running' ? profile.row : undefined;
  const rows = model.rows
    .filter((row) => matches(row, filter))
    .map((row): TableRow => {
      const time = timed.get(row.index);
      const shares = time && sum > 0 ? { timed: time, share: time.ms.median / sum, bar: time.ms.median / slowest } : {};
      return { row, running: row.index === running, ...shares };
    });
  return rows.sort((a, b) => compare(a, b, sort.column, sort.descending));
}

/** What has been measured, whatever became of it. */
export function runOf(profile: Profile): Run | undefined {
  return profile.tag === 'idle' ? undefined : profile.run;
}

/** Every word of the filter must occur somewhere in the row. */
function matches(row: PanelRow, filter: string): boolean {
  const text = `${row.number ?? row.index} ${row.module} ${row.section} [${row.args ?? ''}] ${row.outputs?.map((shape) => shape.join('×')).join(' ') ?? ''}`;
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** Rows without a value come last in either direction; equal ones keep the order of the file. */
function compare(a: TableRow, b: TableRow, column: Column, descending: boolean): number {
  const x = value(a, column);
  const y = value(b, column);
  if (x === undefined || y === undefined) return (x === undefined ? 1 : 0) - (y === undefined ? 1 : 0) || a.row.index - b.row.index;
  const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true });
  return (descending ? -order : order) || a.row.index - b.row.index;
}

function value({ row, timed, share }: TableRow, column: Column): number | string | undefined {
  switch (column) {
    case 'index':
      return row.index;
    case 'module':
      return row.module;
    case 'from':
      return row.from.join(', ');
    case 'args':
      return row.args ?? undefined;
    case 'output':
      return row.outputs?.reduce((sum, shape) => sum + shape.reduce((n, size) => n * size, 1), 0);
    case 'params':
      return row.params ?? undefined;
    case 'flops':
      return row.macs ?? undefined;
    case 'ms':
      return timed?.ms.median;
    case 'share':
      return share;
    case 'bound':
      return timed?.bound;
  }
}
