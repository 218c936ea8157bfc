import os from 'node:os';
import type { Device } from '../protocol.ts';

/** The processor of the machine on which this runs. */
export function hostProcessor(): Device {
  return { name: os.cpus()[0]?.model.trim() || `${os.arch()} processor`, kind: 'cpu' };
}

export function hostVersions(tfjs: string): Record<string, string> {
  return { tfjs, node: process.versions.node, system: `${os.type()} ${os.release()}` };
}
