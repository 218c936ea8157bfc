import type { NetworkGraph, Primitive } from '../../src/core/index.ts';

/** So many 3×3 convolutions in a row, one in each row of the network. */
export function smallNetwork(count: number, size = 64): NetworkGraph {
  const primitive: Primitive = { kind: 'conv2d', stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1], groups: 1, bias: false };
  const rows = Array.from({ length: count }, (_, index) => {
    const path = `model.${index}`;
    const channels = index === 0 ? 3 : 8;
    const weight = { name: `${path}.conv.weight`, role: 'weight', shape: [8, channels, 3, 3] };
    const macs = 8 * channels * 9 * size * size;
    const operation = { primitive, inputs: [index], outputs: [index + 1], weights: [weight], macs, path: `${path}.conv`, row: index };
    return { index, module: 'Conv', path, operations: [operation], inputs: [index], outputs: [index + 1], levels: [] };
  });
  const tensors = [[3, size, size], ...rows.map(() => [8, size, size])];
  return { tensors, image: 0, rows, outputs: [count] };
}
