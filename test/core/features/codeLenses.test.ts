import assert from 'node:assert/strict';
import { codeLenses } from '../../../src/core/index.ts';
import { model, parse } from './support.ts';

describe('code lenses', () => {
  it('stand above the model and above its sections', () => {
    const lenses = codeLenses(parse(model).analysis);
    assert.deepEqual(
      lenses.map(({ offset, command }) => [model.slice(offset).split(':')[0], command]),
      [
        ['nc', 'showAnalysis'],
        ['nc', 'selectScale'],
        ['nc', 'profile'],
        ['nc', 'showAnalysis'],
        ['backbone', 'showAnalysis'],
        ['head', 'showAnalysis'],
      ],
    );
    assert.match(lenses[0]?.title ?? '', /parameters · .* GFLOPs \(.* prints .*\) at 640×640$/);
    assert.equal(lenses[1]?.title, 'Scale n of n s');
    assert.match(lenses[4]?.title ?? '', /^4 rows · .* parameters \(\d+ %\) · .* GFLOPs \(\d+ %\)$/);
  });

  it('say where the printed number leaves convolutions out', () => {
    const titles = (text: string) =>
      codeLenses(parse(text).analysis).flatMap(({ title, command }) => (command === 'explainPrinted' ? [title] : []));
    assert.deepEqual(titles(model), []);
    assert.deepEqual(titles(model.replaceAll(', Conv,', ', DynamicConv,')), [
      `printed GFLOPs leave out ${model.split(', Conv,').length - 1} rows: functional convolutions`,
    ]);
  });

  it('say that a sum is not complete', () => {
    const [top] = codeLenses(parse(model.replace('nn.Upsample', 'Uppsample')).analysis);
    assert.match(top?.title ?? '', /some rows unknown$/);
  });

  it('do not appear in other files', () => {
    assert.deepEqual(codeLenses(parse('services:\n  web: {}\n').analysis), []);
  });
});
