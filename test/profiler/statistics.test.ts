import assert from 'node:assert/strict';
import { boundOf } from '../../src/profiler/roofline.ts';
import { quantile, summarise } from '../../src/profiler/statistics.ts';

describe('statistics of times', () => {
  it('are median, 95th percentile and interquartile range by median', () => {
    assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
    assert.deepEqual(summarise([5, 1, 3, 2, 4]), { median: 3, p95: 4.8, spread: 2 / 3 });
    assert.deepEqual(summarise([2]), { median: 2, p95: 2, spread: 0 });
  });

  it('say which of the three limits would take longest', () => {
    const roofline = { macsPerMs: 1000, bytesPerMs: 100, launchMs: 0.01 };
    const row = { position: 0, index: 0, module: 'Conv', macs: 0, bytes: 0, launches: 1 };
    assert.equal(boundOf({ ...row, macs: 1e6, bytes: 100 }, roofline), 'compute');
    assert.equal(boundOf({ ...row, macs: 1000, bytes: 1e4 }, roofline), 'memory');
    assert.equal(boundOf({ ...row, launches: 50 }, roofline), 'launch');
  });
});
