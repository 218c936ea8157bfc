import type { NetworkGraph } from '../../core/index.ts';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { available, type Backend, type Session, unavailable } from '../backend.ts';
import { type Adapter, browserVersions, webgpuAdapter } from '../browser/adapter.ts';
import { type RegionTimer, regionTimer, type WebGpuBackend } from '../browser/regionTimer.ts';
import { openTfjs } from './tfjs.ts';

/** The GPU of the computer that shows the window, through WebGPU: nothing to install. */
export const webgpuBackend: Backend = {
  id: 'webgpu',
  async probe() {
    const adapter = await webgpuAdapter();
    if (typeof adapter === 'string') return unavailable(adapter);
    return available([{ name: adapter.name, kind: kindOf(adapter) }], `tfjs ${tf.version_core}`);
  },
  async open(network, options) {
    const adapter = await webgpuAdapter();
    if (typeof adapter === 'string') throw new Error(adapter);
    if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs could not open the WebGPU device.');
    await tf.ready();
    const failed = watch(tf.backend() as unknown as WebGpuBackend);
    const timer = regionTimer(tf);
    const device = {
      name: adapter.name,
      kind: kindOf(adapter),
      backend: 'webgpu',
      versions: browserVersions(tf.version_core),
      threads: 1,
      clock: timer ? 'device' : 'host',
      ...(adapter.software && { caution: 'A GPU imitated in software on the processor: its times say nothing about a GPU.' }),
    } as const;
    // `timed` of tfjs goes kernel by kernel; ours takes its place.
    const session = await openTfjs(network, options, { tf, device: { ...device, clock: 'host' }, asynchronous: true });
    return {
      ...session,
      device,
      async sync() {
        await session.sync();
        failed();
      },
      ...(timer && { timed: timedRows(session, timer, network, options.batch, adapter.software, failed) }),
      close() {
        session.close();
        timer?.dispose();
      },
    };
  },
};

const kindOf = ({ software }: Adapter) => (software ? 'software' : 'gpu');

/** Memory that a region may hold until it ends. */
const regionBytes = 512 * 2 ** 20;

/** One row is timed without the gaps between its kernels, many rows as they come; software is too slow for long command buffers. */
function timedRows(
  session: Session,
  timer: RegionTimer,
  network: NetworkGraph,
  batch: number,
  software: boolean,
  failed: () => void,
): NonNullable<Session['timed']> {
  return async (first, last, repeats) => {
    const run = (times: number) => () => {
      for (let i = 0; i < times; i++) void session.run(first, last);
    };
    let total = 0;
    const portion = Math.max(1, Math.floor(regionBytes / (batch * bytesMade(network, first, last))));
    for (let done = 0; done < repeats; ) {
      const times = Math.min(portion, repeats - done);
      const closed = first === last && !software ? await timer.closed(run(times)) : undefined;
      total += closed ?? (await timer.open(run(times)));
      failed();
      done += times;
    }
    return total;
  };
}

function bytesMade({ rows, tensors }: NetworkGraph, first: number, last: number): number {
  const made = rows.slice(first, last + 1).flatMap(({ operations }) => operations.flatMap(({ outputs }) => outputs));
  return made.reduce((sum, id) => sum + 4 * (tensors[id] ?? []).reduce((n, size) => n * size, 1), 1);
}

/** WebGPU reports errors late and elsewhere, and goes on with wrong numbers: the result throws what has come up so far. */
function watch({ device }: WebGpuBackend): () => void {
  let error: Error | undefined;
  device.onuncapturederror = ({ error: found }) => {
    const kind = found instanceof GPUOutOfMemoryError ? 'out of memory: ' : '';
    error ??= new Error(`${kind}${found.message}`);
  };
  void device.lost.then(({ message }) => {
    error ??= new Error(`the GPU was lost: ${message}`);
  });
  return () => {
    if (error) throw error;
  };
}
