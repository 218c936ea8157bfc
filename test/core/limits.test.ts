import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

const model = (row: string) => `nc: 3
backbone:
  - [-1, 1, Conv, [16, 3, 2]]
  - ${row}
head:
  - [-1, 1, Conv, [32, 3, 2]]
`;

describe('a slip of the finger in a number', () => {
  for (const row of [
    '[-1, 999999999, C3k2, [32, True]]',
    '[-1, 999999999, Conv, [16, 3]]',
    '[-1, 1, SPPF, [32, 5, 999999999]]',
    '[-1, 1, RepNCSPELAN4, [32, 32, 16, 999999999]]',
  ]) {
    it(`does not stop the analysis: ${row}`, () => {
      const analysis = analyze(model(row));
      assert.equal(analysis.rows[1]?.outputs, null);
      assert.equal(analysis.rows[0]?.params, 464);
      assert.equal(analysis.totals.complete, false);
      assert.deepEqual(
        analysis.problems.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  it('counts the windows of an adaptive pool of any size', () => {
    const analysis = analyze(model('[-1, 1, nn.AdaptiveAvgPool2d, [999999999]]'));
    assert.deepEqual(analysis.rows[1]?.outputs, [[16, 999999999, 999999999]]);
  });
});
