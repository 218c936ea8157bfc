// Values that no model has on purpose: everything ends, nothing is thrown, and what is said is what Python says.
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

const file = (changes: { scale?: string; row?: string; more?: string }) => `nc: 80
${changes.more ?? ''}
scales:
  n: ${changes.scale ?? '[0.5, 0.25, 1024]'}
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - ${changes.row ?? '[-1, 2, C3k2, [64]]'}
head:
  - [[1], 1, Detect, [nc]]
`;

function errors(text: string): string[] {
  return analyze(text, { scale: 'n' })
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ row, message }) => `${row ?? '–'} ${/\(Ultralytics: (.*)\)$/.exec(message)?.[1] ?? message}`);
}

describe('odd values', () => {
  for (const [scale, cause] of [
    ['[0.5, .inf, 1024]', 'OverflowError: cannot convert float infinity to integer'],
    ['[0.5, .nan, 1024]', 'ValueError: cannot convert float NaN to integer'],
  ] as const)
    it(`a width of ${scale} is refused at the first row`, () => assert.deepEqual(errors(file({ scale }))[0], `0 ${cause}`));

  for (const [depth, cause] of [
    ['.inf', 'OverflowError: cannot convert float infinity to integer'],
    ['.nan', 'ValueError: cannot convert float NaN to integer'],
  ] as const)
    it(`a depth of ${depth} is refused at the first repeated row`, () =>
      assert.ok(errors(file({ scale: `[${depth}, 0.25, 1024]` })).includes(`1 ${cause}`)));

  for (const padding of ['None', '2.5', 'odd', '{a: 1}'])
    it(`padding ${padding} of nn.Conv2d is refused`, () =>
      assert.match(errors(file({ row: `[-1, 1, nn.Conv2d, [16, 16, 3, 1, ${padding}]]` })).join(), /^1 (TypeError|ValueError): /));

  it('a key with the text None has no value', () => {
    const { totals } = analyze(file({ more: 'end2end: None\nactivation: None' }), { scale: 'n' });
    assert.equal(totals.params, analyze(file({}), { scale: 'n' }).totals.params);
  });

  for (const [nc, cause] of [
    ['x', 'TypeError: can only concatenate str (not "int") to str'],
    ['None', "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"],
    ['2.5', 'ValueError: out_channels must be divisible by groups'],
    ['True', "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, but found element of type bool at pos 0"],
  ] as const)
    it(`nc ${nc} is refused as Python refuses it`, () => assert.equal(errors(file({ more: `nc: ${nc}` }))[0], `2 ${cause}`));
});
