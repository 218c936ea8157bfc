import assert from 'node:assert/strict';
import { completion, definition, outline, references } from '../../../src/core/index.ts';
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

  it('goes back to the rows that read one', () => {
    const { analysis, text, offset } = parse(mark('C3k2, [256, False, 0.25]'));
    const readers = references(analysis, offset).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(readers, ['-1', '[-1, 2]']);
  });
});

describe('completion', () => {
  it('offers modules where a row names one, also in a row that is being typed', () => {
    const { analysis, text, offset } = parse(model.replace('Conv, [128, 3, 2]]', 'Co$0'));
    const items = completion(analysis, offset);
    assert.ok(items.some(({ label }) => label === 'Conv'));
    assert.equal(text.slice(items[0]?.span.start, items[0]?.span.end), 'Co');
  });

  it('offers nothing elsewhere', () => {
    const { analysis, offset } = parse(mark('nc: 3'));
    assert.deepEqual(completion(analysis, offset), []);
  });
});
