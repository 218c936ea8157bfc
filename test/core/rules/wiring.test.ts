import assert from 'node:assert/strict';
import { analyze, applyEdits } from '../../../src/core/index.ts';

/** A small detector with three levels; `$` stands where rows may be put in or taken out. */
const sound = [
  '[-1, 1, Conv, [64, 3, 2]] # 0-P1/2',
  '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
  '[-1, 1, Conv, [256, 3, 2]] # 2-P3/8',
  '[-1, 2, C3k2, [256]] # 3',
  '[-1, 1, Conv, [512, 3, 2]] # 4-P4/16',
  '[-1, 2, C3k2, [512]] # 5',
  '[-1, 1, nn.Upsample, [None, 2, nearest]]',
  '[[-1, 3], 1, Concat, [1]]',
  '[-1, 2, C3k2, [256]] # 8 (P3/8-small)',
  '[-1, 1, Conv, [256, 3, 2]]',
  '[[-1, 5], 1, Concat, [1]]',
  '[-1, 2, C3k2, [512]] # 11 (P4/16-medium)',
  '[[8, 11], 1, Detect, [nc]]',
];

const file = (rows: readonly string[]) => `nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
${rows
  .slice(0, 6)
  .map((row) => `  - ${row}\n`)
  .join('')}head:
${rows
  .slice(6)
  .map((row) => `  - ${row}\n`)
  .join('')}`;

const bare = (rows: readonly string[]) => rows.map((row) => row.replace(/ #.*/, ''));

function found(text: string) {
  return analyze(text, { scale: 'n' }).problems.filter(({ rule }) => rule !== 'needs-registration');
}

describe('rows put in without moving later numbers', () => {
  const wanted = (rows: readonly string[], at: number) => {
    const [problem] = found(file(rows)).filter(({ rule }) => rule === 'shifted-rows');
    assert.ok(
      problem,
      `nothing is said: ${found(file(rows))
        .map(({ message }) => message)
        .join('\n')}`,
    );
    assert.equal(problem.row, at);
    const mended = applyEdits(file(rows), problem.fixes[0]?.edits ?? []);
    assert.deepEqual(found(mended), []);
    return mended;
  };

  it('nothing is said of the sound file, with labels and without', () => {
    assert.deepEqual(found(file(sound)), []);
    assert.deepEqual(found(file(bare(sound))), []);
  });

  for (const at of [4, 6, 9, 12]) {
    for (const [how, base] of [
      ['with labels', sound],
      ['without labels', bare(sound)],
    ] as const) {
      it(`one attention row before row ${at}, ${how}`, () => {
        const mended = wanted(base.toSpliced(at, 0, '[-1, 1, CBAM, [7]]'), at <= 6 ? (at <= 4 ? 8 : 11) : 13);
        assert.match(mended, at === 12 ? /\[\[8, 12\], 1, Detect/ : /\[\[9, 12\], 1, Detect/);
      });
    }
  }

  it('two at once', () => {
    const mended = wanted(bare(sound).toSpliced(12, 0, '[-1, 1, CBAM, [7]]').toSpliced(9, 0, '[-1, 1, CBAM, [7]]'), 14);
    assert.match(mended, /\[\[9, 13\], 1, Detect/);
  });

  it('a row taken out, where labels tell', () => {
    const rows = sound.toSpliced(5, 1).map((row) => row.replace('[-1, 5]', '[-1, 5]'));
    assert.match(wanted(rows, 9), /\[\[7, 10\], 1, Detect/);
  });
});

describe('what else is told about wiring', () => {
  const told = (rows: readonly string[]) => found(file(rows)).map(({ rule, message }) => `${rule}: ${message}`);

  it('two levels of one size, and one that is missing', () => {
    assert.match(
      told(bare(sound).with(12, '[[8, 3, 11], 1, Detect, [nc]]')).join(),
      /detection-levels: row 12 reads row 3 \(C3k2\) at stride 8, as row 8/,
    );
    assert.match(
      told(bare(sound).with(12, '[[1, 11], 1, Detect, [nc]]')).join('\n'),
      /detection-levels: .* at stride 4 and then row 11 \(C3k2\) at stride 16: the level between them, at stride 8, is missing/,
    );
  });

  it('a level that the head does not read, with an edit that adds it', () => {
    const text = file(bare(sound).with(12, '[[8], 1, Detect, [nc]]'));
    const [problem] = found(text);
    assert.equal(problem?.rule, 'dead-row');
    assert.match(
      problem?.message ?? '',
      /neither on it nor on row 9 \(Conv\) and row 10 \(Concat\)\. It is at stride 16, which row 12 \(Detect\) does not have/,
    );
    assert.match(applyEdits(text, problem?.fixes[0]?.edits ?? []), /\[\[8, 11\], 1, Detect/);
  });
});
