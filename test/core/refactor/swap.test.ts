import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/analyze.ts';
import { planSwap, type SwapRequest, swap } from '../../../src/core/refactor/swap.ts';
import { applyEdits } from '../../../src/core/text.ts';

const options = { fileName: 'yolo11n.yaml', nc: 4 };

/** A model of the given rows, closed by a head that reads the last of them. */
const model = (...rows: string[]) =>
  `nc: 4\nscales:\n  n: [0.5, 0.25, 1024]\nbackbone:\n${rows.map((row) => `  - ${row}\n`).join('')}head:\n  - [[${rows.length - 1}], 1, Detect, [nc]]\n`;

const plain = { from: 'Conv', to: 'DynamicConv', variant: 'plain', experts: 4, scope: 'all' } as const;
const full = { ...plain, variant: 'bn-act' } as const;
const back = { from: 'DynamicConv', to: 'Conv', experts: 4, scope: 'all' } as const;

function swapped(text: string, request: SwapRequest): string {
  const plan = planSwap(analyze(text, options), request);
  if ('refused' in plan) assert.fail(plan.refused);
  return applyEdits(text, plan.edits);
}

/** Swaps the Conv of row 0 and expects that row, the shapes of before, and the way back to the same text. */
function check(row: string, request: SwapRequest, expected: string, restored = row): void {
  const before = model(row, '[-1, 1, Conv, [32, 3, 2]]');
  const one = { ...request, scope: [0] };
  const after = swapped(before, one);
  assert.equal(after, model(expected, '[-1, 1, Conv, [32, 3, 2]]'));
  const shapes = (text: string) => analyze(text, options).rows.map(({ outputs }) => outputs);
  assert.deepEqual(shapes(after), shapes(before));
  assert.equal(swapped(after, { ...back, experts: request.experts }), model(restored, '[-1, 1, Conv, [32, 3, 2]]'));
}

describe('swap', () => {
  it('changes the name alone where the arguments mean the same', () => {
    check('[-1, 1, Conv, [64, 3, 2]]', full, '[-1, 1, DynamicConv, [64, 3, 2]]');
    check('[-1, 1, Conv, [64, 3, 2]]', plain, '[-1, 1, DynamicConv_Single, [64, 3, 2]]');
    check('[-1, 1, Conv, [64, 1, 1]]', plain, '[-1, 1, DynamicConv_Single, [64, 1, 1]]');
    check('[-1, 1, Conv, [64]]', plain, '[-1, 1, DynamicConv_Single, [64]]');
    check('[-1, 1, Conv, [64, 6, 2, 2]]', plain, '[-1, 1, DynamicConv_Single, [64, 6, 2, 2]]');
  });

  it('writes the padding where the plain form would choose another', () => {
    check('[-1, 1, Conv, [64, 2, 1]]', plain, '[-1, 1, DynamicConv_Single, [64, 2, 1, 1]]');
    check('[-1, 1, Conv, [64, 3, 4]]', plain, '[-1, 1, DynamicConv_Single, [64, 3, 4, 1]]');
    check('[-1, 1, Conv, [64, 2, 2]]', plain, '[-1, 1, DynamicConv_Single, [64, 2, 2]]');
    check('[-1, 1, Conv, [64, [1, 3], 4]]', plain, '[-1, 1, DynamicConv_Single, [64, [1, 3], 4, [0, 1]]]');
  });

  it('puts groups and dilation where the plain form has them', () => {
    check(
      '[-1, 1, Conv, [64, 3, 1, None, 1, 2]]',
      plain,
      '[-1, 1, DynamicConv_Single, [64, 3, 1, 2, 2]]',
      '[-1, 1, Conv, [64, 3, 1, None, 1, 2]]',
    );
    const row = (args: string, name = 'Conv') => model('[-1, 1, Conv, [64, 3, 2]]', `[-1, 1, ${name}, [${args}]]`);
    const grouped = swapped(row('64, 3, 1, None, 4'), { ...plain, scope: [1] });
    assert.equal(grouped, row('64, 3, 1, 1, 1, 4', 'DynamicConv_Single'));
    assert.equal(swapped(grouped, back), row('64, 3, 1, None, 4'));
  });

  it('goes back where rows are in error, and others stand behind them', () => {
    const text = `nc: 3
backbone:
  - [-1, 1, Conv, [32, 3, 2, None, 1, nn.LeakyReLU(0.1)]]
  - [-1, 1, Conv, [64, 3, 2, None, 1, nn.LeakyReLU(0.1)]]
  - [-1, 1, Mystery, [64]]
  - [-1, 1, Conv, [64, 1, 1, None, 1, nn.LeakyReLU(0.1)]]
head:
  - [[3], 1, Detect, [nc]]
`;
    for (const variant of ['bn-act', 'offset'] as const) {
      const there = planSwap(analyze(text), { from: 'Conv', to: 'DynamicConv', variant, experts: 4, scope: 'all' });
      assert.ok(!('refused' in there));
      const swapped = applyEdits(text, there.edits);
      const back = planSwap(analyze(swapped), { from: 'DynamicConv', to: 'Conv', variant, experts: 4, scope: there.rows });
      assert.equal('refused' in back ? back.refused : applyEdits(swapped, back.edits), text);
    }
  });

  it('keeps in a comment what the way back could not tell', () => {
    const lossy = [
      ['[-1, 1, Conv, [64, 3, 1, 1, 1, 2]]', '[-1, 1, DynamicConv_Single, [64, 3, 1, 1, 2]]'],
      ['[-1, 1, Conv, [64, 3, 2, 1, 2]] # 0-P1/2', '[-1, 1, DynamicConv_Single, [64, 3, 2, 1, 1, 2]] # 0-P1/2'],
      ['[-1, 1, Conv, [64, 1, 1, None, 1, 1, False]]', '[-1, 1, DynamicConv_Single, [64, 1, 1]]'],
      ['[-1, 1, Conv, [64, 1, 1, None, 1, 1, nn.ReLU()]]', '[-1, 1, DynamicConv_Single, [64, 1, 1]]'],
    ] as const;
    for (const [row, expected] of lossy) {
      const note = `  # yolo-architect: was Conv ${/\[\d.*\](?=\])/.exec(row)?.[0]}`;
      check(row, plain, row === lossy[0][0] ? expected : `${expected}${note}`);
    }
  });

  it('follows such a comment only while the row is what the swap made of it', () => {
    const row = model('[-1, 1, Conv, [64, 1, 1, None, 1, 1, False]]', '[-1, 1, Conv, [32, 3, 2]]');
    const there = swapped(row, { ...plain, scope: [0] });
    const changed = there.replace('DynamicConv_Single, [64', 'DynamicConv_Single, [128');
    assert.equal(swapped(changed, back), model('[-1, 1, Conv, [128, 1, 1]]', '[-1, 1, Conv, [32, 3, 2]]'));
  });

  it('writes other numbers of experts behind the defaults', () => {
    const eight = { experts: 8 };
    check('[-1, 1, Conv, [64, 3, 2]]', { ...full, ...eight }, '[-1, 1, DynamicConv, [64, 3, 2, None, 1, 1, True, 8]]');
    check('[-1, 1, Conv, [64, 3, 2]]', { ...plain, ...eight }, '[-1, 1, DynamicConv_Single, [64, 3, 2, 1, 1, 1, False, 8]]');
    check('[-1, 1, Conv, [64,3,2]]', { ...full, ...eight }, '[-1, 1, DynamicConv, [64,3,2,None,1,1,True,8]]');
  });

  it('leaves comments, quotes, spacing, line ends and block style alone', () => {
    const text = `\ufeff${model('[ -1,1 ,"Conv", [64,  3,2] ]   # stem', '[-1, 1, Conv, [32, 3, 2]] # two')}`.replaceAll('\n', '\r\n');
    const after = swapped(text, plain);
    assert.equal(after, text.replaceAll('Conv', 'DynamicConv_Single'));
    assert.equal(swapped(after, back), text);
    const block = '- -1 # image\n    - 1\n    - Conv\n    - - 64\n      - 3 # kernel\n      - 2 # stride';
    const blockText = model(block);
    const grown = swapped(blockText, { ...full, experts: 2 });
    assert.ok(grown.includes('- DynamicConv\n'));
    assert.ok(grown.includes('      - 2 # stride\n      - None\n      - 1\n      - 1\n      - True\n      - 2\n'));
    assert.equal(swapped(grown, back), blockText);
  });

  it('says what is lost', () => {
    const text = model('[-1, 1, Conv, [64, 3, 2, None, 1, 1, False]]');
    const plan = planSwap(analyze(text, options), plain);
    assert.ok(!('refused' in plan));
    assert.deepEqual(plan.notes, ['row 0: DynamicConv_Single has no act: False is lost']);
  });

  it('keeps to the scope and tells what changes', () => {
    const text = model('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [128, 3, 2]]', '[-1, 1, C3k2, [128]]');
    const plan = swap(analyze(text, options), { ...full, scope: [1] });
    assert.deepEqual(plan?.rows, [1]);
    // Three further kernels of 32·16·3·3, and the routing 16 → 4 with its bias.
    assert.equal(plan.after.params - plan.before.params, 3 * 32 * 16 * 9 + 16 * 4 + 4);
    assert.equal(swap(analyze(text, options), { ...full, scope: 'head' }), undefined);
  });

  it('swaps other modules by the names of their arguments, and refuses what has no place', () => {
    const text = model('[-1, 1, Conv, [64, 3, 2]]', '[-1, 2, C3k2, [64, False, 0.25]]');
    const request = { from: 'C3k2', to: 'C2f', experts: 4, scope: 'all' } as const;
    assert.equal(swapped(text, request), text.replace('C3k2, [64, False, 0.25]', 'C2f, [64, True, 1, 0.25]'));
    assert.deepEqual(planSwap(analyze(text, options), { ...request, to: 'Nonsense' }), { refused: 'the catalogue has no module Nonsense' });
    assert.equal(swap(analyze(text, options), { ...request, to: 'Detect' }), undefined);
  });

  it('leaves rows alone that share their text through an alias', () => {
    const text = model('[-1, 1, Conv, &a [64, 3, 2]]', '[-1, 1, Conv, *a]', '[-1, 1, Conv, [32, 3, 1]]');
    const plan = swap(analyze(text, options), plain);
    assert.deepEqual(plan?.rows, [2]);
    assert.equal(plan.notes.length, 2);
  });
});
