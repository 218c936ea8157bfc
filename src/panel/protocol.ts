/**
 * Everything that the extension host and the panel's page say to each other. Plain data only; numbers are raw, the page formats
 * them. After `ready` the host sends `backends`, then `model` (or `failed`), then every {@link ProfileEvent} of the present or
 * last profile again, in order: a page that was closed or reloaded catches up that way.
 */
export type HostToPanel =
  | { readonly type: 'model'; readonly model: PanelModel }
  /** Nothing can be shown: no model file is open, or it is not one. */
  | { readonly type: 'failed'; readonly failure: PanelFailure }
  | { readonly type: 'backends'; readonly backends: PanelBackends }
  | { readonly type: 'profile'; readonly event: ProfileEvent }
  /** Show the view in which swaps are compared. */
  | { readonly type: 'explore' }
  | { readonly type: 'exploration'; readonly exploration: PanelExploration }
  /** How far comparing swaps, or timing their rows, has come; `part` from 0 to 1. Ends with an `exploration` or with `exploreEnded`. */
  | { readonly type: 'exploring'; readonly doing: 'comparing' | 'timing'; readonly part: number }
  | { readonly type: 'exploreEnded'; readonly failure: PanelFailure }
  /** The row of the editor's cursor, `null` outside all rows. */
  | { readonly type: 'select'; readonly row: number | null }
  /** To the page's own GPU: a message of the profiler's protocol, passed on unread. Loads the GPU code on first use. */
  | { readonly type: 'gpu'; readonly message: unknown }
  /** Ends the page's GPU code at once, whatever it is doing. */
  | { readonly type: 'gpuStop' };

export type PanelToHost =
  /** The page listens from now on. */
  | { readonly type: 'ready' }
  /** Start a profile; a back end's id or `auto`. */
  | { readonly type: 'profile'; readonly backend: string }
  | { readonly type: 'cancel' }
  /** Ask the back ends that have not been asked yet: the user looks at their list. */
  | { readonly type: 'probe' }
  /** Show the row in the editor; `focus` moves the keyboard there too. */
  | { readonly type: 'reveal'; readonly row: number; readonly focus: boolean }
  | { readonly type: 'scale'; readonly scale: string }
  /** Which swaps to compare; answered with `exploration`. */
  | { readonly type: 'explore'; readonly query: ExploreQuery }
  /** Time the rows of that query as they are and swapped; answered with `exploration`. */
  | { readonly type: 'timeSwaps'; readonly query: ExploreQuery }
  | { readonly type: 'cancelExplore' }
  /** Swap these rows, if the network is still that of the revision. */
  | { readonly type: 'swap'; readonly query: ExploreQuery; readonly rows: readonly number[]; readonly revision: string }
  /** Runs one of the commands that an advice names. */
  | { readonly type: 'command'; readonly command: PanelCommand }
  /** From the page's own GPU: a message of the profiler's protocol, passed on unread. */
  | { readonly type: 'gpu'; readonly message: unknown }
  /** The GPU code ended by itself: could not be loaded, or crashed. Not sent after `gpuStop`. */
  | { readonly type: 'gpuEnded'; readonly reason: string };

/** Buttons that follow an explanation. */
export type PanelCommand = 'showLog' | 'showProblems' | 'openFile' | 'selectScale' | 'setImageSize' | 'trustWorkspace';

type PanelShape = readonly number[];

/** Conv rows to swap for dynamic convolutions. */
export interface ExploreQuery {
  readonly variant: 'plain' | 'bn-act' | 'offset';
  /** `all`, `backbone`, `head`, a level of the pyramid such as `P3`, or `selection`: the rows selected in the editor. */
  readonly scope: string;
  /** Only convolutions with kernel 3 and stride 1. */
  readonly only3x3s1: boolean;
  /** Only rows that add less than this share of the parameters, in percent; `null`: any. */
  readonly maxParamsPercent: number | null;
}

/** Every way to swap some of those rows, or the best ones where there are many. */
export interface PanelExploration {
  readonly query: ExploreQuery;
  readonly revision: string;
  /** The model as it is. */
  readonly now: { readonly params: number; readonly gflops: number; readonly printedGflops: number; readonly ms?: number };
  /** Number of all subsets; `choices` has those that nothing beats at least. */
  readonly subsets: number;
  /** Every subset has been compared; else the choices are the best that were found. */
  readonly exact: boolean;
  readonly prefers: 'more-params' | 'fewer-params';
  readonly choices: readonly PanelChoice[];
  /** What each row adds on its own. */
  readonly effects: readonly PanelEffect[];
  /** Levels that the model's rows have, such as `P3`. */
  readonly levels: readonly string[];
  /** Rows of the editor's selection. */
  readonly selection: readonly number[];
  /** Where times were measured: back end and device. */
  readonly device?: string;
  /** Why nothing can be swapped. */
  readonly nothing?: string;
}

export interface PanelChoice {
  readonly rows: readonly number[];
  readonly params: number;
  readonly gflops: number;
  readonly printedGflops: number;
  /** What the swaps add to the time of one run: the sum of what each row adds, timed apart. */
  readonly addedMs?: number;
  /** End to end, where the model with these swaps has been profiled. */
  readonly measuredMs?: number;
  /** No other choice is at least as good in parameters, work and added time (where it is known), and better in one. */
  readonly pareto: boolean;
}

/** What the swap of one row adds. */
export interface PanelEffect {
  readonly row: number;
  /** As the row is written: module and arguments. */
  readonly text: string;
  readonly params: number;
  readonly gflops: number;
  readonly printedGflops: number;
  readonly ms?: number;
}

/** What happened and what to do next, in the user's language. */
export interface PanelFailure {
  readonly message: string;
  readonly advice?: string;
  readonly actions?: readonly PanelCommand[];
}

/** The analysis of a file at one scale, as far as the panel shows it. */
export interface PanelModel {
  /** For the title, such as `yolo11.yaml`. */
  readonly file: string;
  /** Equal where the network is the same; a profile of another revision is shown as outdated. */
  readonly revision: string;
  readonly task: string;
  /** Empty where the file has none. */
  readonly scale: string;
  readonly scales: readonly string[];
  readonly imgsz: readonly [number, number];
  readonly nc: number | null;
  readonly batch: number;
  /** Release whose rules apply. */
  readonly upstream: string;
  readonly totals: PanelTotals;
  readonly rows: readonly PanelRow[];
  readonly notes: readonly string[];
}

interface PanelTotals {
  readonly layers: number;
  readonly params: number;
  readonly macs: number;
  readonly gflops: number;
  readonly printedGflops: number;
  readonly unseenMacs: number;
  readonly activationBytes: number;
  /** False where some row is not known: sums are over the known rows. */
  readonly complete: boolean;
}

export interface PanelRow {
  readonly index: number;
  /** What `from` of later rows calls it, where that is not the index: behind a row that hands on several maps. */
  readonly number?: number;
  readonly section: 'backbone' | 'head';
  /** One-based line in the file. */
  readonly line: number;
  readonly module: string;
  readonly from: readonly number[];
  readonly repeats: number;
  /** Effective constructor arguments as Python text, without brackets: `64, 128, 3, 2`. `null`: not known. */
  readonly args: string | null;
  readonly outputs: readonly PanelShape[] | null;
  readonly params: number | null;
  readonly macs: number | null;
  readonly printedMacs: number | null;
  readonly activationBytes: number | null;
  /** The worst problem of the row. */
  readonly problem?: { readonly severity: 'error' | 'warning'; readonly message: string };
}

/** Where a network ran. */
export interface PanelDevice {
  /** Id of the back end. */
  readonly backend: string;
  /** As the driver names it. */
  readonly name: string;
  /** `software`: a GPU interface on the processor (SwiftShader, llvmpipe, WARP); never called a GPU. */
  readonly kind: 'gpu' | 'cpu' | 'software';
  /** `window`: the computer in front of the user; `host`: where the extension runs, which over SSH is another one. */
  readonly place: 'window' | 'host';
  /** Versions, threads, driver. */
  readonly details?: string;
  /** A sentence to read beside the numbers, such as what this back end is slow at. */
  readonly caution?: string;
}

export interface PanelBackends {
  /** `auto` picked this one; `null` while nothing has been found yet. */
  readonly auto: string | null;
  /** The one that the settings or the user chose: an id or `auto`. */
  readonly chosen: string;
  readonly list: readonly PanelBackend[];
  /** Name of the remote machine on which the extension runs, where it is one. */
  readonly remote?: string;
}

export interface PanelBackend {
  readonly id: string;
  readonly label: string;
  /** `checking`: not asked yet, such as the page's GPU before it is used. */
  readonly state: 'available' | 'unavailable' | 'checking';
  readonly device?: PanelDevice;
  /** Why it is unavailable, or why `auto` did not take it. */
  readonly reason?: string;
  /** How to get it. */
  readonly advice?: string;
}

export type ProfileEvent =
  | {
      readonly event: 'started';
      readonly revision: string;
      readonly backend: string;
      /** Indices of the rows that will be timed, in that order. */
      readonly rows: readonly number[];
      readonly precision: string;
      readonly batch: number;
      readonly scale: string;
      readonly imgsz: readonly [number, number];
      /** Batch normalisation folded into the convolutions, as in deployment. */
      readonly fused: boolean;
    }
  | { readonly event: 'device'; readonly device: PanelDevice }
  /** What is going on now; `row` where a single row is being worked on. */
  | { readonly event: 'phase'; readonly phase: ProfilePhase; readonly row?: number }
  | { readonly event: 'row'; readonly row: ProfiledRow }
  | { readonly event: 'done'; readonly result: ProfileResult }
  | { readonly event: 'failed'; readonly failure: ProfileFailure };

export type ProfilePhase = 'loading' | 'building' | 'warmUp' | 'rows' | 'endToEnd';

interface Milliseconds {
  readonly median: number;
  readonly p95: number;
  /** Interquartile range by median: 0.15 is 15 %. */
  readonly spread: number;
}

export type Bound = 'compute' | 'memory' | 'launch';

export interface ProfiledRow {
  readonly index: number;
  readonly ms: Milliseconds;
  readonly gflopsPerSecond?: number;
  readonly gigabytesPerSecond?: number;
  /** What limits the row on this device, where it is known. */
  readonly bound?: Bound;
}

export interface ProfileResult {
  readonly endToEndMs: Milliseconds;
  readonly sumOfRowsMs: number;
  /** ISO date and time. */
  readonly date: string;
  readonly runs?: number;
  /** `device`: timestamps of the device itself; `host`: a clock around synchronised work. */
  readonly clock?: 'device' | 'host';
}

export interface ProfileFailure extends PanelFailure {
  readonly kind: 'cancelled' | 'crashed' | 'outOfMemory' | 'timedOut' | 'unavailable';
  /** The row that was running. */
  readonly row?: number;
}
