import { cpuBackend } from './backends/cpu.ts';
import { tensorflowBackend } from './backends/tensorflow.ts';
import { wasmBackend } from './backends/wasm.ts';
import { childChannel } from './childChannel.ts';
import { serve } from './serve.ts';

// The child process: back ends that need nothing but Node. A line here is all that a new one takes.
serve(childChannel(), [wasmBackend, cpuBackend, tensorflowBackend]);
