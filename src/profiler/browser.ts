import { webglBackend } from './backends/webgl.ts';
import { webgpuBackend } from './backends/webgpu.ts';
import { serve } from './serve.ts';

/** The panel's GPU worker: answers the profiler's calls with the GPU of the computer that shows the window. */
serve(
  {
    post: (message) => self.postMessage(message),
    listen: (receive) => self.addEventListener('message', ({ data }) => receive(data)),
  },
  [webgpuBackend, webglBackend],
);
