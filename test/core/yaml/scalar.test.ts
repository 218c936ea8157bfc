import assert from 'node:assert/strict';
import { PyFloat } from '../../../src/core/python.ts';
import { resolvePlain, ScalarFailure } from '../../../src/core/yaml/scalar.ts';

describe('a plain scalar', () => {
  const same: readonly [string, unknown][] = [
    ['yes', true],
    ['On', true],
    ['FALSE', false],
    ['off', false],
    ['y', 'y'],
    ['yEs', 'yEs'],
    ['~', null],
    ['null', null],
    ['NULL', null],
    ['', null],
    ['None', 'None'],
    ['64', 64],
    ['-1', -1],
    ['+3', 3],
    ['5_12', 512],
    ['01000', 512],
    ['010', 8],
    ['08', '08'],
    ['0o400', '0o400'],
    ['0x1F', 31],
    ['0b101', 5],
    ['1:30', 90],
    ['1:90', '1:90'],
    ['-1:30', -90],
    ['1e-4', '1e-4'],
    ['1e5', '1e5'],
    ['inf', 'inf'],
    ['.', '.'],
    ['nn.ReLU()', 'nn.ReLU()'],
    ['256 3', '256 3'],
    ['2024-01-02', '2024-01-02'],
  ];
  for (const [text, value] of same)
    it(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => assert.deepEqual(resolvePlain(text), value));

  const floats: readonly [string, number][] = [
    ['0.50', 0.5],
    ['1.', 1],
    ['.5', 0.5],
    ['1.0e-4', 1e-4],
    ['1.5e+3', 1500],
    ['-.inf', Number.NEGATIVE_INFINITY],
    ['.NaN', Number.NaN],
    ['1:30.5', 90.5],
    ['1_0.5', 10.5],
  ];
  for (const [text, value] of floats) it(`${text} is a float`, () => assert.deepEqual(resolvePlain(text), new PyFloat(value)));

  for (const text of ['0b_', '0x_', '2024-13-01', '2023-02-29', '2024-01-01 25:00:00']) {
    it(`${text} looks like a value that Python cannot make`, () =>
      assert.throws(
        () => resolvePlain(text),
        (thrown) => thrown instanceof ScalarFailure,
      ));
  }
});
