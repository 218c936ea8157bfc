import assert from 'node:assert/strict';
import type { NetworkWeight, Primitive } from '../../src/core/index.ts';
import { fnv1a, namedImage, namedWeights, type WeightSource, weightValues } from '../../src/profiler/weights.ts';

const conv: Primitive = { kind: 'conv2d', stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, bias: true };

describe('weights', () => {
  it('follow from the name alone, so that any language makes the same', () => {
    assert.deepEqual([fnv1a(''), fnv1a('foobar')], [0x811c9dc5, 0xbf9cf968]);
    const image = namedImage(1, [1, 2, 2]);
    assert.deepEqual(
      Array.from(image, (u) => u.toFixed(6)),
      Array.from(namedImage(2, [1, 2, 2]).subarray(0, 4), (u) => u.toFixed(6)),
    );
    assert.notDeepEqual(namedWeights('model.0.conv.weight', [4]), namedWeights('model.1.conv.weight', [4]));
  });

  it('keep variances positive and the kernel of a DFL as it always is', () => {
    assert.ok(namedWeights('model.0.bn.running_var', [100]).every((v) => v >= 0.5 && v <= 1.5));
    assert.deepEqual(Array.from(namedWeights('model.23.dfl.conv.weight', [1, 4, 1, 1])), [0, 1, 2, 3]);
  });

  it('fold the normalisation of each output channel into its kernel and bias', () => {
    const fold = [{ kernels: [{ path: 'm.conv', shape: [2, 3, 1, 1] }], batchNorm: 'm.bn', eps: 1e-3 }];
    const weight: NetworkWeight = { name: 'm.conv.weight', role: 'weight', shape: [2, 3, 1, 1], fold };
    const bias: NetworkWeight = { name: 'm.conv.bias', role: 'bias', shape: [2], fold };
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((leaf) =>
      namedWeights(`m.bn.${leaf}`, [2]),
    );
    const factor = (c: number) => (gamma?.[c] ?? 0) / Math.sqrt((variance?.[c] ?? 0) + 1e-3);
    const stored = namedWeights('m.conv.weight', [2, 3, 1, 1]);
    close(
      weightValues(weight, conv, namedWeights),
      Array.from(stored, (value, i) => value * factor(Math.floor(i / 3))),
    );
    close(
      weightValues(bias, conv, namedWeights),
      [0, 1].map((c) => (beta?.[c] ?? 0) - (mean?.[c] ?? 0) * factor(c)),
    );
  });

  it('add up branches of which fusing makes one convolution: smaller kernels in the middle, the input itself as ones on the diagonal', () => {
    const ones: WeightSource = (_name, shape) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1);
    const branch = (batchNorm: string, ...shapes: number[][]) => ({
      kernels: shapes.map((shape) => ({ path: 'm', shape })),
      ...{ batchNorm, eps: 0 },
    });
    const shape = [2, 2, 3, 3];
    const fold = [branch('a', shape, [2, 2, 1, 1]), branch('b', [2, 2, 1, 1]), branch('c')];
    const [off, diagonal] = [
      [1, 1, 1, 1, 3, 1, 1, 1, 1],
      [1, 1, 1, 1, 4, 1, 1, 1, 1],
    ] as const;
    assert.deepEqual(Array.from(weightValues({ name: 'm.weight', role: 'weight', shape, fold }, conv, ones)), [
      ...[diagonal, off, off, diagonal].flat(),
    ]);
    assert.deepEqual(Array.from(weightValues({ name: 'm.bias', role: 'bias', shape: [2], fold }, conv, ones)), [0, 0]);
  });

  it('fold along the second axis of transposed convolutions, group by group', () => {
    const primitive: Primitive = {
      ...{ kind: 'convTranspose2d', stride: [2, 2], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], bias: true },
      groups: 2,
    } as const;
    const weight: NetworkWeight = {
      ...{ name: 'm.conv.weight', role: 'weight', shape: [4, 3, 1, 1] },
      fold: [{ kernels: [{ path: 'm.conv', shape: [4, 3, 1, 1] }], batchNorm: 'm.bn', eps: 0 }],
    };
    const ones = (name: string, shape: readonly number[]) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return name === 'm.bn.weight' ? Float32Array.from({ length: count }, (_, c) => c) : new Float32Array(count).fill(1);
    };
    assert.deepEqual(Array.from(weightValues(weight, primitive, ones)), [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
  });
});

function close(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(value - (actual[i] ?? Number.NaN)) < 1e-6, `${actual[i]} instead of ${value}`);
}
