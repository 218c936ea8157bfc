import type { NetworkGraph } from '../core/index.ts';
import type { Device, DeviceReport, Precision, Probe } from './protocol.ts';
import type { WeightSource } from './weights.ts';

/**
 * A library that can run networks. It is used inside a child process or the panel's page, which may be ended at any moment.
 * A new one is a file in `backends/` and a line in the list of the side that runs it (`worker.ts`, `browser.ts`).
 */
export interface Backend {
  readonly id: string;
  probe(): Promise<Probe>;
  open(network: NetworkGraph, options: OpenOptions): Promise<Session>;
}

export interface OpenOptions {
  readonly batch: number;
  readonly precision: Precision;
  readonly device?: string;
  readonly weights: WeightSource;
  /** The image batch in NCHW order. */
  readonly image: Float32Array;
  /** Called with the position of each row before it is built; a good moment to give up. */
  readonly beforeRow?: (row: number) => Promise<void>;
}

/** A network on a device, with its weights. Rows are positions in `network.rows`. */
export interface Session {
  readonly device: DeviceReport;
  /** Runs the rows `first` to `last` on what the rows before them gave. An asynchronous device may still be busy afterwards. */
  run(first: number, last: number): void | Promise<void>;
  /** Resolves when the device is done; gives nothing to wait for where `run` already is. */
  sync(): void | Promise<void>;
  /** Runs the rows `repeats` times and gives the milliseconds by the device's own clock, where it has one. */
  timed?(first: number, last: number, repeats: number): Promise<number>;
  /** What the network returned in its last complete run, each in the graph's order with the batch first. */
  outputs(): Promise<Float32Array[]>;
  close(): void;
}

export function available(devices: readonly Device[], version: string): Probe {
  return { available: true, devices, version };
}

export function unavailable(reason: string, advice?: string): Probe {
  return { available: false, reason, ...(advice && { advice }) };
}
