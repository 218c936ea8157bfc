import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

describe('a window of nothing', () => {
  for (const kernel of ['0', 'False', '[3, 0]']) {
    it(`Conv with kernel ${kernel} is refused at its row`, () => {
      const text = `nc: 3\nbackbone:\n  - [-1, 1, Conv, [32, 3, 2]]\n  - [-1, 1, Conv, [32, ${kernel}, 2, 0]]\nhead:\n  - [[0], 1, Detect, [nc]]\n`;
      for (const upstream of ['8.3.63', '8.4.190'])
        assert.deepEqual(
          analyze(text, { upstream })
            .problems.filter(({ severity }) => severity === 'error')
            .map(({ row }) => row),
          [1],
        );
    });
  }
});
