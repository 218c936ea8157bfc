import assert from 'node:assert/strict';
import { type Analysis, analyze, applyEdits, planStructure } from '../../../src/core/index.ts';
import { model } from '../features/support.ts';
import { changed, examples, options, refusal, rows } from './support.ts';

describe('structural edits', () => {
  it('insert a row, and renumber every later from, label and list', () => {
    assert.deepEqual(rows(changed(model, { kind: 'insert', after: 1, row: '[-1, 1, CBAM, [7]]' })), [
      '[-1, 1, Conv, [64, 3, 2]] # 0-P1/2',
      '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
      '[-1, 1, CBAM, [7]]',
      '[-1, 2, C3k2, [256, False, 0.25]] # 3',
      '[-1, 1, Conv, [256, 3, 2]] # 4-P3/8',
      '[-1, 1, nn.Upsample, [None, 2, "nearest"]] # 5',
      '[[-1, 3], 1, Concat, [1]] # 6',
      '[-1, 2, C3k2, [256, False]] # 7',
      '[[4, 7], 1, Detect, [nc]] # 8',
    ]);
  });

  it('let all readers of the row before read the new one where that is asked', () => {
    const next = rows(changed(model, { kind: 'insert', after: 2, row: '[-1, 1, CBAM, [7]]' }));
    assert.equal(next[6], '[[-1, 2], 1, Concat, [1]] # 6');
    const all = rows(changed(model, { kind: 'insert', after: 2, row: '[-1, 1, CBAM, [7]]', readers: 'all' }));
    assert.equal(all[6], '[[-1, 3], 1, Concat, [1]] # 6');
  });

  it('say that nothing reads a new row yet', () => {
    const plan = planStructure(analyze(model, options), { kind: 'insert', after: 6, row: '[-1, 1, CBAM, [7]]' });
    assert.ok('notes' in plan);
    assert.deepEqual(plan.notes, ['nothing reads row 7 (CBAM) yet']);
  });

  it('delete a row, and its readers read what it read', () => {
    assert.deepEqual(rows(changed(model, { kind: 'delete', rows: [2] })), [
      '[-1, 1, Conv, [64, 3, 2]] # 0-P1/2',
      '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
      '[-1, 1, Conv, [256, 3, 2]] # 2-P3/8',
      '[-1, 1, nn.Upsample, [None, 2, "nearest"]] # 3',
      '[[-1, 1], 1, Concat, [1]] # 4',
      '[-1, 2, C3k2, [256, False]] # 5',
      '[[2, 5], 1, Detect, [nc]] # 6',
    ]);
    assert.deepEqual(rows(changed(model, { kind: 'delete', rows: [5, 6] })).at(-1), '[[3, 4], 1, Detect, [nc]] # 5');
  });

  it('comment a row out instead, and the text is kept', () => {
    const text = changed(model, { kind: 'delete', rows: [2], keep: 'comment' });
    assert.match(text, /\n {2}# - \[-1, 2, C3k2, \[256, False, 0\.25\]\] # 2\n {2}- \[-1, 1, Conv, \[256, 3, 2\]\] # 2-P3\/8\n/);
    assert.equal(rows(text).at(-1), '[[2, 5], 1, Detect, [nc]] # 6');
  });

  it('duplicate a row behind itself', () => {
    const text = rows(
      changed(model.replace('[-1, 2, C3k2, [256, False]]', '[3, 2, C3k2, [256, False]]'), { kind: 'duplicate', rows: [6] }),
    );
    assert.deepEqual(text.slice(6), ['[3, 2, C3k2, [256, False]] # 6', '[-1, 2, C3k2, [256, False]]', '[[3, 6], 1, Detect, [nc]] # 8']);
  });

  it('move a row with the wiring kept', () => {
    const text = model
      .replace('[[3, 6]', '[[3, 6, 7]')
      .replace('# 6\n', '# 6\n  - [3, 1, Conv, [256, 1]] # 7\n')
      .replace('# 7\n  - [[3', '# 7\n  - [[3');
    const moved = rows(changed(text, { kind: 'move', rows: [7], to: 4 }));
    assert.deepEqual(moved.slice(3), [
      '[-1, 1, Conv, [256, 3, 2]] # 3-P3/8',
      '[3, 1, Conv, [256, 1]] # 4',
      '[3, 1, nn.Upsample, [None, 2, "nearest"]] # 5',
      '[[-1, 2], 1, Concat, [1]] # 6',
      '[-1, 2, C3k2, [256, False]] # 7',
      '[[3, 7, 4], 1, Detect, [nc]] # 7',
    ]);
    assert.equal(refusal(text, { kind: 'move', rows: [5], to: 4 }), 'row 5 reads row 4 and must stay behind it');
  });

  it('move several rows together, and rows that follow each other one place', () => {
    const text = model
      .replace('[[3, 6]', '[[3, 7]')
      .replace('# 6\n', '# 6\n  - [2, 1, Conv, [64, 1]] # 7\n')
      .replace('Detect, [nc]] # 7', 'Detect, [nc]] # 8')
      .replace('[[3, 7]', '[[3, 6, 7]');
    const moved = rows(changed(text, { kind: 'move', rows: [4, 5, 6], to: 5 }));
    assert.deepEqual(moved.slice(3), [
      '[-1, 1, Conv, [256, 3, 2]] # 3-P3/8',
      '[2, 1, Conv, [64, 1]] # 4',
      '[3, 1, nn.Upsample, [None, 2, "nearest"]] # 5',
      '[[-1, 2], 1, Concat, [1]] # 6',
      '[-1, 2, C3k2, [256, False]] # 7',
      '[[3, 7, 4], 1, Detect, [nc]] # 8',
    ]);
    assert.deepEqual(moved, rows(changed(text, { kind: 'shift', rows: [4, 5, 6], by: 1 })));
    const down = changed(text, { kind: 'shift', rows: [4, 5, 6], by: 1 });
    const back = changed(down, { kind: 'shift', rows: [5, 6, 7], by: -1 });
    assert.deepEqual(facts(analyze(back, options)), facts(analyze(text, options)));
  });

  it('duplicate rows that follow each other as a whole', () => {
    const text = rows(changed(model, { kind: 'duplicate', rows: [1, 2] }));
    assert.deepEqual(text.slice(1, 6), [
      '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
      '[-1, 2, C3k2, [256, False, 0.25]] # 2',
      '[-1, 1, Conv, [128, 3, 2]]',
      '[-1, 2, C3k2, [256, False, 0.25]]',
      '[-1, 1, Conv, [256, 3, 2]] # 5-P3/8',
    ]);
    assert.equal(text[7], '[[-1, 2], 1, Concat, [1]] # 7');
  });

  it('duplicate rows at several places at once', () => {
    const text = rows(changed(model, { kind: 'duplicate', rows: [2, 6] }));
    assert.deepEqual(text.slice(3, 4).concat(text.slice(8)), [
      '[-1, 2, C3k2, [256, False, 0.25]]',
      '[-1, 2, C3k2, [256, False]]',
      '[[4, 7], 1, Detect, [nc]] # 9',
    ]);
  });

  it('keep line ends, a missing last one, and labels that say something else', () => {
    const windows = model.replace(/\n/g, '\r\n').trimEnd().replace('# 5', '# 17 joins');
    const text = changed(windows, { kind: 'insert', before: 1, row: '[-1, 1, CBAM, [7]]' });
    assert.equal(text.replace(/\r\n/g, '').includes('\n'), false);
    assert.equal(/[\r\n]$/.test(text), false);
    assert.ok(text.includes('# 17 joins'));
    const atEnd = changed(windows.replace(/\r\n {2}- \[\[3.*$/, ''), { kind: 'insert', after: 6, row: '[[3, 6], 1, Detect, [nc]]' });
    assert.ok(atEnd.endsWith('# 6\r\n  - [[3, 6], 1, Detect, [nc]]'));
  });

  it('keep the distance of a label that is wrong already, so that the way back gives the same text', () => {
    const text = model.replace('# 3-P3/8', '# 4-P3/8').replace('# 7\n', '# 12 joins').replace('# 6\n', '# 3\n');
    const put = changed(text, { kind: 'insert', after: 1, row: '[-1, 1, nn.Identity, []]' });
    assert.match(put, /# 5-P3\/8\n/);
    assert.match(put, /# 12 joins$/);
    assert.equal(changed(put, { kind: 'delete', rows: [2] }), text);
    const last = changed(text, { kind: 'insert', after: 7, row: '[-1, 1, nn.Identity, []]' });
    assert.equal(changed(last, { kind: 'delete', rows: [8] }), text);
  });

  it('refuse what would lose something, and say why', () => {
    assert.equal(refusal(model, { kind: 'delete', rows: [0, 1, 2, 3] }), 'backbone would be left without a row');
    assert.equal(refusal(model, { kind: 'delete', rows: [9] }), 'there is no row 9: the model has rows 0 to 7');
    assert.equal(
      refusal(model.replace('[[-1, 2]', '[[-1, 0]'), { kind: 'delete', rows: [0] }),
      'row 5 would be left without an input: only row 0 can read the image',
    );
    assert.equal(refusal(model, { kind: 'duplicate', rows: [6, 7] }), 'row 7 is the head: a model has one');
    const flow = 'nc: 1\nbackbone: [[-1, 1, Conv, [8]], [-1, 1, Conv, [8]]]\nhead: []\n';
    assert.equal(refusal(flow, { kind: 'delete', rows: [1] }), 'row 1 does not stand on a line of its own');
  });
});

describe('structural edits over whole models', () => {
  for (const { name, text, analysis } of examples) {
    it(`${name}: a row put in and taken out again leaves the text as it was`, () => {
      for (const { index } of analysis.rows) {
        for (const readers of ['next', 'all'] as const) {
          const put = changed(text, { kind: 'insert', after: index, row: '[-1, 1, nn.Identity, []]', readers });
          assert.equal(changed(put, { kind: 'delete', rows: [index + 1] }), text, `after row ${index}, ${readers}`);
        }
      }
    });

    it(`${name}: a row that does nothing changes no other row`, () => {
      for (const { index } of analysis.rows.slice(0, -1)) {
        const put = analyze(changed(text, { kind: 'insert', after: index, row: '[-1, 1, nn.Identity, []]' }), options);
        assert.deepEqual(
          facts(put).filter((_, i) => i !== index + 1),
          facts(analysis),
          `after row ${index}`,
        );
      }
    });

    it(`${name}: a moved row and all others read the rows that they read before`, () => {
      for (const { index } of analysis.rows) {
        for (const to of [index - 1, index + 2]) {
          if (to < 0 || to >= analysis.rows.length) continue;
          const plan = planStructure(analysis, { kind: 'move', rows: [index], to });
          if ('refused' in plan) continue;
          const moved = analyze(applyEdits(text, plan.edits), options);
          const order = analysis.rows.map((row) => row.index);
          order.splice(to, 0, ...order.splice(index, 1));
          const wiring = moved.rows.map(({ sources }) => sources.map((source) => order[source] ?? -1));
          assert.deepEqual(
            wiring,
            order.map((old) => analysis.rows[old]?.sources),
            `${index} to ${to}`,
          );
          assert.equal(moved.totals.params, analysis.totals.params);
        }
      }
    });
  }
});

function facts({ rows: all }: Analysis) {
  return all.map(({ module, args, params, outputs }) => ({ module, args, params, outputs }));
}

describe('a new row at several places', () => {
  it('stands behind each of the rows, read by the row behind it', () => {
    assert.deepEqual(rows(changed(model, { kind: 'insert', after: [1, 6], row: '[-1, 1, nn.Identity, []]' })), [
      '[-1, 1, Conv, [64, 3, 2]] # 0-P1/2',
      '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
      '[-1, 1, nn.Identity, []]',
      '[-1, 2, C3k2, [256, False, 0.25]] # 3',
      '[-1, 1, Conv, [256, 3, 2]] # 4-P3/8',
      '[-1, 1, nn.Upsample, [None, 2, "nearest"]] # 5',
      '[[-1, 3], 1, Concat, [1]] # 6',
      '[-1, 2, C3k2, [256, False]] # 7',
      '[-1, 1, nn.Identity, []]',
      '[[4, 7], 1, Detect, [nc]] # 9',
    ]);
  });

  it('is read by all where that is asked', () => {
    const text = changed(model, { kind: 'insert', after: [3, 6], row: '[-1, 1, nn.Identity, []]', readers: 'all' });
    assert.equal(rows(text).at(-1), '[[4, 8], 1, Detect, [nc]] # 9');
  });

  it('goes in front of each as well, and is taken out again', () => {
    const text = changed(model, { kind: 'insert', before: [2, 6], row: '[-1, 1, nn.Identity, []]' });
    assert.deepEqual(
      rows(text).flatMap((row, i) => (row.includes('Identity') ? i : [])),
      [2, 7],
    );
    assert.equal(changed(text, { kind: 'delete', rows: [2, 7] }), model);
  });
});
