import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/index.ts';
import { changed, example, examples, facts, options, refusal, rows } from './support.ts';

const street = example('yolo11n-street.yaml');
const scales = ['n', 's', 'm', 'l', 'x'];

/** A detector whose steps begin with a 1×1 convolution, as YOLOv5 has them. */
const reducing = `nc: 4
scales:
  n: [0.33, 0.25, 1024]
  l: [1.00, 1.00, 1024]

backbone:
  - [-1, 1, Conv, [64, 6, 2, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 3, C3, [128]]
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
  - [-1, 6, C3, [256]]
  - [-1, 1, Conv, [512, 3, 2]] # 5-P4/16
  - [-1, 9, C3, [512]]
  - [-1, 1, SPPF, [512, 5]] # 7

head:
  - [-1, 1, Conv, [256, 1, 1]]
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]
  - [[-1, 4], 1, Concat, [1]] # cat backbone P3
  - [-1, 3, C3, [256, False]] # 11 (P3/8-small)

  - [-1, 1, Conv, [256, 3, 2]]
  - [[-1, 8], 1, Concat, [1]] # cat head P4
  - [-1, 3, C3, [512, False]] # 14 (P4/16-medium)

  - [[11, 14], 1, Detect, [nc]] # Detect(P3, P4)
`;

/** A detector whose neck only leads down, as YOLOv3 has it: the steps begin two rows in front of a level. */
const downward = `nc: 4
scales:
  n: [1.00, 0.25, 1024]

backbone:
  - [-1, 1, Conv, [32, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [64, 3, 2]] # 1-P2/4
  - [-1, 1, Conv, [128, 3, 2]] # 2-P3/8
  - [-1, 1, Conv, [256, 3, 2]] # 3-P4/16

head:
  - [-1, 1, Conv, [128, 1]]
  - [-1, 1, Conv, [256, 3]] # 5 (P4/16-medium)

  - [-2, 1, Conv, [64, 1]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 2], 1, Concat, [1]] # cat backbone P3
  - [-1, 1, Bottleneck, [128, False]] # 9 (P3/8-small)

  - [[9, 5], 1, Detect, [nc]] # Detect(P3, P4)
`;

describe('detection levels', () => {
  it('a finer one at the end of a neck that only leads down', () => {
    const finer = changed(downward, { kind: 'add-level', level: 2 });
    assert.deepEqual(rows(finer).slice(10), [
      '[-1, 1, Conv, [32, 1]]',
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      '[[-1, 1], 1, Concat, [1]] # cat backbone P2',
      '[-1, 1, Bottleneck, [64, False]] # 13 (P2/4)',
      '[[13, 9, 5], 1, Detect, [nc]] # Detect(P2, P3, P4)',
    ]);
    assert.equal(changed(finer, { kind: 'remove-level', level: 2, path: 'whole' }), downward);
    const reason = 'nothing leads from P3 back up to P4: the coarsest level stands at the end of the backbone';
    assert.equal(refusal(downward, { kind: 'add-level', level: 5 }), reason);
    assert.equal(refusal(downward, { kind: 'remove-level', level: 4, path: 'whole' }), reason);
  });

  it('a finer one takes a step more down and one back up, with the widths of the next level', () => {
    assert.deepEqual(rows(changed(street, { kind: 'add-level', level: 2 })).slice(14), [
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      '[[-1, 4], 1, Concat, [1]]',
      '[-1, 2, C3k2, [192, False]] # → P3',
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      '[[-1, 2], 1, Concat, [1]]',
      '[-1, 2, C3k2, [96, False]]',
      '[-1, 1, Conv, [96, 3, 2]]',
      '[[-1, 16], 1, Concat, [1]]',
      '[-1, 2, C3k2, [192, False]]',
      '[-1, 1, Conv, [192, 3, 2]]',
      '[[-1, 13], 1, Concat, [1]]',
      '[-1, 2, C3k2, [384, False]] # → P4',
      '[-1, 1, Conv, [384, 3, 2]]',
      '[[-1, 10], 1, Concat, [1]]',
      '[-1, 2, C3k2, [768, True]] # → P5',
      '[[19, 22, 25, 28], 1, Detect, [nc]]',
    ]);
  });

  it('a coarser one takes a stage more of the backbone, in front of its pooling and attention', () => {
    assert.deepEqual(rows(changed(street, { kind: 'add-level', level: 6 })).slice(7, 20), [
      '[-1, 1, Conv, [768, 3, 2]] # stride 32',
      '[-1, 2, C3k2, [768, True]]',
      '[-1, 1, Conv, [768, 3, 2]]',
      '[-1, 2, C3k2, [768, True]]',
      '[-1, 1, SPPF, [768, 5]] # pooled at three sizes',
      '[-1, 1, C2PSA, [768]] # attention over the whole map',
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      '[[-1, 8], 1, Concat, [1]]',
      '[-1, 2, C3k2, [768, False]]',
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      '[[-1, 6], 1, Concat, [1]]',
      '[-1, 2, C3k2, [384, False]]',
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
    ]);
  });

  it('1×1 convolutions in front of a step come along, with numbers and levels in the labels', () => {
    const text = changed(reducing, { kind: 'add-level', level: 5 });
    assert.equal(
      text.slice(text.indexOf('  - [-1, 9')),
      `  - [-1, 9, C3, [512]]
  - [-1, 1, Conv, [512, 3, 2]] # 7-P5/32
  - [-1, 9, C3, [512]]
  - [-1, 1, SPPF, [512, 5]] # 9

head:
  - [-1, 1, Conv, [512, 1, 1]]
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]
  - [[-1, 6], 1, Concat, [1]] # cat backbone P4
  - [-1, 3, C3, [512, False]] # 13 (P4/16)

  - [-1, 1, Conv, [256, 1, 1]]
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]
  - [[-1, 4], 1, Concat, [1]] # cat backbone P3
  - [-1, 3, C3, [256, False]] # 17 (P3/8-small)

  - [-1, 1, Conv, [256, 3, 2]]
  - [[-1, 14], 1, Concat, [1]] # cat head P4
  - [-1, 3, C3, [512, False]] # 20 (P4/16-medium)

  - [-1, 1, Conv, [512, 3, 2]]
  - [[-1, 10], 1, Concat, [1]] # cat head P5
  - [-1, 3, C3, [512, False]] # 23 (P5/32)

  - [[17, 20, 23], 1, Detect, [nc]] # Detect(P3, P4, P5)
`,
    );
  });

  it('are refused with a reason', () => {
    assert.equal(refusal(street, { kind: 'add-level', level: 3 }), 'the head has the level P3 already');
    assert.equal(refusal(street, { kind: 'add-level', level: 7 }), 'next to the levels P3 to P5 come P2 and P6');
    assert.equal(refusal(street, { kind: 'remove-level', level: 6, path: 'whole' }), 'the head has no level P6');
    assert.equal(
      refusal(street, { kind: 'remove-level', level: 4, path: 'whole' }),
      'P4 lies between other levels: only its output can go',
    );
    const one = 'nc: 1\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [[0], 1, Detect, [nc]]\n';
    assert.equal(refusal(one, { kind: 'add-level', level: 2 }), 'the head reads a single level');
    const plain = 'nc: 1\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [[0, 1], 1, Detect, [nc]]\n';
    assert.match(refusal(plain, { kind: 'add-level', level: 3 }), /^how row 1 \(Conv\) comes about is not understood/);
  });

  it('the output alone goes with the rows that nothing else reads', () => {
    const text = rows(changed(street, { kind: 'remove-level', level: 5, path: 'output' }));
    assert.deepEqual(text.slice(-2), ['[-1, 2, C3k2, [384, False]] # → P4', '[[16, 19], 1, Detect, [nc]]']);
    assert.deepEqual(rows(changed(street, { kind: 'remove-level', level: 4, path: 'output' })).at(-1), '[[16, 22], 1, Detect, [nc]]');
  });

  it('the coarsest goes with its stage, and the step down from it', () => {
    const text = changed(street, { kind: 'remove-level', level: 5, path: 'whole' });
    assert.deepEqual(analyze(text, options).totals.stride, [8, 16]);
    assert.equal(rows(text).length, rows(street).length - 8);
  });

  for (const { name, text, analysis } of [...examples, { name: 'reducing', text: reducing, analysis: analyze(reducing, options) }]) {
    const powers = analysis.totals.stride?.map(Math.log2) ?? [];
    if (powers.length < 2 || !analysis.totals.complete) continue;
    for (const level of [powers[0]! - 1, powers.at(-1)! + 1]) {
      it(`${name}: P${level} can be added at every scale, and taken away again to the same text`, () => {
        for (const scale of scales.filter((letter) => analysis.scales.includes(letter))) {
          const more = changed(text, { kind: 'add-level', level }, { ...options, scale });
          const after = analyze(more, { ...options, scale });
          assert.deepEqual(
            after.totals.stride,
            [...powers, level].sort((a, b) => a - b).map((power) => 2 ** power),
          );
          assert.equal(after.totals.complete, true);
          assert.equal(after.problems.filter(({ severity }) => severity === 'error').length, 0);
          const back = changed(more, { kind: 'remove-level', level, path: 'whole' }, { ...options, scale });
          assert.equal(back, text);
          assert.deepEqual(facts(analyze(back, options)), facts(analyze(text, options)));
        }
      });
    }
  }

  it('line ends stay as they are', () => {
    const windows = reducing.replace(/\n/g, '\r\n');
    assert.equal(
      changed(windows, { kind: 'add-level', level: 5 }),
      changed(reducing, { kind: 'add-level', level: 5 }).replace(/\n/g, '\r\n'),
    );
    assert.equal(changed(changed(windows, { kind: 'add-level', level: 2 }), { kind: 'remove-level', level: 2, path: 'whole' }), windows);
  });
});
