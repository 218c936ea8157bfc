import assert from 'node:assert/strict';
import { declaration, definition, documentLinks, highlights, outline, readClasses, references } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

describe('outline', () => {
  it('lists sections with their rows by number', () => {
    const items = outline(parse(model).analysis);
    assert.deepEqual(
      items.map(({ name, children }) => [name, children.map((child) => child.name)]),
      [
        ['backbone', ['0 Conv', '1 Conv', '2 C3k2', '3 Conv']],
        ['head', ['4 nn.Upsample', '5 Concat', '6 C3k2', '7 Detect']],
      ],
    );
    for (const { span, nameSpan } of items) assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end);
  });
});

describe('definition', () => {
  it('goes from an index to the row', () => {
    const { analysis, text, offset } = parse(mark('6], 1, Detect'));
    const [span] = definition(analysis, offset);
    assert.match(text.slice(span?.start, span?.end), /C3k2, \[256, False\]\]$/);
  });
});

/** The text with `{…}` around every place: the readers' numbers and, in `<…>`, the row that they read. */
function marked(source: string): string {
  const { analysis, text, offset } = parse(source);
  const found = [...highlights(analysis, offset)].sort((a, b) => b.span.start - a.span.start);
  return found.reduce((all, { span: { start, end }, kind }) => {
    const [open, close] = kind === 'row' ? '<>' : '{}';
    return all.slice(0, start) + open + all.slice(start, end) + close + all.slice(end);
  }, text);
}

describe('who reads a row', () => {
  const wired = `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [[-1, 1], 1, Detect, [80]]
`;

  it('is marked from the row, the module, the arguments, and from a number that reads it', () => {
    const expected = wired
      .replace(/(\[64, 3, 2\]\]\n {2}- \[-1, 1, )Conv(.*\n {2}- \[)-1/, '$1<Conv>$2{-1}')
      .replace('[[-1, 1]', '[[-1, {1}]');
    for (const cursor of [
      wired.replace('[64, 3, 2]]\n  - [-1, 1, Conv', '[64, 3, 2]]\n  - [-1, 1, Co$0nv'),
      wired.replace('[[-1, 1', '[[-1, $01'),
    ])
      assert.equal(marked(cursor), expected);
  });

  it('of the row before by -1, in a list too', () => {
    assert.match(marked(wired.replace('[[-1, 1', '[[$0-1, 1')), /<Conv>, \[64, 3, 2\]\]\nhead:\n {2}- \[\[\{-1\}, 1\]/);
  });

  it('the image has readers and no row', () => {
    assert.equal(marked(wired.replace('- [-1', '- [$0-1')), wired.replace('- [-1', '- [{-1}'));
  });

  it('between the numbers of a list the row itself is meant', () => {
    assert.equal(marked(wired.replace('[[-1,', '[[-1,$0')), wired.replace('Detect', '<Detect>'));
  });

  it('an alias is marked where it stands', () => {
    const aliased = `${wired.replace('[[-1, 1], 1', '[&two [-1, 1], 1')}  - [*two, 1, Detect, [80]]\n`;
    assert.match(marked(aliased.replace('[-1, 1], 1', '[-1, $01], 1')), /\{\*two\}/);
  });

  it('is nobody outside of rows', () => {
    assert.deepEqual(marked(mark('nc: 3')), model);
  });

  it('goes back to the rows that read one', () => {
    const { analysis, text, offset } = parse(mark('C3k2, [256, False, 0.25]'));
    const readers = references(analysis, offset).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(readers, ['-1', '2']);
    const row = declaration(analysis, offset);
    assert.match(text.slice(row?.start, row?.end), /^\[-1, 2, C3k2, \[256, False, 0\.25\]\]$/);
  });
});

describe('links', () => {
  it('lead from module names to their pages; names without one may still be classes of the workspace', () => {
    const text = model.replace('Conv, [256, 3, 2]', 'CoordAtt, [32]').replace('C3k2, [256, False]]', 'Mine, [256]]');
    const { analysis } = parse(text);
    assert.deepEqual(
      documentLinks(analysis, 'all').map(({ span, page }) => [text.slice(span.start, span.end), page]),
      [
        ...['Conv', 'Conv'].map((name) => [
          name,
          'https://docs.ultralytics.com/reference/nn/modules/conv/#ultralytics.nn.modules.conv.Conv',
        ]),
        ['C3k2', 'https://docs.ultralytics.com/reference/nn/modules/block/#ultralytics.nn.modules.block.C3k2'],
        ['CoordAtt', 'https://arxiv.org/abs/2103.02907'],
        ['nn.Upsample', 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html'],
        ['Concat', 'https://docs.ultralytics.com/reference/nn/modules/conv/#ultralytics.nn.modules.conv.Concat'],
        ['Mine', undefined],
        ['Detect', 'https://docs.ultralytics.com/reference/nn/modules/head/#ultralytics.nn.modules.head.Detect'],
      ],
    );
  });

  it('are the names alone that only the workspace defines, unless all are wanted', () => {
    const text = model.replace('Conv, [256, 3, 2]', 'CoordAtt, [32]').replace('C3k2, [256, False]]', 'Mine, [256]]');
    const classes = { Mine: { file: 'blocks.py', line: 4, registered: false } };
    const own = (asked: object) => documentLinks(parse(text, asked).analysis, 'own').map(({ module }) => module);
    assert.deepEqual(own({ classes }), ['Mine']);
    assert.deepEqual(own({}), []);
  });

  it('classes of a Python source are found with their lines', () => {
    const source = 'import torch\n\n\nclass A(nn.Module):\n    class Inner: pass\n\nclass B:\n    pass\n# class C:\n';
    assert.deepEqual(readClasses(source), [
      { name: 'A', line: 4 },
      { name: 'B', line: 7 },
    ]);
  });
});
