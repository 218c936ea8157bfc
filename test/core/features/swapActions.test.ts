import assert from 'node:assert/strict';
import {
  analyze,
  applyEdits,
  countDelta,
  fileSwapActions,
  type SwapLimits,
  sumOfEffects,
  swapActions,
  swapChoices,
  swapEffects,
} from '../../../src/core/index.ts';
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

  it('the list has the levels and the offset-based form too, each with the rows and the effect of its edit', () => {
    const { analysis, text, selection } = parse(mark('Conv, [128'));
    const choices = [...swapChoices(analysis, selection, 4)].flatMap((action) => action ?? []);
    const titles = choices.map(({ title }) => title);
    assert.ok(titles.some((title) => /^Swap Conv → OffsetDynamicConv: \+/.test(title)));
    assert.ok(
      choices.some(({ scope }) => scope === 'P1' || scope === 'P3'),
      choices.map(({ scope }) => scope).join(),
    );
    for (const { title, edits, request, rows } of choices) {
      const after = analyze(applyEdits(text, edits), { scale: 'n' });
      assert.ok(title.includes(`${countDelta(after.totals.params - analysis.totals.params)} params`), title);
      const effects = [...swapEffects(analysis, request, rows)];
      assert.equal(sumOfEffects(effects).params, after.totals.params - analysis.totals.params, title);
      assert.equal(sumOfEffects(effects).macs, after.totals.macs - analysis.totals.macs, title);
    }
  });

  it('the list keeps to a kernel and to a share of the parameters', () => {
    const { analysis } = parse(model);
    const rowsOf = (limits: SwapLimits) => [
      ...new Set(
        [...swapChoices(analysis, undefined, 4, limits)].flatMap((action) => (action?.request.variant === 'plain' ? action.rows : [])),
      ),
    ];
    const every = rowsOf({});
    assert.deepEqual(rowsOf({ only: { kernel: 3, stride: 1 } }), []);
    assert.deepEqual(rowsOf({ only: { kernel: 3, stride: 2 } }), every);
    const request = { from: 'Conv', to: 'DynamicConv', variant: 'plain', experts: 4, scope: 'all' } as const;
    const added = [...swapEffects(analysis, request, every)].sort((a, b) => a.params - b.params);
    const maxParamsPercent = (100 * (added[1]?.params ?? 0)) / analysis.totals.params;
    assert.deepEqual(rowsOf({ maxParamsPercent }), [added[0]?.row]);
  });
});
