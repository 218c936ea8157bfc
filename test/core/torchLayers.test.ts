// Layers of torch.nn get their arguments as they stand, and refuse them as PyTorch does: in the constructor or when they run.
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

const file = (row: string) => `nc: 3
backbone:
  - [-1, 1, Conv, [8, 3, 2]]
  - [-1, 1, ${row}]
head:
  - [-1, 1, nn.Identity, []]
`;

function told(row: string): string {
  const { rows, problems } = analyze(file(row), { imgsz: [256, 256] });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return `${rows[1]?.outputs?.[0]?.join('×')}`;
  return errors.map(({ row, message }) => `${row} ${/\(Ultralytics: (\w+)/.exec(message)?.[1] ?? message}`).join();
}

/** What a counter sees of the layer alone, in FLOPs. */
function counted(row: string, thop: string): number {
  const printed = (text: string) => analyze(text, { imgsz: [256, 256], upstream: '8.3.63', thop }).totals.printedGflops * 1e9;
  return Math.round(printed(file(row)) - printed(file('nn.Identity, []')));
}

describe('what counters see of layers of torch.nn', () => {
  const numbers = 8 * 128 * 128;
  for (const [row, before, since, after] of [
    ['nn.RMSNorm, [128]', '2.1.1', '2.1.2', 8 * numbers],
    ['nn.RMSNorm, [128, null, False]', '2.1.1', '2.1.2', 4 * numbers],
    ['nn.Softmax2d, []', '2.1.2', '2.1.3', 2 * 23 * 128 * 128],
    ['nn.LogSoftmax, [1]', '2.1.2', '2.1.3', 2 * 24 * 128 * 128],
    ['nn.Softmin, [1]', '2.1.2', '2.1.3', 2 * 31 * 128 * 128],
    ['nn.LogSoftmax, [0]', '2.1.2', '2.1.3', 6 * numbers],
  ] as const)
    it(`${row} since ${since}`, () => assert.deepEqual([counted(row, before), counted(row, since)], [0, after]));
  it('a scale without a shift counts as much, and a power mean is seen by none', () => {
    assert.equal(counted('nn.LayerNorm, [128, 0.001, True, False]', '2.0.0'), 8 * numbers);
    assert.equal(counted('nn.LPPool2d, [2, 2]', '2.2.3'), 0);
    assert.equal(counted('nn.Softmax, [0]', '2.0.0'), 4 * numbers);
  });
});

describe('layers of torch.nn', () => {
  for (const [row, outcome] of [
    ['nn.GroupNorm, [3, 8]', '1 ValueError'],
    ['nn.GroupNorm, [0, 8]', '1 ZeroDivisionError'],
    ['nn.GroupNorm, [2, 16]', '1 RuntimeError'],
    ['nn.GroupNorm, [2, "x y"]', '1 SyntaxError'],
    ['nn.GroupNorm, [2, 8, x]', '1 TypeError'],
    ['nn.GroupNorm, [2]', '1 TypeError'],
    ['nn.LayerNorm, [[8, 128, 128]]', '8×128×128'],
    ['nn.LayerNorm, [8]', '1 RuntimeError'],
    ['nn.LayerNorm, [2.5]', '1 TypeError'],
    ['nn.InstanceNorm2d, [16]', '8×128×128'],
    ['nn.InstanceNorm2d, [16, 0.001, 0.1, True]', '1 ValueError'],
    ['nn.Linear, [128, 16]', '8×128×16'],
    ['nn.Linear, [128, -1]', '1 RuntimeError'],
    ['nn.Linear, [128, 16, True, gpu]', '1 RuntimeError'],
    ['nn.Linear, [128, 16, True, True, x]', '1 TypeError'],
    ['nn.GroupNorm, [4, 8, 0.001, False, gpu, 3]', '8×128×128'],
    ['nn.GroupNorm, [4, 8, 0.001, True, gpu, 3]', '1 TypeError'],
    ['nn.InstanceNorm2d, [8, 0.001, 0.1, False, False, gpu]', '8×128×128'],
    ['nn.InstanceNorm2d, [8, 0.001, 0.1, False, True, gpu]', '1 RuntimeError'],
    ['nn.LayerNorm, [128, 0.001, False, True, 2.5]', '8×128×128'],
    ['nn.LayerNorm, [[2.5], 0.001, False]', '1 TypeError'],
    ['nn.LayerNorm, [[128, True]]', '1 RuntimeError'],
    ['nn.RMSNorm, [128, None, False, 3]', '8×128×128'],
    ['nn.PReLU, [1, 0.25, gpu]', '1 RuntimeError'],
    ['nn.Conv2d, [8, 4, 2, 1, same]', '4×128×128'],
    ['nn.Conv2d, [8, 4, [3, 4], 1, same, [2, 1]]', '4×128×128'],
    ['nn.Conv2d, [8, 4, 3, 2, same]', '1 ValueError'],
    ['nn.Conv2d, [8, 4, 3, True, same]', '1 TypeError'],
    ['nn.Conv2d, [8, 4, 3, 1, [2, 1], 1, 1, True, reflect]', '4×130×128'],
    ['nn.Conv2d, [8, 4, 3, 1, 1, 1, 1, True, circular, cpu]', '4×128×128'],
    ['nn.Conv2d, [8, 4, 3, 1, 200, 1, 1, True, reflect]', '1 RuntimeError'],
    ['nn.Conv2d, [8, 4, 3, 1, -1, 1, 1, True, replicate]', '4×124×124'],
    ['nn.Conv2d, [8, 4, 3, 1, [1], 1, 1, True, replicate]', '1 NotImplementedError'],
    ['nn.Conv2d, [8, 4, 3, 1, 1, 1, 1, True, mirror]', '1 ValueError'],
    ['nn.Conv2d, [8, 4, 3, 1, 1, 1, 1, True, zeros, gpu]', '1 RuntimeError'],
    ['nn.ConvTranspose2d, [8, 2, 2, 0, 0, 1, True, 1, zeros, cpu]', '8×256×256'],
    ['nn.ConvTranspose2d, [8, 2, 2, 0, 0, 1, True, 1, reflect]', '1 ValueError'],
    ['nn.Flatten, [2]', '8×16384'],
    ['nn.Flatten, [3, 1]', '1 RuntimeError'],
    ['nn.Flatten, [9]', '1 IndexError'],
    ['nn.Unflatten, [1, [2, -1]]', '2×4×128×128'],
    ['nn.Unflatten, [1, 2]', '1 TypeError'],
    ['nn.LeakyReLU, [0.1, True]', '8×128×128'],
    ['nn.LeakyReLU, [x]', '1 TypeError'],
    ['nn.GELU, [tanh]', '8×128×128'],
    ['nn.GELU, [tan]', '1 RuntimeError'],
    ['nn.Hardtanh, [1, 0]', '1 AssertionError'],
    ['nn.Threshold, [1]', '1 TypeError'],
    ['nn.Softmax, [1.0]', '1 TypeError'],
    ['nn.Softmax, [4]', '1 IndexError'],
    ['nn.GLU, [1]', '4×128×128'],
    ['nn.PReLU, [4]', '1 RuntimeError'],
    ['nn.Dropout2d, [1.5]', '1 ValueError'],
    ['nn.AvgPool2d, [2, 2, 0, 1]', '1 TypeError'],
    ['nn.AvgPool2d, [3, 2, 0, True]', '8×64×64'],
    ['nn.MaxPool2d, [3, 2, 2]', '1 RuntimeError'],
    ['nn.MaxPool2d, [2, 2, 0, 1, False, True]', '8×64×64'],
    ['nn.AdaptiveAvgPool2d, [[null, 4]]', '8×128×4'],
    ['nn.AdaptiveMaxPool2d, [-1]', '1 RuntimeError'],
    ['nn.LPPool2d, [0, 2]', '1 ValueError'],
    ['nn.ConvTranspose2d, [8, 2, 2, 500]', '1 RuntimeError'],
    ['nn.PixelShuffle, [2]', '2×256×256'],
    ['nn.PixelShuffle, [3]', '1 RuntimeError'],
    ['nn.PixelUnshuffle, [0]', '1 RuntimeError'],
    ['nn.ChannelShuffle, [3]', '1 RuntimeError'],
    ['nn.Unfold, [2, 1, 0, 2]', '32×4096'],
    ['nn.ReflectionPad2d, [1]', '8×130×130'],
    ['nn.ReflectionPad2d, [128]', '1 RuntimeError'],
    ['nn.ZeroPad2d, [[1, 2]]', '8×128×131'],
    ['nn.ZeroPad2d, [0.5]', '1 TypeError'],
    ['nn.ConstantPad2d, [-64, 1]', '8×0×0'],
    ['nn.UpsamplingNearest2d, [[30, 40]]', '8×30×40'],
    ['nn.Upsample, [null, [2, 3]]', '1 TypeError'],
    ['nn.Upsample, [null, x]', '1 ValueError'],
    ['nn.Upsample, [20]', '8×20×20'],
    ['nn.Upsample, [0]', '1 RuntimeError'],
    ['nn.Upsample, [[20.0, 20.0]]', '1 TypeError'],
    ['nn.Upsample, [null, 2, lanczos]', '1 ValueError'],
    ['nn.Upsample, [null, 2, linear]', '1 NotImplementedError'],
    ['nn.Upsample, [null, 2, bilinear, 1]', '1 TypeError'],
    ['nn.Upsample, [[20, 20], null, nearest, null, True]', '1 ValueError'],
    ['nn.Upsample, [null, 1.5, area]', '8×192×192'],
  ] as const)
    it(`[${row}]: ${outcome}`, () => assert.equal(told(row), outcome));
});
