import assert from 'node:assert/strict';
import { analyze, type CompletionItem, completeFile, completion } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

function items(marked: string, options = {}): { found: readonly CompletionItem[]; text: string; offset: number } {
  const { analysis, text, offset } = parse(marked, options);
  return { found: completion(analysis, offset), text, offset };
}

const labels = (marked: string, options = {}) => items(marked, options).found.map(({ label }) => label);

/** The text after the item is taken, its stops filled with what they propose. */
function taken(marked: string, label: string): string {
  const { found, text } = items(marked);
  return apply(
    text,
    found.find((item) => item.label === label),
  );
}

function apply(text: string, item: CompletionItem | undefined): string {
  assert.ok(item, 'not offered');
  const written = item.isSnippet
    ? item.insert
        .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
        .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
        .replace(/\\(.)/g, '$1')
    : item.insert;
  return text.slice(0, item.span.start) + written + text.slice(item.span.end);
}

const second = '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4';
const typed = (row: string) => model.replace(second, row);
const atEnd = (line: string) => model.replace(/\n$/, `\n${line}`);

describe('completion', () => {
  it('offers modules where a row names one, those that fit and that the file has most of first', () => {
    const one = labels(typed('[-1, 1, $0'));
    assert.deepEqual(one.slice(0, 2), ['Conv', 'C3k2']);
    assert.ok(one.indexOf('SPPF') < one.indexOf('Concat') && one.indexOf('Concat') < one.indexOf('DynamicConv'));
    assert.deepEqual(labels(typed('[[-1, 0], 1, $0')).slice(0, 2), ['Concat', 'Detect']);
  });

  it('a module replaces the word, and brings arguments where the row ends', () => {
    assert.match(taken(typed('[-1, 1, Con$0, [128, 3, 2]]'), 'DWConv'), /\[-1, 1, DWConv, \[128, 3, 2\]\]/);
    assert.match(taken(typed('[-1, 1, Con$0]'), 'Conv'), /\[-1, 1, Conv, \[64, 3, 2\]\]\n/);
    assert.match(taken(typed('[-1, 1, "nn.Up$0"'), 'nn.Upsample'), /\[-1, 1, "nn.Upsample"\n/);
  });

  it('offers rows to read by number, module and shape, the nearest first', () => {
    const { found } = items(mark('6], 1, Detect'));
    assert.deepEqual(
      found.slice(0, 3).map(({ label, detail }) => [label, detail]),
      [
        ['-1', 'the previous row: C3k2 · 64×160×160 · stride 4'],
        ['6', 'C3k2 · 64×160×160 · stride 4'],
        ['5', 'Concat · 128×160×160 · stride 4'],
      ],
    );
    assert.deepEqual(labels(typed('[$0')), ['-1', '0']);
    assert.match(taken(typed('[-$0'), '0'), /- \[0\n/);
    assert.deepEqual(items('backbone:\n  - [$0-1, 1, Conv, [8]]\n').found[0]?.detail, 'the image');
  });

  it('offers the values of an argument', () => {
    assert.deepEqual(labels(typed('[-1, 1, C3k2, [128, $0]]')), ['False', 'True']);
    assert.deepEqual(labels(typed('[-1, 1, nn.Upsample, [None, 2, $0')), ['"nearest"', '"bilinear"', '"bicubic"']);
    assert.match(taken(typed('[-1, 1, nn.Upsample, [None, 2, "bi$0"]]'), '"bilinear"'), /\[None, 2, "bilinear"\]/);
    assert.deepEqual(labels(typed('[-1, 1, Conv, [$0')), ['64', '256']);
    assert.deepEqual(labels(typed('[-1, 1, Conv, [64, 3, 2, $0')), ['None']);
    assert.deepEqual(labels(typed('[-1, 1, Detect, [$0')).slice(0, 1), ['nc']);
  });

  it('offers the keys that the file lacks and the release reads', () => {
    const lacking = labels(atEnd('$0'));
    assert.ok(lacking.includes('end2end') && lacking.includes('activation') && !lacking.includes('nc') && !lacking.includes('ch'));
    const old = labels(atEnd('e$0'), { upstream: '8.3.63' });
    assert.ok(old.includes('ch') && !old.includes('end2end'));
    assert.match(taken(atEnd('$0'), 'end2end'), /\nend2end: True$/);
  });

  it('and words behind them', () => {
    assert.deepEqual(labels(`end2end: $0\n${model}`), ['True', 'False']);
    assert.ok(labels(`activation: $0\n${model}`).includes('nn.ReLU()'));
  });

  it('offers whole rows, with what they likely read', () => {
    const row = '- [-1, 1, Conv, [256, 3, 2]]';
    assert.match(taken(atEnd('  $0'), row), /\n {2}- \[-1, 1, Conv, \[256, 3, 2\]\]$/);
    assert.match(taken(atEnd('  - Co$0'), row.slice(2)), /\n {2}- \[-1, 1, Conv, \[256, 3, 2\]\]$/);
    const street = `nc: 3\nbackbone:\n${[8, 16, 32].map((n) => `  - [-1, 1, Conv, [${n}, 3, ${n === 8 ? 8 : 2}]]\n`).join('')}head:\n`;
    assert.ok(labels(`${street}  - $0`).includes('[[0, 1, 2], 1, Detect, [nc]]'));
  });

  it('offers nothing in comments, behind rows, in scales, and where something follows', () => {
    for (const marked of [mark('0-P1'), mark(' # 0-P1'), mark('0.25, 1024'), mark('nc: 3'), mark('1, Conv, [64')])
      assert.deepEqual(labels(marked), [], marked);
  });

  it('an empty file can become a model without problems', () => {
    for (const text of ['', '# mine\n', 'yo', '# mine\n\nyolo']) {
      const [item] = completeFile(text, text.length);
      const file = apply(text, item);
      const found = analyze(file, { scale: 'n' });
      assert.deepEqual([found.isModel, found.totals.rows, found.problems], [true, 22, []], file);
      for (const scale of found.scales) assert.deepEqual(analyze(file, { scale }).problems, []);
    }
    for (const text of ['services:\n', 'a: 1', '# mine']) assert.deepEqual(completeFile(text, text.length), [], text);
  });
});
