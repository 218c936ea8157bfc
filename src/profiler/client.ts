import { createBirpc } from 'birpc';
import type { Connect, Ending } from './connection.ts';
import type {
  DeviceReport,
  OutputsOutcome,
  Phase,
  Probe,
  ProfileFailure,
  ProfileOutcome,
  ProfileRequest,
  RowTiming,
  Rpc,
} from './protocol.ts';

export interface ProfileOptions {
  readonly signal?: AbortSignal;
  readonly onDevice?: (device: DeviceReport) => void;
  readonly onProgress?: (phase: Phase, row?: number) => void;
  readonly onRow?: (row: RowTiming) => void;
  /** Default ten minutes. */
  readonly timeoutMs?: number;
}

/** Profiles networks somewhere else. Every call starts a fresh process or page and ends it, so that a crash leaves nothing behind. */
export interface ProfilerClient {
  probe(backend: string): Promise<Probe>;
  /** Never rejects: what goes wrong is one of the failures, with the row that ran. */
  profile(request: ProfileRequest, options?: ProfileOptions): Promise<ProfileOutcome>;
  /** What the network returns, for comparing back ends. */
  outputs(request: ProfileRequest, options?: ProfileOptions): Promise<OutputsOutcome>;
}

/** How long the other side may take to answer a cancel before it is ended. */
const patienceMs = 500;

export function createClient(connect: Connect): ProfilerClient {
  return {
    async probe(backend) {
      const outcome = await call(connect, {}, async (remote) => ({ kind: 'probed' as const, probe: await remote.probe(backend) }));
      return outcome.kind === 'probed' ? outcome.probe : { available: false, reason: outcome.message };
    },
    profile: (request, options = {}) => call(connect, options, (remote) => remote.profile(request)),
    outputs: (request, options = {}) => call(connect, options, (remote) => remote.outputs(request)),
  };
}

type Remote = { [Name in keyof Rpc['calls']]: (...parameters: Parameters<Rpc['calls'][Name]>) => Promise<ReturnType<Rpc['calls'][Name]>> };

function call<Result>(
  connect: Connect,
  options: ProfileOptions,
  ask: (remote: Remote) => Promise<Result>,
): Promise<Result | ProfileFailure> {
  const { signal, timeoutMs = 600_000 } = options;
  if (signal?.aborted) return Promise.resolve({ kind: 'cancelled', message: 'cancelled' });
  return new Promise((resolve) => {
    let row: number | undefined;
    const timers: NodeJS.Timeout[] = [];
    const connection = connect();
    const finish = (outcome: Result | ProfileFailure) => {
      timers.forEach(clearTimeout);
      signal?.removeEventListener('abort', cancel);
      connection.kill();
      resolve(outcome);
    };
    const fail = (kind: ProfileFailure['kind'], message: string) => finish({ kind, ...(row !== undefined && { row }), message });
    const events: Rpc['events'] = {
      device: (device) => options.onDevice?.(device),
      phase(phase, at) {
        row = at;
        options.onProgress?.(phase, at);
      },
      row: (timing) => options.onRow?.(timing),
    };
    const remote = createBirpc<Remote, Rpc['events']>(events, {
      post: (message) => connection.send(message),
      on: (receive) => connection.onMessage(receive),
      timeout: -1,
    });
    const cancel = () => {
      void remote.cancel.asEvent();
      timers.push(setTimeout(() => fail('cancelled', 'cancelled'), patienceMs));
    };
    signal?.addEventListener('abort', cancel);
    timers.push(setTimeout(() => fail('timedOut', `no result after ${timeoutMs} ms`), timeoutMs));
    connection.onEnd(({ outOfMemory, message }: Ending) => {
      if (signal?.aborted) fail('cancelled', 'cancelled');
      else fail(outOfMemory ? 'outOfMemory' : 'crashed', message);
    });
    ask(remote).then(finish, (error: unknown) => fail('crashed', error instanceof Error ? error.message : String(error)));
  });
}
