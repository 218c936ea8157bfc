// What the framework makes of one module (test/differential/module_outputs.py), and how ours is held to it.
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Analysis, NetworkGraph } from '../../src/core/index.ts';
import { createExecutor } from '../../src/profiler/executor.ts';
import { namedImage, namedWeights } from '../../src/profiler/weights.ts';
import { assertOutputs, readTensors } from './outputs.ts';

export const forms = ['plain', 'fused'] as const;
export type Form = (typeof forms)[number];

export interface Answer {
  readonly absent?: boolean;
  readonly hidden?: boolean;
  readonly plain: FormAnswer;
  readonly fused: FormAnswer;
}

interface FormAnswer {
  readonly error?: string;
  readonly state?: Readonly<Record<string, readonly number[]>>;
  readonly outputs?: readonly (readonly number[])[];
}

/** Names and shapes of what the row stores. */
export function sameState(analysis: Analysis, row: number, form: Form, answer: FormAnswer): void {
  const network = analysis.rows[row]?.network;
  assert.ok(network, 'the row is known');
  const graph = form === 'fused' ? network.fused() : network.graph();
  const ours: Record<string, readonly number[]> = {};
  const visit = (node: typeof graph.root, prefix: string): void => {
    for (const { name, shape } of node.parameters) ours[prefix + name] = shape;
    for (const child of node.children) visit(child, `${prefix}${child.name}.`);
  };
  visit(graph.root, '');
  // The framework keeps YOLOE's vocabulary beside the head, not in it.
  if (analysis.rows[row]?.module.startsWith('YOLOE')) delete ours.pe;
  assert.deepEqual(sorted(ours), sorted(answer.state ?? {}), `${form}: stored tensors`);
}

function sorted(state: Readonly<Record<string, readonly number[]>>): string[] {
  return Object.entries(state)
    .map(([name, shape]) => `${name} ${shape.join('×')}`)
    .sort();
}

/** Every number of the network's outputs. */
export async function sameOutputs(network: NetworkGraph, file: string, shapes: readonly (readonly number[])[]): Promise<void> {
  const [channels = 1, height = 1, width = 1] = network.tensors[network.image] ?? [];
  const image = namedImage(1, [channels, height, width]);
  const executor = createExecutor(tf, network, { batch: 1, weights: namedWeights, image });
  for (const { index } of network.rows) executor.build(index);
  for (const { index } of network.rows) executor.run(index);
  const ours = [];
  for (const id of network.outputs) ours.push({ shape: network.tensors[id] ?? [], data: await executor.read(id) });
  executor.dispose();
  assertOutputs('wasm', ours, readTensors(file, shapes));
}
