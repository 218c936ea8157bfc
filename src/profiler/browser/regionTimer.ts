import type { Tf } from '../executor/layout.ts';

/**
 * Times what the GPU itself takes for a piece of work, by two timestamps around it. The work goes to the GPU in one command
 * buffer and one pass, so that neither the time to record it nor a read-back is in the number. Timestamps may be rounded to
 * 100 µs: short work is repeated inside the region. The result is milliseconds a run, or `undefined` where the pass was broken
 * up (an upload in the middle of the work does that): try again, the next run has nothing to upload.
 */
export type RegionTimer = (run: () => void, repeats: number) => Promise<number | undefined>;

/** A timer for tfjs' webgpu back end; `undefined` where the device has no timestamps. */
export function regionTimer(tf: Tf): RegionTimer | undefined {
  const backend = tf.backend() as unknown as WebGpuBackend;
  if (tf.getBackend() !== 'webgpu' || !backend.device.features.has('timestamp-query')) return undefined;
  return (run, repeats) => timeRegion(tf, backend, run, repeats);
}

/** What is used of tfjs-backend-webgpu 4.22, private parts included: it records into an open pass when it finds one. */
interface WebGpuBackend {
  readonly device: GPUDevice;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const batchSize = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

async function timeRegion(tf: Tf, backend: WebGpuBackend, run: () => void, repeats: number): Promise<number | undefined> {
  const { device } = backend;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ size: 16, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const readable = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const usualBatch = tf.env().getNumber(batchSize);
  try {
    flush(backend);
    tf.env().set(batchSize, Number.MAX_SAFE_INTEGER);
    backend.ensureCommandEncoderReady();
    const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
    const pass = backend.commandEncoder?.beginComputePass({ timestampWrites }) ?? null;
    backend.computePassEncoder = pass;
    for (let i = 0; i < repeats; i++) run();
    const whole = backend.computePassEncoder === pass;
    backend.endComputePassEncoder();
    backend.ensureCommandEncoderReady();
    backend.commandEncoder?.resolveQuerySet(querySet, 0, 2, resolved, 0);
    backend.commandEncoder?.copyBufferToBuffer(resolved, 0, readable, 0, 16);
    backend.submitQueue();
    await readable.mapAsync(GPUMapMode.READ);
    const [start = 0n, end = 0n] = new BigUint64Array(readable.getMappedRange());
    return whole && end >= start ? Number(end - start) / 1e6 / repeats : undefined;
  } finally {
    tf.env().set(batchSize, usualBatch);
    querySet.destroy();
    resolved.destroy();
    readable.destroy();
  }
}

/** Hands over what has been recorded so far, so that it is not in the region. */
function flush(backend: WebGpuBackend): void {
  if (!backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}
