// A worker of which the back end does in one row what FAULT says: `abort:3`, `hang:3`, `heap:3`, `throw:3`, or while it builds `hang:build`.
import type { Backend } from '../../src/profiler/backend.ts';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { childChannel } from '../../src/profiler/childChannel.ts';
import { serve } from '../../src/profiler/serve.ts';

const [fault = '', place = ''] = (process.env.FAULT ?? '').split(':');

const faults: Record<string, () => void> = {
  abort: () => process.abort(),
  hang() {
    for (;;);
  },
  heap() {
    const hoard: number[][] = [];
    for (;;) hoard.push(Array.from({ length: 1e5 }, Math.random));
  },
  throw() {
    throw new RangeError('Array buffer allocation failed');
  },
};

const faulty: Backend = {
  ...wasmBackend,
  async open(network, options) {
    if (place === 'build' && network.rows.length > 1) {
      await options.beforeRow?.(0);
      faults[fault]?.();
    }
    const session = await wasmBackend.open(network, options);
    return {
      ...session,
      run(first, last) {
        if (network.rows.length > 1 && String(last) === place) faults[fault]?.();
        return session.run(first, last);
      },
    };
  },
};

serve(childChannel(), [faulty]);
