import assert from 'node:assert/strict';
import { signature } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

/** The label with `*…*` around the active parameter. */
function show(marked: string): string | undefined {
  const { analysis, offset } = parse(marked);
  const found = signature(analysis, offset);
  if (found === undefined) return undefined;
  const { start, end } = found.parameters[found.active]?.span ?? { start: 0, end: 0 };
  const { label } = found;
  return end === 0 ? label : `${label.slice(0, start)}*${label.slice(start, end)}*${label.slice(end)}`;
}

const second = '[-1, 1, Conv, [128, 3, 2]] # 1-P2/4';

describe('signature help', () => {
  it('shows the effective call, with what the parser puts in, and the argument at the cursor', () => {
    assert.equal(show(mark('128, 3, 2]]')), 'Conv(⟨c1=16⟩, *c2=32*, k=3, s=2, p=None, g=1, d=1, act=True)');
    assert.equal(show(mark('3, 2]] # 1')), 'Conv(⟨c1=16⟩, c2=32, *k=3*, s=2, p=None, g=1, d=1, act=True)');
    assert.match(show(mark('0.25]]')) ?? '', /^C3k2\(⟨c1=32⟩, c2=64, ⟨n=1⟩, c3k=False, \*e=0\.25\*, /);
  });

  it('of a head with its appended arguments', () => {
    assert.equal(show(mark('nc]]')), 'Detect(*nc=3*, ⟨reg_max=16⟩, ⟨end2end=False⟩, ⟨ch=[64, 64]⟩)');
  });

  for (const [typed, expected] of [
    ['[-1, 1, Conv, [$0', 'Conv(⟨c1⟩, *c2*, k=1, s=1, p=None, g=1, d=1, act=True)'],
    ['[-1, 1, Conv, [$0]]', 'Conv(⟨c1⟩, *c2*, k=1, s=1, p=None, g=1, d=1, act=True)'],
    ['[-1, 1, Conv, [128, $0', 'Conv(⟨c1=16⟩, c2=32, *k=1*, s=1, p=None, g=1, d=1, act=True)'],
    ['[-1, 1, Conv, [128, $0]]', 'Conv(⟨c1=16⟩, c2=32, *k=1*, s=1, p=None, g=1, d=1, act=True)'],
    ['[-1, 1, Conv, [128, [3, $0', 'Conv(⟨c1=16⟩, c2=32, *k=[3]*, s=1, p=None, g=1, d=1, act=True)'],
    [
      '[-1, 1, "nn.Upsample", [None, 2, "near$0',
      "nn.Upsample(size=None, scale_factor=2, *mode='near'*, align_corners=None, recompute_scale_factor=None)",
    ],
    ['[-1, 1, Conv, [128, 3, 2, None, 1, 1, True, 9$0]]', 'Conv(⟨c1=16⟩, c2=32, k=3, s=2, p=None, g=1, d=1, act=True)'],
    ['[-1,\n     1, Conv,\n     [128, $0', 'Conv(⟨c1=16⟩, c2=32, *k=1*, s=1, p=None, g=1, d=1, act=True)'],
  ] as const) {
    it(`while ${JSON.stringify(typed)} is being typed`, () => assert.equal(show(model.replace(second, typed)), expected));
  }

  it('in files whose rows stand in one pair of brackets', () => {
    const text = `nc: 3\nbackbone:\n  [[-1, 1, Conv, [64, $0 3, 2]],\n   [-1, 1, Conv, [128, 3, 2]]]\n`;
    assert.match(show(text) ?? '', /^Conv\(⟨c1=3⟩, c2=64, \*k=3\*/);
    assert.match(show(text.replace('$0', '').replace('128, 3', '128, $03')) ?? '', /^Conv\(⟨c1=64⟩, c2=128, \*k=3\*/);
  });

  it('only inside the arguments of a row', () => {
    for (const marked of [mark('1, Conv, [64'), mark('Conv, [64'), mark('nc: 3'), mark('0.50, 0.25'), mark('# 1-P2'), mark('[nc]]')])
      assert.equal(show(marked), undefined);
    assert.equal(show(model.replace(second, '[-1, 1, Convv, [$0')), undefined);
  });
});
