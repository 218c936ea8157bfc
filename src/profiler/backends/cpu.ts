import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { available, type Backend } from '../backend.ts';
import { hostProcessor, hostVersions } from './host.ts';
import { openTfjs } from './tfjs.ts';

/** Plain JavaScript: slow, and the numerical reference for the others. */
export const cpuBackend: Backend = {
  id: 'cpu',
  probe: async () => available([hostProcessor()], `tfjs ${tf.version_core}`),
  async open(network, options) {
    await tf.setBackend('cpu');
    await tf.ready();
    const device = { ...hostProcessor(), backend: 'cpu', versions: hostVersions(tf.version_core), threads: 1, clock: 'host' } as const;
    return openTfjs(network, options, { tf, device, asynchronous: false });
  },
};
