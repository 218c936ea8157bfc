import type { NetworkGraph } from '../core/index.ts';

/**
 * Everything that the two sides of a profile say to each other: the side that asks, and the side that has the device (a child
 * process, or the panel's page). Plain data only. Calls go to the device's side and are answered; events come back meanwhile.
 */
export interface Rpc {
  readonly calls: {
    /** What the back end finds on this machine. */
    probe(backend: string): Probe;
    profile(request: ProfileRequest): ProfileOutcome;
    /** What the network returns for the weights and the image that {@link ProfileRequest} implies. */
    outputs(request: ProfileRequest): OutputsOutcome;
    /** Ends the running call as soon as the device lets go. */
    cancel(): void;
  };
  readonly events: {
    device(device: DeviceReport): void;
    phase(phase: Phase, row?: number): void;
    row(row: RowTiming): void;
  };
}

export type DeviceKind = 'gpu' | 'cpu' | 'software';

/** `software`: a GPU's interface on the processor (SwiftShader, llvmpipe); never called a GPU. */
export interface Device {
  readonly name: string;
  readonly kind: DeviceKind;
}

export type Probe =
  | { readonly available: true; readonly devices: readonly Device[]; readonly version: string }
  /** `advice`: how to get it. */
  | { readonly available: false; readonly reason: string; readonly advice?: string };

export type Precision = 'fp32' | 'fp16';

export interface ProfileRequest {
  readonly network: NetworkGraph;
  readonly backend: string;
  /** Name of one of the probe's devices; default the first. */
  readonly device?: string;
  readonly batch: number;
  readonly precision: Precision;
  /** Timed runs of each row; default 30. */
  readonly runs?: number;
  /** A row is done after this time even with fewer runs; default 1000. */
  readonly budgetMs?: number;
}

/** What is going on; `building` and `warmUp` go row by row. */
export type Phase = 'loading' | 'building' | 'warmUp' | 'rows' | 'endToEnd';

/** Where and with what the numbers were made. */
export interface DeviceReport extends Device {
  readonly backend: string;
  /** Of driver and libraries by name, such as `tfjs`, `node`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  /** `device`: timestamps of the device itself; `host`: a clock around synchronised work. */
  readonly clock: 'device' | 'host';
}

export interface Milliseconds {
  readonly median: number;
  readonly p95: number;
  /** Interquartile range by median: 0.15 is 15 %. */
  readonly spread: number;
}

export type Bound = 'compute' | 'memory' | 'launch';

export interface RowTiming {
  readonly index: number;
  readonly module: string;
  readonly ms: Milliseconds;
  readonly runs: number;
  /** The spread is over 15 %. */
  readonly unsteady: boolean;
  readonly macs: number;
  /** Read and written by all operations, weights included. */
  readonly bytes: number;
  readonly gflopsPerSecond: number;
  readonly gigabytesPerSecond: number;
  /** What limits the row on this device. */
  readonly bound: Bound;
}

export interface ProfileResult {
  readonly device: DeviceReport;
  readonly precision: Precision;
  readonly batch: number;
  /** [height, width] */
  readonly imageSize: readonly [number, number];
  /** ISO date and time. */
  readonly date: string;
  /** Of the network's graph: equal for equal networks. */
  readonly modelHash: string;
  readonly endToEndMs: Milliseconds;
  readonly endToEndRuns: number;
  readonly sumOfRowsMs: number;
  readonly rows: readonly RowTiming[];
}

/** The only ways in which a profile ends without a result; each says which row ran (its index in the file). */
export interface ProfileFailure {
  readonly kind: 'cancelled' | 'crashed' | 'outOfMemory' | 'timedOut' | 'unavailable';
  readonly row?: number;
  readonly message: string;
}

export type ProfileOutcome = { readonly kind: 'done'; readonly result: ProfileResult } | ProfileFailure;
export type OutputsOutcome = { readonly kind: 'done'; readonly outputs: readonly Float32Array[] } | ProfileFailure;
