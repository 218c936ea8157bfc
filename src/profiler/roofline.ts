import type { NetworkGraph, NetworkOperation, Primitive, Shape } from '../core/index.ts';
import type { Backend, OpenOptions } from './backend.ts';
import { createMeter } from './measure.ts';
import { type PlannedRow, planRows } from './plan.ts';
import type { Bound } from './protocol.ts';

/** What the device attains at best, by measurement: the yardstick for what limits a row. */
export interface Roofline {
  readonly macsPerMs: number;
  readonly bytesPerMs: number;
  readonly launchMs: number;
}

/** Runs a convolution, a sum of large maps and a chain of tiny operations on the device. */
export async function measureRoofline(
  backend: Backend,
  options: Omit<OpenOptions, 'batch' | 'image'>,
  checkpoint: () => Promise<void>,
): Promise<Roofline> {
  const rate = async (probe: (size: number) => NetworkGraph, amount: (row: PlannedRow) => number, sizes: readonly number[]) => {
    let best = 0;
    for (const size of sizes) {
      const network = probe(size);
      const ms = await timeOf(backend, network, options, checkpoint);
      best = Math.max(best, amount(planRows(network, 1)[0] as PlannedRow) / ms);
      // Larger is only worth trying while the device was hardly busy.
      if (ms > 2) break;
    }
    return best;
  };
  const macsPerMs = await rate(convolution, ({ macs }) => macs, [40, 80, 160, 320]);
  const bytesPerMs = await rate(sum, ({ bytes }) => bytes, [80, 160, 320, 640]);
  const launchesPerMs = await rate(chain, ({ launches }) => launches, [32]);
  return { macsPerMs, bytesPerMs, launchMs: 1 / launchesPerMs };
}

/** The largest of the times that computing, moving and launching would take at best. */
export function boundOf({ macs, bytes, launches }: PlannedRow, { macsPerMs, bytesPerMs, launchMs }: Roofline): Bound {
  const times: Record<Bound, number> = { compute: macs / macsPerMs, memory: bytes / bytesPerMs, launch: launches * launchMs };
  return (Object.keys(times) as Bound[]).reduce((worst, bound) => (times[bound] > times[worst] ? bound : worst));
}

async function timeOf(
  backend: Backend,
  network: NetworkGraph,
  options: Omit<OpenOptions, 'batch' | 'image'>,
  checkpoint: () => Promise<void>,
): Promise<number> {
  const [channels = 1, height = 1, width = 1] = network.tensors[0] ?? [];
  const { beforeRow: _, ...rest } = options;
  const session = await backend.open(network, { ...rest, batch: 1, image: new Float32Array(channels * height * width).fill(0.5) });
  try {
    const meter = await createMeter(session, { runs: 5, budgetMs: 100, checkpoint });
    return Math.max((await meter.measure(0, 0)).ms.median, 1e-4);
  } finally {
    session.close();
  }
}

const convolution = (size: number): NetworkGraph => {
  const primitive: Primitive = { kind: 'conv2d', stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1], groups: 1, bias: false };
  return network(
    [64, size, size],
    [{ primitive, weights: [{ name: 'probe.weight', role: 'weight', shape: [64, 64, 3, 3] }], macs: size * size * 64 * 64 * 9 }],
  );
};
const sum = (size: number): NetworkGraph =>
  network([64, size, size], [{ primitive: { kind: 'affine', scale: 1, shift: 1 }, weights: [], macs: 0 }]);
const chain = (count: number): NetworkGraph =>
  network(
    [1, 1, 8],
    Array.from({ length: count }, () => ({ primitive: { kind: 'affine', scale: 1, shift: 1 }, weights: [], macs: 0 })),
  );

function network(shape: Shape, steps: readonly Pick<NetworkOperation, 'primitive' | 'weights' | 'macs'>[]): NetworkGraph {
  const operations = steps.map((step, i) => ({ ...step, inputs: [i], outputs: [i + 1], path: 'probe', row: 0 }));
  const tensors = Array.from({ length: steps.length + 1 }, () => shape);
  const row = { index: 0, module: 'probe', path: 'probe', operations, inputs: [0], outputs: [steps.length], levels: [] };
  return { tensors, image: 0, rows: [row], outputs: [steps.length] };
}
