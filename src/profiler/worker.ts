import { cpuBackend } from './backends/cpu.ts';
import { tensorflowBackend } from './backends/tensorflow.ts';
import { wasmBackend } from './backends/wasm.ts';
import { serve } from './serve.ts';

// The child process: back ends that need nothing but Node. A line here is all that a new one takes.
serve(
  {
    post: (message) =>
      new Promise<void>((resolve) => {
        if (process.send) process.send(message, () => resolve());
        else resolve();
      }),
    listen: (receive) => void process.on('message', receive),
  },
  [wasmBackend, cpuBackend, tensorflowBackend],
);
// Nobody is left who could use an answer.
process.on('disconnect', () => process.exit());
