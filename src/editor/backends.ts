import * as vscode from 'vscode';
import { t } from '../core/index.ts';
import type { PanelBackend, PanelBackends, PanelDevice } from '../panel/protocol.ts';
import { chooseBackend, type ProbedBackend } from '../profiler/choose.ts';
import type { ProfilerClient } from '../profiler/client.ts';
import type { Device, DeviceReport, Probe } from '../profiler/protocol.ts';

/** Back ends in the order in which *Automatic* asks for a GPU; the host's own first, as it is the machine that trains. */
const known = [
  { id: 'tensorflow', place: 'host' },
  { id: 'webgpu', place: 'window' },
  { id: 'webgl', place: 'window' },
  { id: 'wasm', place: 'host' },
  { id: 'cpu', place: 'host' },
] as const;

/** What is known so far about where a network can run. */
export interface Backends {
  list(chosen: string): PanelBackends;
  /** Asks a back end, once; all later calls have the same answer. */
  probe(id: string): Promise<Probe>;
  probeAll(): Promise<void>;
  /** What *Automatic* means here: the first GPU that works, else the fastest processor. */
  choose(): Promise<{ readonly id: string; readonly device?: Device } | undefined>;
  place(id: string): 'host' | 'window';
}

export function createBackends(clientOf: (place: 'host' | 'window') => Promise<ProfilerClient>, changed: () => void): Backends {
  const asked = new Map<string, Promise<Probe>>();
  const answers = new Map<string, Probe>();
  let auto: string | null = null;

  const place = (id: string) => known.find((backend) => backend.id === id)?.place ?? 'host';

  function probe(id: string): Promise<Probe> {
    // Not remembered: trust may be given at any moment.
    if (place(id) === 'host' && !vscode.workspace.isTrusted) return Promise.resolve(untrusted());
    const running = asked.get(id) ?? ask(id);
    asked.set(id, running);
    return running;
  }

  async function ask(id: string): Promise<Probe> {
    const answer = await clientOf(place(id)).then(
      (client) => client.probe(id),
      (error: unknown) => ({ available: false as const, reason: String(error) }),
    );
    answers.set(id, answer);
    changed();
    return answer;
  }

  function answerOf(id: string): Probe | undefined {
    return place(id) === 'host' && !vscode.workspace.isTrusted ? untrusted() : answers.get(id);
  }

  return {
    probe,
    async probeAll() {
      for (const { id } of known) await probe(id);
    },
    place,
    list: (chosen) => ({
      auto,
      chosen,
      list: known.map(({ id }) => describe(id, place(id), answerOf(id))),
      ...(vscode.env.remoteName && { remote: vscode.env.remoteName }),
    }),
    async choose() {
      const probed: ProbedBackend[] = [];
      for (const { id } of known) {
        const answer = { id, probe: await probe(id) };
        const kind = chooseBackend([answer])?.device?.kind;
        // A GPU imitated in software is slower than the processor that imitates it.
        if (kind !== 'software') probed.push(answer);
        if (kind === 'gpu') break;
      }
      const choice = chooseBackend(probed);
      auto = choice?.id ?? null;
      changed();
      return choice;
    },
  };
}

/** A device that ran, as the panel shows it. */
export function panelDevice({ backend, name, kind, versions, threads }: DeviceReport, place: 'host' | 'window'): PanelDevice {
  const parts = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
  if (kind === 'cpu') parts.push(threads === 1 ? t`1 thread` : t`${threads} threads`);
  const caution = cautionOf(backend);
  return { backend, name, kind, place, details: parts.join(' · '), ...(caution && { caution }) };
}

function describe(id: string, place: 'host' | 'window', probe: Probe | undefined): PanelBackend {
  const label = labels[id] ?? id;
  if (probe === undefined) return { id, label, state: 'checking' };
  if (!probe.available) return { id, label, state: 'unavailable', reason: probe.reason, ...(probe.advice && { advice: probe.advice }) };
  const device = probe.devices[0];
  const caution = cautionOf(id);
  return {
    id,
    label,
    state: 'available',
    ...(device && { device: { backend: id, ...device, place, details: probe.version, ...(caution && { caution }) } }),
  };
}

const labels: Readonly<Record<string, string>> = {
  tensorflow: 'TensorFlow',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

function cautionOf(backend: string): string | undefined {
  if (backend === 'wasm') return t`One thread; matrix products, so attention too, are far slower here than on a native library.`;
  if (backend === 'cpu') return t`Plain JavaScript, the numerical reference: its times say little about other devices.`;
  return undefined;
}

function untrusted(): Probe {
  return {
    available: false,
    reason: t`This workspace is not trusted, and this back end starts a process.`,
    advice: t`Trust the workspace to profile with it.`,
  };
}
