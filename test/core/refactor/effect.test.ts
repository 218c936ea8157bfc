import assert from 'node:assert/strict';
import { analyze, effectOf, planStructure, type StructureRequest } from '../../../src/core/index.ts';
import { model } from '../features/support.ts';
import { options } from './support.ts';

/** What an edit comes to, as titles and the command line say it. */
function effect(request: StructureRequest, text = model, asked = options): string {
  const plan = planStructure(analyze(text, asked), request);
  return 'refused' in plan ? assert.fail(plan.refused) : effectOf(plan);
}

describe('what a structural edit comes to', () => {
  it('is what it adds to the sums', () => {
    assert.equal(effect({ kind: 'delete', rows: [2] }), '−27.1 k params, −0.668 GFLOPs');
    assert.equal(effect({ kind: 'insert', after: 1, row: '[-1, 1, nn.Identity, []]' }), '');
  });

  it('is what it breaks, at the row as it is numbered before', () => {
    assert.equal(effect({ kind: 'delete', rows: [3] }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'delete', rows: [3], keep: 'comment' }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'delete', rows: [4] }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'delete', rows: [1, 3] }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'duplicate', rows: [3] }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'duplicate', rows: [2, 3] }), 'breaks row 5 (Concat): sizes differ');
    assert.equal(effect({ kind: 'insert', after: 2, row: '[-1, 1, Conv, [64, 3, 2]]' }), 'breaks row 5 (Concat): sizes differ');
  });

  it('names a new row by its new number', () => {
    assert.equal(effect({ kind: 'insert', after: 2, row: '[-1, 1, Conv, []]' }), 'breaks row 3 (Conv): it has no output channels');
    assert.equal(effect({ kind: 'insert', after: 2, row: '[-1, 1, Konv, [64]]' }), 'breaks row 3 (Konv): no such module');
    assert.equal(effect({ kind: 'insert', after: 2, row: '[9, 1, Conv, [64]]' }), "breaks row 3 (Conv): from doesn't fit");
  });

  it('says that no head is left, and that one comes too early', () => {
    assert.equal(effect({ kind: 'delete', rows: [7] }), 'breaks row 6 (C3k2): no head is last');
    assert.equal(effect({ kind: 'insert', after: 7, row: '[3, 1, Conv, [64]]' }), 'breaks row 7 (Detect): another row is last');
  });

  it('breaks nothing where the same was broken before, wherever the row has moved', () => {
    const torn = model.replace('None, 2,', 'None, 4,');
    assert.equal(effect({ kind: 'delete', rows: [2] }, torn), 'the sums are not known');
    assert.equal(effect({ kind: 'insert', after: 0, row: '[-1, 1, Conv, [64, 3]]' }, torn), 'the sums are not known');
    assert.equal(effect({ kind: 'delete', rows: [4] }, torn), 'the sums are not known');
  });

  it('is judged as the file itself is: with the same conventions and levels of rules', () => {
    const insert = { kind: 'insert', after: 2, row: '[-1, 1, CBAM, [7]]' } as const;
    assert.match(effect(insert), /params/);
    assert.equal(effect(insert, model, { ...options, conventions: { CBAM: 'verbatim' } }), "breaks row 3 (CBAM): channels don't fit");
    const dead = { kind: 'delete', rows: [6] } as const;
    const strict = model.replace('[-1, 2, C3k2, [256, False]]', '[3, 2, C3k2, [256, False]]');
    const loud = { ...options, rules: { 'dead-row': 'error', 'repeated-input': 'error' } } as const;
    assert.match(effect(dead, strict, loud), /^breaks row 7 \(Detect\): /);
    assert.match(effect(dead, strict), /params/);
  });

  it('names the scale where it breaks at others only', () => {
    // C3k2 with its width alone builds at n and s; at m, l and x the parser writes the fourth argument.
    const large = model.replace('  s: [1.00, 0.50, 1024]', '  m: [1.00, 1.00, 1024]');
    const insert = { kind: 'insert', after: 2, row: '[-1, 1, C3k2, [256]]' } as const;
    const old = { ...options, upstream: '8.4.101' };
    assert.equal(effect(insert, large, { ...old, scale: 'n' }), "at scale m: breaks row 3 (C3k2): arguments don't fit");
    assert.equal(effect(insert, large, { ...old, scale: 'm' }), "breaks row 3 (C3k2): arguments don't fit");
  });
});
