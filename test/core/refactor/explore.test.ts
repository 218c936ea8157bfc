// Every way to swap some rows, against an analysis of the text that it leads to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, applyEdits, exploreSwaps, planSwap, type SwapRequest, swap } from '../../../src/core/index.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../../examples/yolo11n-street.yaml'), 'utf8');
const all = { from: 'Conv', to: 'DynamicConv', variant: 'plain', experts: 4, scope: 'all' } as const;

describe('explore swaps', () => {
  it('looks at all subsets, and says of each what the swapped text costs', () => {
    for (const variant of ['plain', 'bn-act', 'offset'] as const) {
      for (const upstream of ['8.3.63', '8.4.190']) {
        const options = { fileName: 'yolo11n.yaml', upstream };
        const found = exploreSwaps(analyze(text, options), { ...all, variant });
        assert.equal(found.subsets, 128);
        assert.equal(new Set(found.choices.map(({ rows }) => rows.join())).size, 128);
        for (const choice of found.choices.filter((_, i) => i % 9 === 0)) {
          const { totals } = analyze(swappedText(choice.rows, variant), options);
          assert.equal(choice.params, totals.params);
          assert.equal(choice.macs, totals.macs);
          assert.ok(Math.abs(choice.printedGflops - totals.printedGflops) < 1e-9, `${choice.rows}: ${choice.printedGflops}`);
        }
      }
    }
  });

  it('marks the choices that nothing beats', () => {
    const { choices, prefers } = exploreSwaps(analyze(text, { scale: 'n' }), { ...all, variant: 'bn-act' });
    assert.equal(prefers, 'more-params');
    for (const choice of choices) {
      const beaten = choices.some((other) => other.macs <= choice.macs && other.params >= choice.params && better(other, choice));
      assert.equal(choice.pareto, !beaten, `rows ${choice.rows}`);
    }
  });

  it('prefers fewer parameters where a swap saves them', () => {
    const { choices, prefers } = exploreSwaps(analyze(text, { scale: 'n' }), { from: 'Conv', to: 'GhostConv', experts: 4, scope: 'all' });
    assert.equal(prefers, 'fewer-params');
    assert.equal(choices.filter(({ pareto }) => pareto).at(0)?.rows.length, 7);
  });

  it('finds the same front row by row as by looking at every subset', () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) => `  - [-1, 1, Conv, [${32 + 8 * ((i * 7) % 5)}, ${i % 3 === 0 ? 1 : 3}, ${i % 4 === 0 ? 2 : 1}]]\n`,
    ).join('');
    const long = `nc: 4\nbackbone:\n${rows}head:\n  - [[11], 1, Detect, [nc]]\n`;
    const { effects, choices } = exploreSwaps(analyze(long), { ...all, variant: 'plain' });
    assert.equal(effects.length, 12);
    const sums = Array.from({ length: 2 ** 12 }, (_, mask) => {
      const chosen = effects.filter((_, i) => mask & (1 << i));
      return { params: add(chosen.map(({ params }) => params)), macs: add(chosen.map(({ macs }) => macs)) };
    }).sort((a, b) => a.macs - b.macs || b.params - a.params);
    let most = -1;
    const front = sums.filter(({ params }) => {
      const better = params > most;
      most = Math.max(most, params);
      return better;
    });
    const { totals } = analyze(long);
    assert.deepEqual(
      choices.map(({ params, macs }) => [params - totals.params, macs - totals.macs]),
      front.map(({ params, macs }) => [params, macs]),
    );
  });
});

describe('rows to swap', () => {
  const rowsOf = (request: Partial<SwapRequest>) => {
    const plan = planSwap(analyze(text, { scale: 'n' }), { ...all, ...request });
    return 'refused' in plan ? [] : plan.rows;
  };

  it('are those of a level, of a kernel and stride, or within a share of the parameters', () => {
    assert.deepEqual(rowsOf({ scope: 'P3' }), [3]);
    assert.deepEqual(rowsOf({ scope: 'P4' }), [5, 17]);
    assert.deepEqual(rowsOf({ only: { kernel: 3, stride: 2 } }), [0, 1, 3, 5, 7, 17, 20]);
    assert.deepEqual(rowsOf({ only: { stride: 1 } }), []);
    const { totals } = analyze(text, { scale: 'n' });
    for (const percent of [1, 5, 20]) {
      const expected = exploreSwaps(analyze(text, { scale: 'n' }), all).effects.filter(
        ({ params }) => params < (totals.params * percent) / 100,
      );
      assert.deepEqual(
        rowsOf({ maxParamsPercent: percent }),
        expected.map(({ row }) => row),
        `${percent} %`,
      );
    }
  });
});

function swappedText(rows: readonly number[], variant: NonNullable<SwapRequest['variant']>): string {
  if (rows.length === 0) return text;
  const plan = swap(analyze(text, { scale: 'n' }), { ...all, variant, scope: rows });
  assert.ok(plan);
  return applyEdits(text, plan.edits);
}

function better(a: { params: number; macs: number }, b: { params: number; macs: number }): boolean {
  return a.macs < b.macs || a.params > b.params;
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}
