import type { BinaryFunction, Primitive, Shape, UnaryFunction } from '../../src/core/ops.ts';
import { catalogueCases } from './catalogueCases.ts';

/** One use of a primitive: what goes in and which shapes come out. Knows no back end, so that the browser's can be tried with it as well. */
export interface PrimitiveCase {
  readonly name: string;
  readonly primitive: Primitive;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  readonly weights?: Readonly<Record<string, Shape>>;
  /** Inputs must be positive, as for a logarithm. */
  readonly positive?: boolean;
}

const unaryFunctions: readonly UnaryFunction[] = [
  ...(['silu', 'relu', 'relu6', 'leakyRelu', 'elu', 'gelu', 'sigmoid', 'tanh', 'hardswish', 'hardsigmoid'] as const),
  ...(['softplus', 'mish', 'exp', 'sqrt', 'neg', 'sin', 'cos', 'abs', 'log', 'step'] as const),
];
const binaryFunctions: readonly BinaryFunction[] = ['add', 'sub', 'mul', 'div', 'max', 'min'];

const conv = (name: string, input: Shape, weight: Shape, output: Shape, options: object = {}, bias = false): PrimitiveCase => ({
  name: `conv2d ${name}`,
  primitive: { kind: 'conv2d', stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, bias, ...options },
  inputs: [input],
  outputs: [output],
  weights: { weight, ...(bias && { bias: [weight[0] ?? 1] }) },
});
const dynamic = (name: string, input: Shape, kernel: Shape, output: Shape, options: object = {}, bias = false): PrimitiveCase => ({
  name: `dynamicConv2d ${name}`,
  primitive: { kind: 'dynamicConv2d', stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1], groups: 1, ...options },
  inputs: [input, kernel, ...(bias ? [[kernel[0] ?? 1]] : [])],
  outputs: [output],
});
const transposed = (name: string, input: Shape, weight: Shape, output: Shape, options: object = {}): PrimitiveCase => ({
  name: `convTranspose2d ${name}`,
  primitive: {
    kind: 'convTranspose2d',
    stride: [2, 2],
    padding: [0, 0],
    outputPadding: [0, 0],
    dilation: [1, 1],
    groups: 1,
    bias: true,
    ...options,
  },
  inputs: [input],
  outputs: [output],
  weights: { weight, bias: [output[0] ?? 1] },
});
const simple = (name: string, primitive: Primitive, inputs: readonly Shape[], outputs: readonly Shape[], weights = {}): PrimitiveCase => ({
  name: `${primitive.kind} ${name}`,
  primitive,
  inputs,
  outputs,
  weights,
});
const map: Shape = [4, 6, 5];

const written: readonly PrimitiveCase[] = [
  conv('3×3', map, [3, 4, 3, 3], [3, 6, 5], { padding: [1, 1, 1, 1] }, true),
  conv('3×3 stride 2', [4, 8, 8], [3, 4, 3, 3], [3, 4, 4], { padding: [1, 1, 1, 1], stride: [2, 2] }),
  conv('1×1', map, [6, 4, 1, 1], [6, 6, 5], {}, true),
  conv('1×3 uneven padding', map, [2, 4, 1, 3], [2, 6, 6], { padding: [0, 2, 0, 1] }),
  conv('unequal strides', map, [2, 4, 3, 3], [2, 4, 2], { stride: [1, 2] }),
  conv('dilated', map, [2, 4, 3, 3], [2, 6, 5], { padding: [2, 2, 2, 2], dilation: [2, 2] }),
  conv('dilated stride 2', [4, 9, 9], [2, 4, 3, 3], [2, 5, 5], { padding: [2, 2, 2, 2], dilation: [2, 2], stride: [2, 2] }, true),
  conv('two groups', map, [6, 2, 3, 3], [6, 6, 5], { padding: [1, 1, 1, 1], groups: 2 }, true),
  conv('depthwise', map, [4, 1, 3, 3], [4, 6, 5], { padding: [1, 1, 1, 1], groups: 4 }, true),
  conv('depthwise stride 2', [4, 8, 8], [4, 1, 3, 3], [4, 4, 4], { padding: [1, 1, 1, 1], groups: 4, stride: [2, 2] }),
  conv('depthwise, two outputs a channel', map, [8, 1, 3, 3], [8, 6, 5], { padding: [1, 1, 1, 1], groups: 4 }),
  conv('depthwise 1×1', map, [4, 1, 1, 1], [4, 6, 5], { groups: 4 }, true),
  conv('depthwise 1×1, three outputs a channel', map, [12, 1, 1, 1], [12, 6, 5], { groups: 4 }),
  conv('depthwise dilated', [4, 9, 9], [4, 1, 3, 3], [4, 5, 5], { groups: 4, dilation: [2, 2] }),
  conv('depthwise unequal strides', [4, 9, 9], [4, 1, 3, 3], [4, 7, 4], { groups: 4, stride: [1, 2] }),
  dynamic('3×3', map, [3, 4, 3, 3], [3, 6, 5], {}, true),
  dynamic('stride 2', [4, 8, 8], [3, 4, 3, 3], [3, 4, 4], { stride: [2, 2] }),
  dynamic('two groups', map, [6, 2, 3, 3], [6, 6, 5], { groups: 2 }, true),
  dynamic('depthwise', map, [8, 1, 3, 3], [8, 6, 5], { groups: 4 }),
  transposed('2×2 stride 2', map, [4, 3, 2, 2], [3, 12, 10]),
  transposed('3×3 padding', map, [4, 3, 3, 3], [3, 12, 10], { padding: [1, 1], outputPadding: [1, 1] }),
  transposed('4×4 groups', map, [4, 3, 4, 4], [6, 12, 10], { padding: [1, 1], groups: 2 }),
  transposed('depthwise', map, [4, 1, 4, 4], [4, 12, 10], { padding: [1, 1], groups: 4 }),
  transposed('dilated', map, [4, 3, 2, 2], [3, 13, 11], { dilation: [2, 2] }),
  transposed('padding beyond the kernel', map, [4, 3, 1, 1], [3, 9, 7], { padding: [1, 1] }),
  simple('map', { kind: 'batchNorm', eps: 1e-3, affine: true }, [map], [map], {
    weight: [4],
    bias: [4],
    running_mean: [4],
    running_var: [4],
  }),
  simple('vector', { kind: 'batchNorm', eps: 1e-5, affine: false }, [[7]], [[7]], { running_mean: [7], running_var: [7] }),
  simple('last axis', { kind: 'layerNorm', eps: 1e-5, axes: 1, affine: true }, [[5, 8]], [[5, 8]], { weight: [8], bias: [8] }),
  simple('all axes', { kind: 'layerNorm', eps: 1e-5, axes: 3, affine: true }, [map], [map], { weight: map, bias: map }),
  simple('two groups', { kind: 'groupNorm', eps: 1e-5, groups: 2, affine: true }, [map], [map], { weight: [4], bias: [4] }),
  simple('vector', { kind: 'linear', bias: true }, [[6]], [[3]], { weight: [3, 6], bias: [3] }),
  simple('rows', { kind: 'linear', bias: false }, [[2, 5, 6]], [[2, 5, 3]], { weight: [3, 6] }),
  ...unaryFunctions.map(
    (fn): PrimitiveCase => ({ ...simple(fn, { kind: 'unary', fn }, [map], [map]), positive: ['sqrt', 'log'].includes(fn) }),
  ),
  simple('elu with alpha', { kind: 'unary', fn: 'elu', alpha: 0.7 }, [map], [map]),
  simple('leakyRelu with alpha', { kind: 'unary', fn: 'leakyRelu', alpha: 0.2 }, [map], [map]),
  ...binaryFunctions.map((fn): PrimitiveCase => ({ ...simple(fn, { kind: 'binary', fn }, [map, map], [map]), positive: fn === 'div' })),
  simple('channel scale', { kind: 'binary', fn: 'mul' }, [map, [4, 1, 1]], [map]),
  simple('map scale', { kind: 'binary', fn: 'mul' }, [[1, 6, 5], map], [map]),
  simple('lower rank', { kind: 'binary', fn: 'add' }, [[2, 7], [7]], [[2, 7]]),
  simple(
    'both broadcast',
    { kind: 'binary', fn: 'add' },
    [
      [2, 1],
      [1, 3],
    ],
    [[2, 3]],
  ),
  simple('', { kind: 'affine', scale: 0.5, shift: -1.5 }, [map], [map]),
  simple('map', { kind: 'prelu' }, [map], [map], { weight: [4] }),
  simple('one weight', { kind: 'prelu' }, [map], [map], { weight: [1] }),
  simple('5×5', { kind: 'maxPool2d', kernel: [5, 5], stride: [1, 1], padding: [2, 2], dilation: [1, 1] }, [map], [map]),
  simple(
    '2×2 stride 2',
    { kind: 'maxPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] },
    [[4, 7, 5]],
    [[4, 3, 2]],
  ),
  simple(
    '3×3 stride 2',
    { kind: 'maxPool2d', kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1] },
    [[4, 8, 8]],
    [[4, 4, 4]],
  ),
  simple(
    'sizes rounded up',
    { kind: 'maxPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] },
    [[4, 7, 5]],
    [[4, 4, 3]],
  ),
  simple('dilated', { kind: 'maxPool2d', kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [2, 2] }, [[2, 7, 7]], [[2, 5, 5]]),
  simple(
    '2×2 stride 2',
    { kind: 'avgPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0], countPadding: true },
    [[4, 6, 8]],
    [[4, 3, 4]],
  ),
  simple('padding counted', { kind: 'avgPool2d', kernel: [3, 3], stride: [1, 1], padding: [1, 1], countPadding: true }, [map], [map]),
  simple('padding not counted', { kind: 'avgPool2d', kernel: [3, 3], stride: [1, 1], padding: [1, 1], countPadding: false }, [map], [map]),
  simple('even', { kind: 'adaptiveAvgPool2d', size: [3, 1] }, [map], [[4, 3, 1]]),
  simple('uneven', { kind: 'adaptiveAvgPool2d', size: [4, 3] }, [map], [[4, 4, 3]]),
  simple('whole map', { kind: 'adaptiveAvgPool2d', size: [1, 1] }, [map], [[4, 1, 1]]),
  simple('even', { kind: 'adaptiveMaxPool2d', size: [3, 5] }, [map], [[4, 3, 5]]),
  simple('uneven', { kind: 'adaptiveMaxPool2d', size: [4, 3] }, [map], [[4, 4, 3]]),
  simple('mean over the map', { kind: 'reduce', fn: 'mean', axes: [1, 2], keepDims: true }, [map], [[4, 1, 1]]),
  simple('mean over the map, flat', { kind: 'reduce', fn: 'mean', axes: [1, 2], keepDims: false }, [map], [[4]]),
  simple('max over channels', { kind: 'reduce', fn: 'max', axes: [0], keepDims: true }, [map], [[1, 6, 5]]),
  simple('sum over the last axis', { kind: 'reduce', fn: 'sum', axes: [1], keepDims: false }, [[3, 4]], [[3]]),
  simple('mean over the middle', { kind: 'reduce', fn: 'mean', axes: [1], keepDims: false }, [map], [[4, 5]]),
  simple('nearest', { kind: 'resize', mode: 'nearest', size: [12, 10], alignCorners: false }, [map], [[4, 12, 10]]),
  simple('nearest-exact', { kind: 'resize', mode: 'nearest-exact', size: [7, 8], alignCorners: false }, [map], [[4, 7, 8]]),
  simple('nearest, odd', { kind: 'resize', mode: 'nearest', size: [7, 8], alignCorners: false }, [map], [[4, 7, 8]]),
  simple('bilinear', { kind: 'resize', mode: 'bilinear', size: [12, 8], alignCorners: false }, [map], [[4, 12, 8]]),
  simple('bilinear down', { kind: 'resize', mode: 'bilinear', size: [3, 2], alignCorners: false }, [map], [[4, 3, 2]]),
  simple('bilinear corners', { kind: 'resize', mode: 'bilinear', size: [12, 8], alignCorners: true }, [map], [[4, 12, 8]]),
  simple('bicubic', { kind: 'resize', mode: 'bicubic', size: [12, 8], alignCorners: false }, [map], [[4, 12, 8]]),
  simple('channels', { kind: 'concat', axis: 0 }, [map, [2, 6, 5]], [[6, 6, 5]]),
  simple('width', { kind: 'concat', axis: 2 }, [map, map, [4, 6, 1]], [[4, 6, 11]]),
  simple(
    'last of two',
    { kind: 'concat', axis: 1 },
    [
      [3, 4],
      [3, 2],
    ],
    [[3, 6]],
  ),
  simple(
    'channels',
    { kind: 'split', axis: 0, sizes: [1, 3] },
    [map],
    [
      [1, 6, 5],
      [3, 6, 5],
    ],
  ),
  simple(
    'last axis',
    { kind: 'split', axis: 1, sizes: [2, 2, 4] },
    [[3, 8]],
    [
      [3, 2],
      [3, 2],
      [3, 4],
    ],
  ),
  simple('channels', { kind: 'slice', axis: 0, start: 1, end: 3, step: 1 }, [map], [[2, 6, 5]]),
  simple('every second column', { kind: 'slice', axis: 2, start: 1, end: 5, step: 2 }, [map], [[4, 6, 2]]),
  simple(
    'attention',
    { kind: 'matmul', transposeA: true, transposeB: false },
    [
      [2, 3, 5],
      [2, 3, 4],
    ],
    [[2, 5, 4]],
  ),
  simple(
    'transposed B',
    { kind: 'matmul', transposeA: false, transposeB: true },
    [
      [2, 5, 3],
      [2, 4, 3],
    ],
    [[2, 5, 4]],
  ),
  simple(
    'one matrix for all',
    { kind: 'matmul', transposeA: false, transposeB: true },
    [
      [2, 5, 3],
      [4, 3],
    ],
    [[2, 5, 4]],
  ),
  simple(
    'plain',
    { kind: 'matmul', transposeA: false, transposeB: false },
    [
      [5, 3],
      [3, 4],
    ],
    [[5, 4]],
  ),
  simple('vector', { kind: 'matmul', transposeA: false, transposeB: false }, [[3], [3, 4]], [[4]]),
  simple(
    'broadcast',
    { kind: 'matmul', transposeA: false, transposeB: false },
    [
      [5, 3],
      [2, 3, 4],
    ],
    [[2, 5, 4]],
  ),
  simple('channels', { kind: 'softmax', axis: 0 }, [map], [map]),
  simple('last axis', { kind: 'softmax', axis: 1 }, [[3, 9]], [[3, 9]]),
  simple('flatten', { kind: 'reshape' }, [map], [[4, 30]]),
  simple('split heads', { kind: 'reshape' }, [map], [[2, 2, 30]]),
  simple('merge across', { kind: 'reshape' }, [map], [[24, 5]]),
  simple('drop ones', { kind: 'reshape' }, [[4, 1, 1]], [[4]]),
  simple('', { kind: 'permute', order: [2, 0, 1] }, [map], [[5, 4, 6]]),
  simple(
    '',
    {
      kind: 'pad',
      pads: [
        [0, 0],
        [1, 2],
        [0, 1],
      ],
      value: 0.5,
    },
    [map],
    [[4, 9, 6]],
  ),
  simple('', { kind: 'weight', weight: 'weight' }, [], [[3, 4]], { weight: [3, 4] }),
  simple(
    '',
    {
      kind: 'anchorPoints',
      sizes: [
        [2, 3],
        [1, 2],
      ],
      offset: 0.5,
    },
    [],
    [[2, 8]],
  ),
  simple(
    '',
    {
      kind: 'anchorStrides',
      sizes: [
        [2, 3],
        [1, 2],
      ],
      strides: [8, 16],
    },
    [],
    [[1, 8]],
  ),
  simple(
    '',
    { kind: 'topDetections', count: 4 },
    [
      [9, 3],
      [9, 5],
    ],
    [[4, 7]],
  ),
  simple(
    'more than there are positions',
    { kind: 'topDetections', count: 6 },
    [
      [3, 4],
      [3, 4],
    ],
    [[6, 6]],
  ),
  simple(
    '',
    {
      kind: 'anchorBoxes',
      sizes: [
        [2, 3],
        [1, 2],
      ],
      side: 0.05,
      margin: 0.01,
    },
    [],
    [
      [8, 4],
      [8, 1],
    ],
  ),
  simple(
    'at the border',
    { kind: 'anchorBoxes', sizes: [[2, 60]], side: 0.05, margin: 0.01 },
    [],
    [
      [120, 4],
      [120, 1],
    ],
  ),
  simple(
    'two lists',
    { kind: 'selectBest', count: 4 },
    [[9], [9, 5], [9, 2, 3]],
    [
      [4, 5],
      [4, 2, 3],
    ],
  ),
  simple(
    '',
    { kind: 'gridSample' },
    [
      [2, 3, 6, 5],
      [2, 7, 4, 2],
    ],
    [[2, 3, 7, 4]],
  ),
  simple('', { kind: 'sampleOffsets', kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] }, [map, [18, 6, 5]], [[36, 6, 5]]),
  simple(
    'stride 2',
    { kind: 'sampleOffsets', kernel: [1, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 2] },
    [map, [4, 3, 2]],
    [[8, 3, 2]],
  ),
];

/** Every kind of primitive, and every way in which a module of the catalogue uses one. */
export const primitiveCases: readonly PrimitiveCase[] = [...written, ...catalogueCases(written)];
