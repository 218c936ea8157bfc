import assert from 'node:assert/strict';
import { folding, selectionRanges, semanticTokens } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

describe('folding', () => {
  const folds = (text: string) =>
    folding(parse(text).analysis).map(({ start, end, kind }) => `${start}-${end}${kind === 'block' ? '' : ` ${kind}`}`);

  it('sections and scales fold from their keys', () => {
    assert.deepEqual(folds(model), ['2-4', '6-11', '13-17']);
  });

  it('comments of several lines, regions, rows over several lines, and what lies deeper', () => {
    const text = `# one
# two
nc: 3 # not alone
# alone

backbone:
  # region stem
  - [-1, 1, Conv,
     [64, 3, 2]]
  # endregion
  -
    - -1
    - 1
    - Conv
    - [8]
`;
    assert.deepEqual(folds(text), ['5-14', '7-8', '11-14', '0-1 comment', '6-9 region']);
    assert.deepEqual(folds(text.replace('  -\n    - -1', '  - - -1')), ['5-13', '7-8', '10-13', '0-1 comment', '6-9 region']);
  });

  it('with any line end, and in a text that is being typed', () => {
    assert.deepEqual(folds(model.replaceAll('\n', '\r\n')), ['2-4', '6-11', '13-17']);
    assert.deepEqual(folds(model.replace('[-1, 2, C3k2, [256, False, 0.25]]', '[-1, 2, C3k2, [')), ['2-4', '6-11', '13-17']);
  });
});

describe('a growing selection', () => {
  const grown = (marked: string) => {
    const { analysis, text, offset } = parse(marked);
    return selectionRanges(analysis, offset).map(({ start, end }) => text.slice(start, end));
  };

  it('goes from an argument to the arguments, the row, the section and the file', () => {
    const [argument, inside, args, insideRow, row, section, entry, ...rest] = grown(mark('128, 3, 2]]'));
    assert.deepEqual(
      [argument, inside, args, insideRow, row],
      ['128', '128, 3, 2', '[128, 3, 2]', '-1, 1, Conv, [128, 3, 2]', '[-1, 1, Conv, [128, 3, 2]]'],
    );
    assert.match(section ?? '', /^- \[-1, 1, Conv, \[64, 3, 2\]\] # 0-P1\/2\n[\s\S]*\[256, 3, 2\]\]$/);
    assert.match(entry ?? '', /^backbone:\n[\s\S]*\[256, 3, 2\]\]$/);
    assert.equal(rest.at(-1), model);
  });

  it('each takes in the one before', () => {
    for (let at = 0; at <= model.length; at++) {
      const ranges = selectionRanges(parse(model).analysis, at);
      for (const [i, { start, end }] of ranges.entries()) {
        const outer = ranges[i + 1];
        if (outer !== undefined) assert.ok(outer.start <= start && end <= outer.end, `${at}`);
      }
    }
  });
});

describe('semantic tokens', () => {
  const show = (row: string) => {
    const { analysis, text } = parse(model.replace('[-1, 1, Conv, [128, 3, 2]]', row));
    return semanticTokens(analysis)
      .filter(({ span }) => text.slice(0, span.start).split('\n').length === 10)
      .map(({ span, type, defaultLibrary }) => `${text.slice(span.start, span.end)} ${type}${defaultLibrary ? '!' : ''}`)
      .join(', ');
  };

  it('say what each part of a row is', () => {
    assert.equal(show('[-1, 1, Conv, [128, 3, 2]]'), '-1 variable, 1 number, Conv class!, 128 parameter, 3 number, 2 number');
    assert.equal(show('[[-1, 0], 1, Detect, [nc]]'), '-1 variable, 0 variable, 1 number, Detect class!, nc variable');
    assert.equal(
      show('[-1, 2, nn.Upsample, [None, 2, "nearest"]]'),
      '-1 variable, 2 number, nn.Upsample class!, None keyword, 2 number, "nearest" string',
    );
    assert.equal(
      show('[-1, 1, DynamicConv, [128, [3, 3], True]]').split(', ').slice(2).join(),
      'DynamicConv class,128 parameter,3 number,3 number,True keyword',
    );
  });
});
