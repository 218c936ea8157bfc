import assert from 'node:assert/strict';
import { bytes, count, countDelta, exact, gflops, gflopsDelta, milliseconds, shape, share } from '../../src/core/format.ts';

const table = <T>(name: string, print: (value: T) => string, cases: readonly (readonly [T, string])[]) =>
  it(name, () => {
    for (const [value, text] of cases) assert.equal(print(value), text);
  });

table('counts have three digits and a unit', count, [
  [0, '0'],
  [464, '464'],
  [999, '999'],
  [1000, '1.00 k'],
  [73_984, '74.0 k'],
  [999_499, '999 k'],
  [999_500, '1.00 M'],
  [2_624_080, '2.62 M'],
  [1.2e9, '1.20 G'],
  [-5, '−5'],
]);
table('exact counts have groups', exact, [
  [7, '7'],
  [1234, '1,234'],
  [2_624_080, '2,624,080'],
]);
table('GFLOPs', gflops, [
  [0, '0'],
  [108.34, '108.3'],
  [6.5425, '6.54'],
  [0.236, '0.236'],
  [0.0054, '0.0054'],
  [0.000001, '0.000001'],
]);
table('bytes', bytes, [
  [512, '512 B'],
  [1536, '1.50 KiB'],
  [13_107_200, '12.5 MiB'],
  [1_048_575, '1.00 MiB'],
]);
table('shapes', shape, [
  [[64, 80, 80], '64×80×80'],
  [[], '()'],
]);
table('differences carry a sign', countDelta, [
  [1_111_111, '+1.11 M'],
  [-74_000, '−74.0 k'],
  [0, '±0'],
]);
table('differences of GFLOPs', gflopsDelta, [
  [0.0054, '+0.0054'],
  [-0.02, '−0.020'],
  [0, '±0'],
]);
table('milliseconds', milliseconds, [
  [123.4, '123 ms'],
  [4.5678, '4.57 ms'],
  [0.0123, '0.012 ms'],
]);

it('shares', () => {
  assert.equal(share(1, 2), '50 %');
  assert.equal(share(28, 1000), '2.8 %');
  assert.equal(share(0, 1000), '0 %');
  assert.equal(share(3, 10_000), '0.03 %');
});
