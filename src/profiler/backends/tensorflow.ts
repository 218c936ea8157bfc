import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { available, type Backend, unavailable } from '../backend.ts';
import type { Tf } from '../executor/layout.ts';
import type { Device } from '../protocol.ts';
import { hostProcessor, hostVersions } from './host.ts';
import { tensorflowFolders } from './tensorflowFolders.ts';
import { openTfjs } from './tfjs.ts';

/** What `@tensorflow/tfjs-node` adds to tfjs: the native back end with TensorFlow's library behind it. */
interface NativeTensorflow {
  readonly tf: Tf;
  readonly packageName: string;
  readonly version: string;
  readonly gpu: boolean;
}

const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
const advice = 'On Linux `npm run tensorflow:setup` in the YOLO Architect folder builds it; elsewhere `npm install @tensorflow/tfjs-node`.';

/** TensorFlow's own library through `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, on the GPU when it sees one. */
export const tensorflowBackend: Backend = {
  id: 'tensorflow',
  async probe() {
    const found = loadTensorflow();
    return 'reason' in found ? unavailable(found.reason, advice) : available([deviceOf(found)], `TensorFlow ${found.version}`);
  },
  async open(network, options) {
    const found = loadTensorflow();
    if ('reason' in found) throw new Error(found.reason);
    const { tf, version, packageName, gpu } = found;
    await tf.setBackend('tensorflow');
    const versions = { ...hostVersions(tf.version_core), tensorflow: version, [packageName]: tf.version_core };
    const threads = gpu ? 1 : os.availableParallelism();
    const device = { ...deviceOf(found), backend: 'tensorflow', versions, threads, clock: 'host' } as const;
    return openTfjs(network, options, { tf, device, asynchronous: gpu });
  },
};

let loaded: NativeTensorflow | { reason: string } | undefined;

/** The first package whose native binding loads; else why each one that is there does not. */
export function loadTensorflow(): NativeTensorflow | { reason: string } {
  loaded ??= tryAll();
  return loaded;
}

function tryAll(): NativeTensorflow | { reason: string } {
  restoreUtil();
  const reasons: string[] = [];
  for (const packageName of packageNames) {
    for (const folder of tensorflowFolders(process.argv[1] ?? '')) {
      const location = path.join(folder, 'node_modules', packageName);
      if (!existsSync(location)) continue;
      try {
        const tf = createRequire(path.join(folder, 'index.js'))(location) as Tf;
        const native = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice: boolean };
        return { tf, packageName, version: native.binding.TF_Version, gpu: native.isUsingGpuDevice };
      } catch (error) {
        reasons.push(`${location}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      }
    }
  }
  return { reason: reasons.length > 0 ? reasons.join('; ') : `${packageNames.join(' and ')} are not installed.` };
}

/** tfjs-node 4.22 calls functions that Node 23 removed. */
function restoreUtil(): void {
  const target = util as unknown as Record<string, unknown>;
  target.isNullOrUndefined ??= (x: unknown) => x === null || x === undefined;
  target.isArray ??= Array.isArray;
  for (const type of ['String', 'Number', 'Boolean', 'Undefined']) target[`is${type}`] ??= (x: unknown) => typeof x === type.toLowerCase();
}

function deviceOf({ gpu }: NativeTensorflow): Device {
  return gpu ? { name: nvidiaName() ?? 'GPU of TensorFlow', kind: 'gpu' } : hostProcessor();
}

/** As the driver writes it on Linux. */
function nvidiaName(): string | undefined {
  const folder = '/proc/driver/nvidia/gpus';
  const [first] = existsSync(folder) ? readdirSync(folder) : [];
  return first && /Model:\s*(.+)/.exec(readFileSync(path.join(folder, first, 'information'), 'utf8'))?.[1]?.trim();
}
