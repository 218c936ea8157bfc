import { type Analysis, planSwap, type SwapRequest } from '../core/index.ts';
import type { DeviceReport, ProfileResult } from '../profiler/protocol.ts';
import { networkRows, revisionOf } from './panelModel.ts';

/** What has been measured while this window is open: whole networks, and what swaps add to rows of them. */
export interface Latencies {
  /** Keeps the result of a profile. */
  profiled(analysis: Analysis, result: ProfileResult): void;
  /** Keeps what swaps add to the time of rows, timed apart from the network. */
  timed(analysis: Analysis, request: SwapRequest, device: DeviceReport, added: ReadonlyMap<number, number>): void;
  /** What is known about a model and its swaps, all of one device: that of the last measurement. */
  of(analysis: Analysis, request: SwapRequest): KnownTimes;
}

export interface KnownTimes {
  /** Back end and device. */
  readonly device?: string;
  /** End to end, of the model as it is. */
  readonly nowMs?: number;
  /** Milliseconds that swaps add, by row. */
  readonly added: ReadonlyMap<number, number>;
  /** Sets of rows of which the swapped model itself has been profiled. */
  readonly profiled: readonly { readonly rows: readonly number[]; readonly ms: number }[];
}

interface Profiled {
  readonly revision: string;
  readonly device: string;
  readonly rows: readonly string[];
  readonly ms: number;
}

interface Timed {
  readonly revision: string;
  readonly device: string;
  readonly swap: string;
  readonly added: ReadonlyMap<number, number>;
}

/** Older ones are forgotten: nobody compares with them any more. */
const most = 30;

export function createLatencies(): Latencies {
  let profiles: readonly Profiled[] = [];
  let times: readonly Timed[] = [];
  let lastDevice = new Map<string, string>();
  const note = (revision: string, device: string) => {
    lastDevice = new Map([...[...lastDevice].slice(-most), [revision, device]]);
  };
  return {
    profiled(analysis, { device, endToEndMs }) {
      const revision = revisionOf(analysis);
      const record = { revision, device: nameOf(device), rows: networkRows(analysis), ms: endToEndMs.median };
      note(revision, record.device);
      profiles = [record, ...profiles.filter((other) => other.revision !== revision || other.device !== record.device)].slice(0, most);
    },
    timed(analysis, request, device, added) {
      const revision = revisionOf(analysis);
      note(revision, nameOf(device));
      times = [{ revision, device: nameOf(device), swap: swapKey(request), added }, ...times].slice(0, most);
    },
    of(analysis, request) {
      const revision = revisionOf(analysis);
      const device = lastDevice.get(revision);
      if (device === undefined) return { added: new Map(), profiled: [] };
      const sameDevice = profiles.filter((profile) => profile.device === device);
      const now = sameDevice.find((profile) => profile.revision === revision);
      const fitting = times.filter((t) => t.revision === revision && t.device === device && t.swap === swapKey(request));
      // The last that was timed comes first, and has the last word.
      const added = new Map([...fitting].reverse().flatMap((record) => [...record.added]));
      const profiled = sameDevice.flatMap((profile) => profiledSwap(analysis, request, profile) ?? []);
      return { device, ...(now && { nowMs: now.ms }), added, profiled };
    },
  };
}

/** The rows whose swap leads from this model to the one that was profiled. */
function profiledSwap(
  analysis: Analysis,
  request: SwapRequest,
  { revision, rows, ms }: Profiled,
): KnownTimes['profiled'][number] | undefined {
  const now = networkRows(analysis);
  const changed = now.flatMap((row, i) => (row === rows[i] ? [] : [i]));
  if (rows.length !== now.length || changed.length === 0) return undefined;
  const plan = planSwap(analysis, { ...request, scope: changed });
  return 'refused' in plan || revisionOf(plan.swapped) !== revision ? undefined : { rows: changed, ms };
}

function nameOf({ backend, name }: DeviceReport): string {
  return `${backend}, ${name}`;
}

function swapKey({ from, to, variant, experts }: SwapRequest): string {
  return JSON.stringify([from, to, variant, experts]);
}
