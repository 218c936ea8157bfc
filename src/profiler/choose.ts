import type { ProfilerClient } from './client.ts';
import type { Device, Probe } from './protocol.ts';

/** Back ends of the child process, in the order in which `auto` prefers them on a processor; `cpu` is the numerical reference. */
const hostBackends = ['tensorflow', 'wasm', 'cpu'] as const;

export interface ProbedBackend {
  readonly id: string;
  readonly probe: Probe;
}

/** What every back end finds on this machine. */
export function probeBackends(client: ProfilerClient, ids: readonly string[] = hostBackends): Promise<ProbedBackend[]> {
  return Promise.all(ids.map(async (id) => ({ id, probe: await client.probe(id) })));
}

/** What `auto` takes: the first with a real GPU, else the first that works at all. */
export function chooseBackend(probed: readonly ProbedBackend[]): { readonly id: string; readonly device?: Device } | undefined {
  const choices = probed.flatMap(({ id, probe }) => (probe.available ? probe.devices.map((device) => ({ id, device })) : []));
  return choices.find(({ device }) => device.kind === 'gpu') ?? choices[0];
}
