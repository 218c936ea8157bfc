import assert from 'node:assert/strict';
import { analyze, applyEdits, fileSwapActions, swapActions } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

describe('swap actions', () => {
  it('a row offers itself, its section and the file, in both variants', () => {
    const { analysis, selection } = parse(mark('Conv, [128'));
    const titles = swapActions(analysis, selection, 4).map(({ title }) => title);
    assert.match(titles[0] ?? '', /^Swap Conv → DynamicConv \(4 experts\): \+1[\d.]+ k params, \+0\.\d+ GFLOPs$/);
    assert.match(titles[1] ?? '', /^Swap Conv → DynamicConv \+ BN \+ activation \(4 experts\): /);
    assert.ok(titles.some((title) => title.includes('in the backbone (3 rows)')));
  });

  it('the effect in the title is the effect of the edit', () => {
    const { analysis, selection, text } = parse(mark('Conv, [128'));
    const [action] = swapActions(analysis, selection, 4);
    const after = analyze(applyEdits(text, action?.edits ?? []), { scale: 'n' });
    assert.equal(after.rows[1]?.module, 'DynamicConv_Single');
    const params = after.totals.params - analysis.totals.params;
    assert.ok(action?.title.includes(`+${(params / 1000).toFixed(1)} k params`), action?.title);
  });

  it('a selection takes the rows it touches', () => {
    const marked = model.replace('- [-1, 1, Conv, [64', '- [-1, 1, $0Conv, [64').replace('Conv, [128', 'Con$0v, [128');
    const { analysis, selection } = parse(marked);
    const [first] = swapActions(analysis, selection, 8);
    assert.match(first?.title ?? '', /\(8 experts\) in the selection \(2 rows\): /);
    assert.deepEqual(first?.rows, [0, 1]);
  });

  it('the way back restores the text', () => {
    const { analysis, text } = parse(model);
    const there = fileSwapActions(analysis, 4).find(({ scope, title }) => scope === 'backbone' && title.includes('→ DynamicConv'));
    const swapped = applyEdits(text, there?.edits ?? []);
    const back = fileSwapActions(analyze(swapped, { scale: 'n' }), 4).find(({ title }) => title.includes('→ Conv'));
    assert.match(back?.title ?? '', /^Swap DynamicConv → Conv in the backbone \(3 rows\): −/);
    assert.equal(applyEdits(swapped, back?.edits ?? []), text);
  });

  it('a model without Conv offers nothing', () => {
    assert.deepEqual(fileSwapActions(parse('backbone:\n  - [-1, 1, nn.Identity, []]\nhead: []\n').analysis, 4), []);
  });
});
