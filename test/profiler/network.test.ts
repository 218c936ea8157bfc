import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type Analysis, analyze, assemble } from '../../src/core/index.ts';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { createExecutor } from '../../src/profiler/executor.ts';
import { planRows } from '../../src/profiler/plan.ts';
import { namedImage, namedWeights } from '../../src/profiler/weights.ts';

const examples = path.join(import.meta.dirname, '../../examples');
// One model is wrong on purpose, and one has a row that is known by what it gives only: there is nothing to run in it.
const files = readdirSync(examples).filter((file) => file.endsWith('.yaml') && file !== 'mistakes.yaml' && file !== 'yolo11n-own.yaml');

describe('whole networks', function () {
  this.timeout(120_000);
  before(async () => {
    await wasmBackend.probe();
  });

  for (const file of files) {
    it(`${file}: the plan counts what the analysis counts`, () => {
      const analysis = exampleAt(file, [64, 96]);
      const rows = planRows(graphOf(analysis, false), 1);
      assert.deepEqual(
        rows.map(({ macs }) => macs),
        analysis.rows.map(({ macs }) => macs),
      );
    });

    it(`${file}: gives the same with its normalisation folded, frees what it makes, and runs in any order of passes`, async () => {
      const analysis = exampleAt(file, [64, 96]);
      const plain = await run(analysis, false);
      const folded = await run(analysis, true);
      assert.equal(plain.length, folded.length);
      for (const [i, values] of plain.entries()) {
        const scale = Math.max(...values.map(Math.abs));
        const worst = Math.max(...values.map((value, k) => Math.abs(value - (folded[i]?.[k] ?? Number.NaN))));
        assert.ok(scale > 0 && worst <= 1e-4 * scale, `off by ${worst} where the largest value is ${scale}`);
      }
    });
  }
});

function exampleAt(file: string, imgsz: readonly [number, number]): Analysis {
  return analyze(readFileSync(path.join(examples, file), 'utf8'), { fileName: file, imgsz });
}

function graphOf(analysis: Analysis, fused: boolean) {
  const network = assemble(analysis, { fused });
  assert.ok(network, 'the network is known completely');
  return network;
}

async function run(analysis: Analysis, fused: boolean): Promise<number[][]> {
  const network = graphOf(analysis, fused);
  const before = tf.memory().numTensors;
  const executor = createExecutor(tf, network, {
    batch: 1,
    weights: namedWeights,
    image: namedImage(1, network.tensors[network.image] ?? []),
  });
  const rows = [...network.rows.keys()];
  for (const row of rows) executor.build(row);
  for (const row of rows) executor.run(row);
  const first = await Promise.all(network.outputs.map((id) => executor.read(id)));
  const stored = tf.memory().numTensors;
  // As the measurement does: each row several times, then everything again.
  for (const row of rows) for (let i = 0; i < 3; i++) executor.run(row);
  assert.equal(tf.memory().numTensors, stored, 'no tensor is left behind');
  const second = await Promise.all(network.outputs.map((id) => executor.read(id)));
  assert.deepEqual(second, first);
  executor.dispose();
  assert.equal(tf.memory().numTensors, before, 'nothing is left after dispose');
  return first.map((values) => Array.from(values));
}
