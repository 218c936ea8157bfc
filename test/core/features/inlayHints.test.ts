import assert from 'node:assert/strict';
import { type InlayHintSettings, inlayHints } from '../../../src/core/index.ts';
import { model, parse } from './support.ts';

const all: InlayHintSettings = { rowIndex: true, outputShape: true, metric: 'gflops' };

/** The lines of the model with hints in ‹ ›. */
function show(text: string, settings: InlayHintSettings): string[] {
  const hints = inlayHints(parse(text).analysis, settings).sort((a, b) => b.offset - a.offset);
  return hints.reduce((shown, { offset, label }) => `${shown.slice(0, offset)}‹${label}›${shown.slice(offset)}`, text).split('\n');
}

describe('inlay hints', () => {
  it('put the index in front of a row and its result behind the comment', () => {
    const line = show(model, all).find((found) => found.includes('[128, 3, 2]'));
    assert.match(line ?? '', /^ {2}(- )?‹1›(- )?\[-1, 1, Conv, \[128, 3, 2\]\] # 1-P2\/4‹32×160×160 · 0\.236 GFLOPs›$/);
  });

  it('stay within 40 characters a line, whatever a head gives', () => {
    for (const line of show(model, all)) {
      const length = [...line.matchAll(/‹([^›]*)›/g)].reduce((sum, [, label]) => sum + (label?.length ?? 0), 0);
      assert.ok(length <= 40, line);
    }
  });

  it('are switched off one by one', () => {
    assert.deepEqual(inlayHints(parse(model).analysis, { rowIndex: false, outputShape: false, metric: 'none' }), []);
    const params = inlayHints(parse(model).analysis, { rowIndex: false, outputShape: false, metric: 'params' });
    assert.equal(params[1]?.label, '4.67 k');
  });

  it('keep the index of a row that is not known', () => {
    const lines = show(model.replace('nn.Upsample', 'Uppsample'), all);
    assert.match(lines.find((line) => line.includes('Uppsample')) ?? '', /‹4›/);
  });
});
