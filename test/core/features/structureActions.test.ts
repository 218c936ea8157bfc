import assert from 'node:assert/strict';
import { analyze, applyEdits, insertions, reshapeActions, structureActions } from '../../../src/core/index.ts';
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

  it('say what they break instead of sums over what is left', () => {
    const { analysis, selection } = parse(mark('[-1, 1, Conv, [256, 3, 2]]'));
    const actions = structureActions(analysis, selection);
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        'Delete row 3: breaks row 5 (Concat): sizes differ',
        'Comment row 3 out: breaks row 5 (Concat): sizes differ',
        'Duplicate row 3: breaks row 5 (Concat): sizes differ',
      ],
    );
    assert.match(actions[0]?.notes.join() ?? '', /^row 4 joins maps of different sizes: row 3 \(nn\.Upsample\) 64×/);
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

describe('code actions that reshape rows', () => {
  const titlesOf = (marked: string) => {
    const { analysis, selection } = parse(marked);
    return reshapeActions(analysis, selection).map(({ title }) => title);
  };

  it('offer kin of the module, other widths and what a shape allows', () => {
    assert.deepEqual(titlesOf(mark('C3k2, [256, False, 0.25]')), [
      'Replace row 2 by C2f: +2.32 k params, +0.118 GFLOPs',
      'Replace row 2 by C3: −752 params, −0.039 GFLOPs',
      'Replace row 2 by C3Ghost: −2.90 k params, −0.148 GFLOPs',
      'Change the width of row 2 to 128: −25.1 k params, −0.573 GFLOPs',
      'Change the width of row 2 to 512: +58.4 k params, +1.56 GFLOPs',
    ]);
    const plain = mark('C3k2, [256, False, 0.25]').replace('2, $0C3k2, [256, False, 0.25]', '1, $0Conv, [128, 3]');
    const names = titlesOf(plain).map((title) => title.replace(/:.*/, ''));
    assert.deepEqual(names, [
      'Replace row 2 by GhostConv',
      'Replace row 2 by DWConv',
      'Change the width of row 2 to 64',
      'Change the width of row 2 to 256',
      'Put row 2 inside Bottleneck',
      'Put row 2 inside C3k2',
      'Add a shortcut around row 2',
    ]);
  });

  it('say which rows must follow a width', () => {
    const text = mark('C3k2, [256, False, 0.25]').replace('2, $0C3k2, [256, False, 0.25]', '2, $0Conv, [128, 3]');
    assert.match(titlesOf(text).join('\n'), /^Change the width of row 2 to 64 \(rows that must follow: 1\): −/m);
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
