import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../executor/layout.ts';

/**
 * Times what the GPU takes for a piece of work, by one timestamp before and one after it; milliseconds for the whole piece.
 * tfjs' own `tf.time` puts two around each kernel, which loses kernels shorter than the 100 µs to which browsers round them.
 */
export interface RegionTimer {
  /**
   * Everything in one command buffer, so that the time to record it is not in the number. What the work allocates is freed only
   * afterwards. `undefined` where the pass was broken up, as an upload in the middle does: the next run has nothing to upload.
   */
  closed(run: () => void): Promise<number | undefined>;
  /** Recorded and handed over as it comes, gaps included. */
  open(run: () => void): Promise<number>;
  dispose(): void;
}

/** A timer for tfjs' webgpu back end; `undefined` where the device has no timestamps. */
export function regionTimer(tf: Tf): RegionTimer | undefined {
  const backend = tf.backend() as unknown as WebGpuBackend;
  if (tf.getBackend() !== 'webgpu' || !backend.device.features.has('timestamp-query')) return undefined;
  const { device } = backend;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ size: 16, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const readable = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const spare = tf.keep(tf.fill([1024], 1));

  const begin = (writes: Omit<GPUComputePassTimestampWrites, 'querySet'>) => {
    flush(backend);
    backend.ensureCommandEncoderReady();
    // tfjs goes on recording into an open pass when it finds one.
    backend.computePassEncoder = backend.commandEncoder?.beginComputePass({ timestampWrites: { querySet, ...writes } }) ?? null;
    return backend.computePassEncoder;
  };

  return {
    async closed(run) {
      const usual = tf.env().getNumber(batchSize);
      tf.env().set(batchSize, Number.MAX_SAFE_INTEGER);
      try {
        const pass = begin({ beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 });
        run();
        const whole = backend.computePassEncoder === pass;
        const ms = await read(backend, querySet, resolved, readable);
        return whole ? ms : undefined;
      } finally {
        tf.env().set(batchSize, usual);
      }
    },
    async open(run) {
      begin({ beginningOfPassWriteIndex: 0 });
      run();
      begin({ endOfPassWriteIndex: 1 });
      // Some drivers skip a pass without work, and its timestamp with it.
      tf.dispose(tf.neg(spare) as Tensor);
      return read(backend, querySet, resolved, readable);
    },
    dispose() {
      spare.dispose();
      querySet.destroy();
      resolved.destroy();
      readable.destroy();
    },
  };
}

/** What is used of tfjs-backend-webgpu 4.22, private parts included. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** How many kernels tfjs records before it hands them to the GPU. */
const batchSize = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

async function read(backend: WebGpuBackend, querySet: GPUQuerySet, resolved: GPUBuffer, readable: GPUBuffer): Promise<number> {
  backend.endComputePassEncoder();
  backend.ensureCommandEncoderReady();
  backend.commandEncoder?.resolveQuerySet(querySet, 0, 2, resolved, 0);
  backend.commandEncoder?.copyBufferToBuffer(resolved, 0, readable, 0, 16);
  backend.submitQueue();
  await readable.mapAsync(GPUMapMode.READ);
  const [start = 0n, end = 0n] = new BigUint64Array(readable.getMappedRange());
  readable.unmap();
  // Clocks that are set anew while a laptop changes speed can run backwards.
  return Math.max(0, Number(end - start) / 1e6);
}

/** Hands over what has been recorded so far, so that it is not in the region. */
function flush(backend: WebGpuBackend): void {
  if (!backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}
