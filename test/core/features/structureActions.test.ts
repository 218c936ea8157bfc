import assert from 'node:assert/strict';
import { analyze, applyEdits, insertions, structureActions } from '../../../src/core/index.ts';
import { mark, parse } from './support.ts';

function titles(marked: string): string[] {
  const { analysis, selection } = parse(marked);
  return structureActions(analysis, selection).map(({ title }) => title);
}

describe('structural code actions', () => {
  it('say what they change, and offer no move that would break the wiring', () => {
    assert.deepEqual(titles(mark('C3k2, [256, False, 0.25]')), [
      'Delete row 2: −27.1 k params, −0.668 GFLOPs',
      'Comment row 2 out: −27.1 k params, −0.668 GFLOPs',
      'Duplicate row 2: +7.66 k params, +0.380 GFLOPs',
    ]);
  });

  it('are none where no row is', () => {
    assert.deepEqual(titles(mark('nc: 3')), []);
  });

  it('take several rows at once', () => {
    const { analysis, selection } = parse(
      mark('[-1, 1, nn.Upsample').replace('[nc]]', '[nc]]').replace('- [-1, 2, C3k2, [256, False]]', '- $0[-1, 2, C3k2, [256, False]]'),
    );
    assert.deepEqual(
      structureActions(analysis, selection).map(({ title }) => title.replace(/:.*/, '')),
      ['Delete rows 4, 5, 6', 'Comment rows 4, 5, 6 out', 'Duplicate rows 4, 5, 6'],
    );
  });
});

describe('what can be inserted', () => {
  it('fits: the model with it has no new error, and every other row keeps its shape', () => {
    const { analysis, text } = parse(mark('Concat'));
    const found = [...insertions(analysis, 2, 'after', 'next')];
    for (const name of ['CBAM', 'Conv', 'C3k2', 'C2PSA', 'nn.Identity'])
      assert.ok(
        found.some(({ module }) => module === name),
        name,
      );
    for (const { module, row, edits } of found) {
      const after = analyze(applyEdits(text, edits), { scale: 'n' });
      assert.equal(after.totals.complete, true, row);
      assert.equal(after.rows[3]?.module, module);
      assert.deepEqual(
        after.problems.filter(({ severity }) => severity === 'error'),
        [],
        row,
      );
    }
  });

  it('keeps the channels that it finds', () => {
    const { analysis } = parse(mark('Concat'));
    assert.equal([...insertions(analysis, 2, 'after', 'next')].find(({ module }) => module === 'Conv')?.row, '[-1, 1, Conv, [256]]');
  });
});
