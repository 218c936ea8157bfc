import type { Backend, OpenOptions, Session } from './backend.ts';
import { createMeter, type Measurement } from './measure.ts';
import { type PlannedRow, planRows } from './plan.ts';
import type { DeviceReport, Phase, ProfileRequest, ProfileResult, RowTiming } from './protocol.ts';
import { boundOf, measureRoofline, type Roofline } from './roofline.ts';
import { steadySpread } from './statistics.ts';
import { namedImage, namedWeights } from './weights.ts';

/** Whom to tell what happens while a network is profiled. */
export interface RunListener {
  device(device: DeviceReport): void;
  /** Resolves when the news has left, so that it is known what ran if this is the last that is heard. */
  phase(phase: Phase, row?: number): Promise<void>;
  row(row: RowTiming): void;
  /** Throws when the run is to end. */
  checkpoint(): Promise<void>;
}

/** Profiles a network on a back end: build, warm up, every row, the whole. Needs nothing of Node or the browser. */
export async function profileNetwork(backend: Backend, request: ProfileRequest, listener: RunListener): Promise<ProfileResult> {
  const { network, batch, precision, runs = 30, budgetMs = 1000 } = request;
  const { checkpoint } = listener;
  const plan = planRows(network, batch);
  await listener.phase('loading');
  const roofline = await measureRoofline(backend, { ...openOptions(request), precision }, checkpoint);
  const session = await openNetwork(backend, request, listener);
  try {
    await warmUpRows(session, plan, listener);
    const meter = await createMeter(session, { runs, budgetMs, checkpoint });
    const rows: RowTiming[] = [];
    for (const planned of plan) {
      await listener.phase('rows', planned.index);
      const row = timing(planned, await meter.measure(planned.position, planned.position), roofline);
      rows.push(row);
      listener.row(row);
    }
    await listener.phase('endToEnd');
    const endToEnd = await meter.measure(0, network.rows.length - 1);
    const [, height = 0, width = 0] = network.tensors[network.image] ?? [];
    return {
      device: session.device,
      precision,
      batch,
      imageSize: [height, width],
      date: new Date().toISOString(),
      modelHash: await hashOf(network),
      endToEndMs: endToEnd.ms,
      endToEndRuns: endToEnd.runs,
      sumOfRowsMs: rows.reduce((sum, { ms }) => sum + ms.median, 0),
      rows,
    };
  } finally {
    session.close();
  }
}

/** Runs a network once and gives what it returns. */
export async function networkOutputs(backend: Backend, request: ProfileRequest, listener: RunListener): Promise<Float32Array[]> {
  const session = await openNetwork(backend, request, listener);
  try {
    await warmUpRows(session, planRows(request.network, request.batch), listener);
    return await session.outputs();
  } finally {
    session.close();
  }
}

async function openNetwork(backend: Backend, request: ProfileRequest, listener: RunListener): Promise<Session> {
  const { network, batch } = request;
  const session = await backend.open(network, {
    ...openOptions(request),
    batch,
    image: namedImage(batch, network.tensors[network.image] ?? []),
    beforeRow: async (row) => {
      await listener.phase('building', network.rows[row]?.index);
      await listener.checkpoint();
    },
  });
  listener.device(session.device);
  return session;
}

function openOptions({ precision, device }: ProfileRequest): Omit<OpenOptions, 'batch' | 'image'> {
  return { precision, weights: namedWeights, ...(device !== undefined && { device }) };
}

/** Once through the network row by row, so that what takes too much memory or crashes is known by its row. */
async function warmUpRows(session: Session, plan: readonly PlannedRow[], listener: RunListener): Promise<void> {
  for (const { position, index } of plan) {
    await listener.phase('warmUp', index);
    await session.run(position, position);
    await session.sync();
    await listener.checkpoint();
  }
}

function timing(planned: PlannedRow, { ms, runs }: Measurement, roofline: Roofline): RowTiming {
  const { index, module, macs, bytes } = planned;
  const perSecond = (amount: number) => (ms.median > 0 ? (amount / ms.median) * 1000 : 0);
  return {
    index,
    module,
    ms,
    runs,
    unsteady: ms.spread > steadySpread,
    macs,
    bytes,
    gflopsPerSecond: perSecond(2 * macs) / 1e9,
    gigabytesPerSecond: perSecond(bytes) / 1e9,
    bound: boundOf(planned, roofline),
  };
}

/** The first 16 digits of the SHA-256 of the graph. */
async function hashOf(network: ProfileRequest['network']): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(network)));
  return Array.from(new Uint8Array(digest).slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
