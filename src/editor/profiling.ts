import type * as vscode from 'vscode';
import { type Analysis, assemble, type NetworkGraph, t } from '../core/index.ts';
import type { HostToPanel, PanelFailure, PanelToHost, ProfileEvent } from '../panel/protocol.ts';
import type { ProfileOptions, ProfilerClient } from '../profiler/client.ts';
import type { ProfileOutcome, ProfileResult, RowTiming } from '../profiler/protocol.ts';
import { type Backends, createBackends, panelDevice } from './backends.ts';
import type { Context } from './context.ts';
import { createPageGpu } from './pageConnection.ts';
import { revisionOf } from './panelModel.ts';
import { failureFor, unavailable, unknownRow } from './profileFailures.ts';
import { readSettings } from './settings.ts';

/** The profiles of one panel: at most one at a time, and the last one to be shown again. */
export interface Profiling extends vscode.Disposable {
  /** Tells the page which back ends there are. */
  greet(): void;
  /** Everything about the present or last profile once more. */
  replay(): void;
  start(document: vscode.TextDocument, analysis: Analysis, backend?: string): Promise<void>;
  cancel(): void;
  /** Times the rows of a network where profiles run, for one image, and says nothing of it to the page. */
  time(
    document: vscode.TextDocument,
    network: NetworkGraph,
    signal: AbortSignal,
    onPart: (part: number) => void,
  ): Promise<ProfileResult | { readonly failure: PanelFailure }>;
  /** Asks the back ends that have not been asked, one after another: the page has one connection. */
  probe(): Promise<void>;
  /** What the network gives on a back end, with the profiler's own weights and image: for comparing back ends. */
  outputs(analysis: Analysis, backend: string): Promise<readonly Float32Array[] | undefined>;
  fromPage(message: Extract<PanelToHost, { readonly type: 'gpu' | 'gpuEnded' }>): void;
}

export function createProfiling({ log, latencies }: Context, post: (message: HostToPanel) => void): Profiling {
  const gpu = createPageGpu(post);
  let history: ProfileEvent[] = [];
  let running: AbortController | undefined;
  let asking: Promise<void> = Promise.resolve();
  let chosen = readSettings().backend;

  // The profiler is loaded when it is used: most sessions only read.
  const clientOf = async (place: 'host' | 'window'): Promise<ProfilerClient> => {
    const { childProcess, createClient } = await import('../profiler/index.ts');
    if (place === 'window') return createClient(gpu.connect);
    const folder = readSettings().tensorflowFolder;
    return createClient(childProcess(folder === '' ? {} : { tensorflowFolder: folder }));
  };
  const sendBackends = () => post({ type: 'backends', backends: backends.list(chosen) });
  const backends: Backends = createBackends(clientOf, sendBackends);

  function tell(event: ProfileEvent): void {
    if (event.event === 'started') history = [];
    history.push(event);
    post({ type: 'profile', event });
  }

  interface PlaceToRun {
    readonly id: string;
    readonly place: 'host' | 'window';
    profile(network: NetworkGraph, batch: number, options: ProfileOptions): Promise<ProfileOutcome>;
  }

  /** The back end that was chosen, ready to be asked; or why there is none. */
  async function placeToRun(signal: AbortSignal): Promise<PlaceToRun | Extract<ProfileEvent, { readonly event: 'failed' }>> {
    const choice = chosen === 'auto' ? await backends.choose() : { id: chosen };
    const id = choice?.id;
    const probe = id === undefined ? undefined : await backends.probe(id);
    if (signal.aborted) return { event: 'failed', failure: failureFor({ kind: 'cancelled', message: '' }) };
    if (id === undefined || probe?.available === false) return { event: 'failed', failure: unavailable(probe) };
    const place = backends.place(id);
    const client = await clientOf(place);
    const device = choice?.device && { device: choice.device.name };
    return {
      id,
      place,
      profile: (network, batch, options) => client.profile({ network, backend: id, batch, precision: 'fp32', ...device }, options),
    };
  }

  async function run(document: vscode.TextDocument, analysis: Analysis, signal: AbortSignal): Promise<void> {
    const network = assemble(analysis, { fused: true });
    const { scale, imgsz, batch } = analysis;
    const started = { event: 'started', revision: revisionOf(analysis), precision: 'fp32', batch, scale, imgsz, fused: true } as const;
    const rows = analysis.rows.map(({ index }) => index);
    if (network === undefined) {
      history = [];
      return tell({ event: 'failed', failure: unknownRow(analysis) });
    }
    tell({ ...started, backend: chosen, rows });
    tell({ event: 'phase', phase: 'loading' });
    const found = await placeToRun(signal);
    if ('failure' in found) return tell({ event: 'failed', failure: found.failure });
    const { id, place } = found;
    const { timeoutSeconds } = readSettings(document.uri);
    const outcome = await found.profile(network, batch, {
      signal,
      timeoutMs: 1000 * timeoutSeconds,
      onDevice: (device) => tell({ event: 'device', device: panelDevice(device, place) }),
      onProgress: (phase, row) => tell({ event: 'phase', phase, ...(row !== undefined && { row }) }),
      onRow: (row) => tell({ event: 'row', row: panelRow(row) }),
    });
    if (outcome.kind !== 'done') {
      log.warn(`profile of ${document.uri.path} on ${id}: ${outcome.kind}: ${outcome.message}`);
      return tell({ event: 'failed', failure: failureFor(outcome, timeoutSeconds) });
    }
    const { endToEndMs, sumOfRowsMs, date, endToEndRuns, device } = outcome.result;
    latencies.profiled(analysis, outcome.result);
    log.info(`profile of ${document.uri.path} on ${id}, ${device.name}: ${endToEndMs.median.toFixed(3)} ms end to end`);
    tell({ event: 'done', result: { endToEndMs, sumOfRowsMs, date, runs: endToEndRuns, clock: device.clock } });
  }

  return {
    greet: sendBackends,
    replay() {
      for (const event of history) post({ type: 'profile', event });
    },
    async start(document, analysis, backend = readSettings(document.uri).backend) {
      if (running !== undefined) return;
      running = new AbortController();
      chosen = backend;
      sendBackends();
      try {
        await asking;
        await run(document, analysis, running.signal);
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        tell({ event: 'failed', failure: failureFor({ kind: 'crashed', message: String(error) }) });
      } finally {
        running = undefined;
      }
    },
    cancel: () => running?.abort(),
    async time(document, network, signal, onPart) {
      const busy = { message: t`A profile is running.`, advice: t`Wait until it is done, or cancel it.` };
      if (running !== undefined) return { failure: busy };
      const abort = new AbortController();
      const end = () => abort.abort();
      signal.addEventListener('abort', end);
      running = abort;
      try {
        await asking;
        const found = await placeToRun(abort.signal);
        if ('failure' in found) return found;
        const { timeoutSeconds } = readSettings(document.uri);
        let rows = 0;
        const outcome = await found.profile(network, 1, {
          signal: abort.signal,
          timeoutMs: 1000 * timeoutSeconds,
          onRow: () => onPart(++rows / network.rows.length),
        });
        return outcome.kind === 'done' ? outcome.result : { failure: failureFor(outcome, timeoutSeconds) };
      } finally {
        signal.removeEventListener('abort', end);
        running = undefined;
      }
    },
    probe() {
      if (running === undefined) asking = asking.then(() => backends.probeAll());
      return asking;
    },
    async outputs(analysis, backend) {
      const network = assemble(analysis, { fused: true });
      if (network === undefined || running !== undefined) return undefined;
      const client = await clientOf(backends.place(backend));
      const outcome = await client.outputs({ network, backend, batch: 1, precision: 'fp32' });
      if (outcome.kind !== 'done') log.warn(`outputs on ${backend}: ${outcome.kind}: ${outcome.message}`);
      return outcome.kind === 'done' ? outcome.outputs : undefined;
    },
    fromPage: gpu.receive,
    dispose() {
      running?.abort();
      gpu.closed();
    },
  };
}

function panelRow({ index, ms, gflopsPerSecond, gigabytesPerSecond, bound }: RowTiming) {
  return { index, ms, gflopsPerSecond, gigabytesPerSecond, bound };
}
