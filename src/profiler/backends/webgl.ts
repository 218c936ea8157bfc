import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { available, type Backend, unavailable } from '../backend.ts';
import { browserVersions, webglAdapter } from '../browser/adapter.ts';
import { openTfjs } from './tfjs.ts';

/** The GPU of the computer that shows the window, through WebGL 2: where there is no WebGPU. Has no clock of its own to trust. */
export const webglBackend: Backend = {
  id: 'webgl',
  async probe() {
    const adapter = webglAdapter();
    if (typeof adapter === 'string') return unavailable(adapter);
    return available([{ name: adapter.name, kind: adapter.software ? 'software' : 'gpu' }], `tfjs ${tf.version_core}`);
  },
  async open(network, options) {
    const adapter = webglAdapter();
    if (typeof adapter === 'string') throw new Error(adapter);
    if (!(await tf.setBackend('webgl'))) throw new Error('tfjs could not open the WebGL device.');
    await tf.ready();
    const device = {
      name: adapter.name,
      kind: adapter.software ? 'software' : 'gpu',
      backend: 'webgl',
      versions: browserVersions(tf.version_core),
      threads: 1,
      clock: 'host',
      caution: adapter.software
        ? 'A GPU imitated in software on the processor: its times say nothing about a GPU.'
        : 'WebGL draws pictures to calculate: convolutions take longer than with WebGPU.',
    } as const;
    return openTfjs(network, options, { tf, device, asynchronous: true });
  },
};
