import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { available, type Backend, unavailable } from '../backend.ts';
import { hostProcessor, hostVersions } from './host.ts';
import { openTfjs } from './tfjs.ts';
import { replaceCopies } from './wasmCopies.ts';

/** WebAssembly with SIMD: always works, nothing to install. One thread, because tfjs switches threads off in Node. */
export const wasmBackend: Backend = {
  id: 'wasm',
  async probe() {
    const started = await start();
    return started ? available([hostProcessor()], `tfjs ${tf.version_core}`) : unavailable('The WebAssembly module could not be started.');
  },
  async open(network, options) {
    if (!(await start())) throw new Error('The WebAssembly module could not be started.');
    const versions = { ...hostVersions(tf.version_core), simd: String(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) };
    const device = { ...hostProcessor(), backend: 'wasm', versions, threads: 1, clock: 'host' } as const;
    return openTfjs(network, options, { tf, device, asynchronous: false });
  },
};

let prepared = false;

async function start(): Promise<boolean> {
  setWasmPaths(`${wasmFolder()}${path.sep}`);
  const started = await tf.setBackend('wasm');
  await tf.ready();
  if (started && !prepared) {
    guardMemory();
    replaceCopies();
    prepared = true;
  }
  return started;
}

/** Beside the bundled worker, or in the package that it was bundled from. */
function wasmFolder(): string {
  const worker = process.argv[1] ?? '';
  const beside = path.dirname(worker);
  if (existsSync(path.join(beside, 'tfjs-backend-wasm-simd.wasm'))) return beside;
  return path.dirname(createRequire(worker).resolve('@tensorflow/tfjs-backend-wasm'));
}

/** tfjs does not look whether memory could be had and would write to address 0. */
function guardMemory(): void {
  const { wasm } = tf.backend() as unknown as { wasm: { _malloc(bytes: number): number } };
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = allocate(bytes);
    if (address === 0 && bytes > 0) throw new RangeError(`out of memory: WebAssembly could not get ${bytes} bytes`);
    return address;
  };
}
