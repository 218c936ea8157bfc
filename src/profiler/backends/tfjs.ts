import type { NetworkGraph } from '../../core/index.ts';
import type { OpenOptions, Session } from '../backend.ts';
import type { Tf } from '../executor/layout.ts';
import { createExecutor } from '../executor.ts';
import type { DeviceReport } from '../protocol.ts';

export interface TfjsOptions {
  readonly tf: Tf;
  readonly device: DeviceReport;
  /** The device works on after an operation has been called: reading a number back is the only way to wait for it. */
  readonly asynchronous: boolean;
}

/** A session on the back end that `tf` has set: what all tfjs back ends share, in Node and in the browser. */
export async function openTfjs(network: NetworkGraph, options: OpenOptions, { tf, device, asynchronous }: TfjsOptions): Promise<Session> {
  const executor = createExecutor(tf, network, options);
  for (const row of network.rows.keys()) {
    await options.beforeRow?.(row);
    executor.build(row);
  }
  let lastRow = 0;
  const run = (first: number, last: number) => {
    for (let row = first; row <= last; row++) executor.run(row);
    lastRow = last;
  };
  const session: Session = {
    device,
    run,
    sync: () => (asynchronous ? readBack(tf, executor.result(lastRow)) : undefined),
    outputs: () => Promise.all(network.outputs.map((id) => executor.read(id))),
    close: () => executor.dispose(),
  };
  if (device.clock === 'host') return session;
  return {
    ...session,
    async timed(first, last, repeats) {
      const { kernelMs } = await tf.time(() => {
        for (let i = 0; i < repeats; i++) run(first, last);
      });
      if (typeof kernelMs !== 'number') throw new Error('the device gave no timestamps');
      return kernelMs;
    },
  };
}

/** Waits for a tensor by reading one number of it. */
async function readBack(tf: Tf, tensor: ReturnType<Tf['tensor']> | undefined): Promise<void> {
  if (!tensor) return;
  const cell = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), [0], [1]));
  await cell.data();
  cell.dispose();
}
