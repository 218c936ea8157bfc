import { createBirpc } from 'birpc';
import { type Backend, unavailable } from './backend.ts';
import { isOutOfMemory } from './failures.ts';
import type { Phase, ProfileFailure, ProfileRequest, Rpc } from './protocol.ts';
import { networkOutputs, profileNetwork, type RunListener } from './run.ts';

/** A message channel to the side that asks. `post` resolves when the message has left. */
export interface Channel {
  post(message: unknown): Promise<void> | void;
  listen(receive: (message: unknown) => void): void;
}

/** Answers the calls of {@link Rpc} with these back ends: the device's side, in a child process as in a browser page. */
export function serve(channel: Channel, backends: readonly Backend[]): void {
  let cancelled = false;
  let current: { phase: Phase; row: number | undefined } = { phase: 'loading', row: undefined };
  let lastPause = performance.now();

  const listener: RunListener = {
    device: (device) => void host.device.asEvent(device),
    row: (row) => void host.row.asEvent(row),
    async phase(phase, row) {
      current = { phase, row };
      await host.phase.asEvent(phase, row);
    },
    async checkpoint() {
      // Letting messages in costs about a millisecond, so not after every run of a short row.
      if (performance.now() - lastPause < 40) return;
      await new Promise((resolve) => setTimeout(resolve));
      lastPause = performance.now();
      if (cancelled) throw new Cancelled();
    },
  };

  /** Runs `work` and turns what it throws into one of the failures that the protocol knows. */
  const guarded = async <Result>(
    request: ProfileRequest,
    work: (backend: Backend) => Promise<Result>,
  ): Promise<Result | ProfileFailure> => {
    cancelled = false;
    current = { phase: 'loading', row: undefined };
    const backend = backends.find(({ id }) => id === request.backend);
    if (!backend) return { kind: 'unavailable', message: `There is no back end ${request.backend} here.` };
    const probe = await backend.probe();
    if (!probe.available) return { kind: 'unavailable', message: probe.reason };
    if (request.precision !== 'fp32') return { kind: 'unavailable', message: `${request.backend} computes in fp32 only.` };
    try {
      return await work(backend);
    } catch (error) {
      return failureOf(error, current.row);
    }
  };

  const functions: Rpc['calls'] extends infer Calls ? { [Name in keyof Calls]: AsyncOf<Calls[Name]> } : never = {
    async probe(id) {
      const backend = backends.find((candidate) => candidate.id === id);
      return backend ? backend.probe() : unavailable(`There is no back end ${id} here.`);
    },
    profile: (request) =>
      guarded(request, async (backend) => ({ kind: 'done' as const, result: await profileNetwork(backend, request, listener) })),
    outputs: (request) =>
      guarded(request, async (backend) => ({ kind: 'done' as const, outputs: await networkOutputs(backend, request, listener) })),
    async cancel() {
      cancelled = true;
    },
  };

  const host = createBirpc<Rpc['events'], typeof functions>(functions, {
    post: (message) => channel.post(message),
    on: (receive) => channel.listen(receive),
    timeout: -1,
  });
}

type AsyncOf<Method> = Method extends (...args: infer Arguments) => infer Result ? (...args: Arguments) => Promise<Result> : never;

class Cancelled extends Error {}

function failureOf(error: unknown, row: number | undefined): ProfileFailure {
  const place = row === undefined ? {} : { row };
  if (error instanceof Cancelled) return { kind: 'cancelled', ...place, message: 'cancelled' };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: isOutOfMemory(message) ? 'outOfMemory' : 'crashed', ...place, message };
}
