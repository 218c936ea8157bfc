import assert from 'node:assert/strict';
import { parseDocument } from '../../src/core/document.ts';

const model = `# my model
nc: 80
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 2, C3k2, [256, False, 0.25]]
head:
  - [[0, 1], 1, Concat, [1]]
  - [2, 1, Detect, [nc]]
`;

describe('a model file', () => {
  it('has the rows of both sections with the place of each part', () => {
    const { rows, isModel, fatal, problems, comments } = parseDocument(model);
    assert.ok(isModel && !fatal);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      comments.map(({ text }) => text),
      ['# my model', '# 0-P1/2'],
    );
    const parts = rows.map(({ index, section, from, repeats, module, args }) => [
      index,
      section,
      ...[from, repeats, module, args].map((part) => part && model.slice(part.span.start, part.span.end)),
    ]);
    assert.deepEqual(parts, [
      [0, 'backbone', '-1', '1', 'Conv', '[64, 3, 2]'],
      [1, 'backbone', '-1', '2', 'C3k2', '[256, False, 0.25]'],
      [2, 'head', '[0, 1]', '1', 'Concat', '[1]'],
      [3, 'head', '2', '1', 'Detect', '[nc]'],
    ]);
  });

  it('gives the last of equal keys and warns of it', () => {
    const document = parseDocument(`${model}nc: 3\n`);
    assert.equal(document.value('nc'), 3);
    assert.equal(document.entry('nc')?.key.span.start, model.length);
    assert.deepEqual(
      document.problems.map(({ rule, severity, span }) => [rule, severity, span.start]),
      [['duplicate-key', 'warning', model.length]],
    );
  });

  it('is recognised in other layouts too', () => {
    const block = 'backbone:\n- - -1\n  - 1\n  - Conv\n  - - 64\n    - 3\n';
    const oldStyle = 'backbone:\n  [[-1, 1, Focus, [64, 3]],\n   [-1, 1, Conv, [128, 3, 2]]]\n';
    for (const text of [
      block,
      oldStyle,
      `\ufeff${model}`,
      model.replaceAll('\n', '\r\n'),
      model.replaceAll('\n', '\r'),
      `---\n${model}`,
      model.trimEnd(),
    ]) {
      assert.ok(parseDocument(text).isModel, text);
    }
  });

  it('is one while its first row is being typed', () => {
    for (const row of ['[-1', '[-1, ', '[-1, 1, ', '[-1, 1, Con', '[-1, 1, Conv, [64, ']) {
      assert.ok(parseDocument(`nc: 80\nbackbone:\n  - ${row}\n`).isModel, row);
    }
  });

  it('has what there is of a row', () => {
    const { rows } = parseDocument('nc: 1\nbackbone:\n  - [-1, 1]\n  - Conv\n  - [-1, 1, Conv, [8]]\nhead:\n');
    assert.deepEqual(
      rows.map(({ from, args }) => [from !== undefined, args !== undefined]),
      [
        [true, false],
        [false, false],
        [true, true],
      ],
    );
  });
});

describe('any other YAML file', () => {
  const others = {
    'a data set': 'path: ../datasets/coco8\ntrain: images/train\nnames:\n  0: person\n',
    'a compose file': 'services:\n  backbone:\n    image: nginx\n  head:\n    build: .\n',
    'a workflow': 'on: push\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@v4\n',
    'a configuration of another framework': 'backbone:\n  type: ResNet\n  depth: 50\nhead:\n  type: FCOS\n',
    'a list of words': 'head: [a, b, c]\n',
    'a matrix': 'head:\n  - [1, 2]\n  - [3, 4]\n',
    nothing: '',
    'a broken file': 'head: [a, b\nx: "\n',
  };
  for (const [name, text] of Object.entries(others)) {
    it(`is no model: ${name}`, () => {
      const { isModel, problems, rows } = parseDocument(text);
      assert.equal(isModel, false);
      assert.deepEqual(problems, []);
      assert.ok(rows.length === 0 || name.startsWith('a '));
    });
  }
});
