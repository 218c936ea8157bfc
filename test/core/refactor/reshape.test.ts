import assert from 'node:assert/strict';
import { analyze, planStructure, replacements } from '../../../src/core/index.ts';
import { model } from '../features/support.ts';
import { changed, examples, options, refusal, rows } from './support.ts';

/** A model of these rows, closed by a head that reads the last of them. */
const small = (...list: string[]) =>
  `nc: 4\nscales:\n  n: [0.5, 0.25, 1024]\n  l: [1, 1, 512]\nbackbone:\n${list.map((row) => `  - ${row}\n`).join('')}head:\n  - [[${list.length - 1}], 1, Detect, [nc]]\n`;

describe('another module in the place of a row', () => {
  it('takes the arguments that mean the same', () => {
    const replaced = (row: number, module: string) => rows(changed(model, { kind: 'replace', rows: [row], module }))[row];
    assert.equal(replaced(2, 'C2f'), '[-1, 2, C2f, [256, True, 1, 0.25]] # 2');
    assert.equal(replaced(2, 'C3Ghost'), '[-1, 2, C3Ghost, [256, True, 1, 0.25]] # 2');
    assert.equal(replaced(3, 'GhostConv'), '[-1, 1, GhostConv, [256, 3, 2]] # 3-P3/8');
    assert.equal(replaced(3, 'AConv'), '[-1, 1, AConv, [256]] # 3-P3/8  # yolo-architect: was Conv [256, 3, 2]');
    assert.equal(replaced(4, 'ConvTranspose'), '[-1, 1, ConvTranspose, [256]] # 4  # yolo-architect: was nn.Upsample [None, 2, "nearest"]');
  });

  it('writes channels where the one has none, scaled where the other scales them', () => {
    const text = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, nn.Identity, []]');
    assert.equal(
      rows(changed(text, { kind: 'replace', rows: [1], module: 'Conv' }))[1],
      '[-1, 1, Conv, [64]]  # yolo-architect: was nn.Identity []',
    );
    const plain = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [64, 1]]');
    assert.match(refusal(plain, { kind: 'replace', rows: [1], module: 'nn.Conv2d' }), /^at scale l: /);
  });

  it('of several rows at once', () => {
    const text = rows(changed(model, { kind: 'replace', rows: [2, 6], module: 'C2f' }));
    assert.deepEqual(
      [text[2], text[6]],
      ['[-1, 2, C2f, [256, True, 1, 0.25]] # 2', '[-1, 2, C2f, [256, True]] # 6  # yolo-architect: was C3k2 [256, False]'],
    );
  });

  it('is refused where the shape would not stay, and says so', () => {
    assert.equal(refusal(model, { kind: 'replace', rows: [3], module: 'C3k2' }), 'row 3 would hand on maps of another shape');
    assert.equal(refusal(model, { kind: 'replace', rows: [3], module: 'Nothing' }), 'the catalogue has no module Nothing');
    assert.equal(refusal(model, { kind: 'replace', rows: [3], module: 'Detect' }), 'Detect is a head');
    assert.equal(refusal(model, { kind: 'replace', rows: [7], module: 'Conv' }), 'Conv is no head');
    assert.equal(refusal(model, { kind: 'replace', rows: [3], module: 'Conv' }), 'row 3 is Conv already');
  });

  it('every module that is offered keeps the shapes of all rows, and the way back gives the same text', () => {
    const before = analyze(model, options);
    let offered = 0;
    for (const row of [2, 3]) {
      for (const { module } of replacements(before, [row], 4)) {
        const there = changed(model, { kind: 'replace', rows: [row], module });
        assert.deepEqual(
          analyze(there, options).rows.map(({ outputs }) => outputs),
          before.rows.map(({ outputs }) => outputs),
          module,
        );
        assert.equal(changed(there, { kind: 'replace', rows: [row], module: before.rows[row]?.module ?? '' }), model, module);
        offered++;
      }
    }
    assert.ok(offered > 20, String(offered));
  });
});

describe('another width', () => {
  it('changes one row where nothing else must follow', () => {
    assert.deepEqual(
      rows(changed(model, { kind: 'width', rows: [2], channels: 128 })),
      rows(model).map((row) => row.replace('[256, False, 0.25]', '[128, False, 0.25]')),
    );
  });

  it('takes along rows that need as many channels as they read, before and behind', () => {
    const text = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, SPPF, [256, 5]]', '[-1, 1, C2PSA, [256]]', '[-1, 3, Conv, [256, 3, 1]]');
    const wide = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, SPPF, [512, 5]]', '[-1, 1, C2PSA, [512]]', '[-1, 3, Conv, [512, 3, 1]]');
    for (const row of [1, 2, 3]) {
      assert.equal(changed(text, { kind: 'width', rows: [row], channels: 512 }), wide, `row ${row}`);
      assert.equal(changed(wide, { kind: 'width', rows: [row], channels: 256 }), text, `row ${row}`);
    }
    const plan = planStructure(analyze(text, options), { kind: 'width', rows: [1], channels: 512 });
    assert.ok('notes' in plan);
    assert.deepEqual(plan.notes, ['rows that must follow: 2, 3']);
  });

  it('takes along the other inputs of a sum', () => {
    const text = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, nn.Identity, []]', '[0, 1, Conv, [64, 3, 1]]', '[[1, 2], 1, Add, []]');
    const wide = text.replace('[64, 3, 2]', '[128, 3, 2]').replace('[64, 3, 1]', '[128, 3, 1]');
    assert.equal(changed(text, { kind: 'width', rows: [2], channels: 128 }), wide);
    assert.equal(changed(wide, { kind: 'width', rows: [0], channels: 64 }), text);
  });

  it('takes along input channels that a row writes itself', () => {
    const plain = (...list: string[]) => small(...list).replace(/scales:\n(?: .*\n)*/, '');
    const text = plain('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, nn.Conv2d, [64, 64, 3, 1, 1]]', '[-1, 1, Conv, [64, 1]]');
    assert.equal(
      changed(text, { kind: 'width', rows: [0], channels: 96 }, {}),
      text.replace('[64, 3, 2]', '[96, 3, 2]').replace('[64, 64', '[96, 96'),
    );
  });

  it('is refused with the reason', () => {
    assert.equal(refusal(model, { kind: 'width', rows: [4], channels: 64 }), 'row 4 has no argument that says its width');
    assert.equal(refusal(model, { kind: 'width', rows: [3], channels: 256 }), 'nothing is wider or narrower then');
    const grouped = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [64, 3, 1, None, 16]]');
    assert.match(refusal(grouped, { kind: 'width', rows: [1], channels: 40 }), /groups|divisible/);
  });
});

describe('wrapping rows', () => {
  it('adds their input behind them, and whoever read the last reads the sum', () => {
    const text = model.replace('[-1, 2, C3k2, [256, False, 0.25]]', '[-1, 1, Conv, [128, 3, 1]]');
    assert.deepEqual(rows(changed(text, { kind: 'wrap', rows: [2], in: 'shortcut' })).slice(2, 7), [
      '[-1, 1, Conv, [128, 3, 1]] # 2',
      '[[-1, 1], 1, Add, []]',
      '[-1, 1, Conv, [256, 3, 2]] # 4-P3/8',
      '[-1, 1, nn.Upsample, [None, 2, "nearest"]] # 5',
      '[[-1, 3], 1, Concat, [1]] # 6',
    ]);
    assert.equal(
      refusal(model, { kind: 'wrap', rows: [2], in: 'shortcut' }),
      'row 2 hands on 64×160×160 and row 1 32×160×160: maps that are added have one shape',
    );
    assert.equal(refusal(model, { kind: 'wrap', rows: [0], in: 'shortcut' }), 'rows that get a shortcut read one row together');
    assert.equal(refusal(model, { kind: 'wrap', rows: [1, 3], in: 'shortcut' }), 'the rows do not follow each other');
  });

  it('puts a row inside a block that is made of its module', () => {
    const text = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, DynamicConv, [64, 3, 1]]');
    const block = 'C3k2_DynamicConv';
    assert.match(rows(changed(text, { kind: 'wrap', rows: [1], in: { block } }))[1] ?? '', /^\[-1, 1, C3k2_DynamicConv, \[64/);
    assert.equal(refusal(text, { kind: 'wrap', rows: [1], in: { block: 'C3k2' } }), 'C3k2 is not made of DynamicConv');
  });

  it('puts several rows each inside a block of its own', () => {
    const text = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [64, 3]]', '[-1, 1, Conv, [64, 1]]');
    const wrapped = rows(changed(text, { kind: 'wrap', rows: [2, 1], in: { block: 'C3k2' } }));
    assert.deepEqual(
      wrapped.map((row) => /[A-Z]\w+/.exec(row)?.[0]),
      ['Conv', 'C3k2', 'C3k2', 'Detect'],
    );
    assert.match(refusal(text, { kind: 'wrap', rows: [0, 1], in: { block: 'C3k2' } }), /^row 0 would hand on maps of another shape/);
  });
});

describe('edits of modules and widths over whole models', () => {
  for (const { name, text, analysis } of examples) {
    it(`${name}: another width and back leaves the text as it was`, () => {
      for (const { index, call } of analysis.rows) {
        const width = call?.find((argument) => argument.name === 'c2' && argument.origin === 'file');
        const written = width?.written ?? width?.value;
        if (typeof written !== 'number' || written < 16) continue;
        const there = planStructure(analysis, { kind: 'width', rows: [index], channels: written / 2 });
        if ('refused' in there) continue;
        const narrow = changed(text, { kind: 'width', rows: [index], channels: written / 2 });
        assert.equal(changed(narrow, { kind: 'width', rows: [index], channels: written }), text, `row ${index}`);
      }
    });

    it(`${name}: another module and back leaves the text as it was`, () => {
      for (const [module, other] of [
        ['C3k2', 'C2f'],
        ['Conv', 'GhostConv'],
      ] as const) {
        for (const { index } of analysis.rows.filter((row) => row.module === module)) {
          const request = { kind: 'replace', rows: [index], module: other } as const;
          if ('refused' in planStructure(analysis, request)) continue;
          assert.equal(changed(changed(text, request), { ...request, module }), text, `row ${index}`);
        }
      }
    });
  }
});
