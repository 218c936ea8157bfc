// Every way to swap some rows, against an analysis of the text that it leads to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Analysis,
  addedTimes,
  analyze,
  applyEdits,
  exploreSteps,
  exploreSwaps,
  planSwap,
  type RowEffect,
  type SwapRequest,
  swap,
  swapTrial,
} from '../../../src/core/index.ts';

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
    const analysis = analyze(chain(12));
    const { effects, choices, exact } = exploreSwaps(analysis, all);
    assert.equal(effects.length, 12);
    assert.equal(exact, true);
    assert.deepEqual(numbers(choices), numbers(frontOf(everySum(analysis, effects))));
  });

  it('weighs time too where it is known', () => {
    const analysis = analyze(chain(11));
    // Some rows get faster, and some cost time that their work does not tell.
    const times = new Map(analysis.rows.map(({ index }) => [index, ((index * 37) % 11) / 7 - 0.3]));
    const { effects, choices } = exploreSwaps(analysis, all, times);
    assert.ok(effects.every(({ row, ms }) => ms === times.get(row)));
    const expected = frontOf(everySum(analysis, effects));
    assert.deepEqual(numbers(choices), numbers(expected));
    assert.ok(
      expected.length >
        frontOf(
          everySum(
            analysis,
            effects.map(({ ms: _, ...effect }) => effect),
          ),
        ).length,
    );
    for (const { rows, addedMs } of choices) close(addedMs ?? Number.NaN, add(rows.map((row) => times.get(row) ?? Number.NaN)));
  });

  it('has no times where a row has none', () => {
    const analysis = analyze(chain(4));
    const { choices, effects } = exploreSwaps(analysis, all, new Map([[1, 0.5]]));
    assert.deepEqual(
      effects.map(({ ms }) => ms),
      [undefined, 0.5, undefined, undefined],
    );
    assert.ok(choices.every((choice) => !('addedMs' in choice)));
  });

  it('finds choices near the front of more rows than can be compared, and says that there may be better ones', () => {
    const analysis = analyze(chain(18));
    const { effects, choices, exact, subsets } = exploreSwaps(analysis, all);
    assert.deepEqual([exact, subsets], [false, 2 ** 18]);
    const { params, macs } = analysis.totals;
    for (const choice of choices.filter((_, i) => i % 50 === 0)) {
      const own = effects.filter(({ row }) => choice.rows.includes(row));
      assert.equal(choice.params, params + add(own.map((effect) => effect.params)));
      assert.equal(choice.macs, macs + add(own.map((effect) => effect.macs)));
    }
    const expected = frontOf(everySum(analysis, effects));
    const range = (expected.at(-1)?.macs ?? 0) - macs;
    for (const best of expected.filter((_, i) => i % 101 === 0))
      assert.ok(
        choices.some((choice) => choice.params >= best.params && choice.macs <= best.macs + range / 100),
        `${best.params} parameters for ${best.macs}`,
      );
  });

  it('says how far it is, and keeps short of dozens of rows', () => {
    const steps = exploreSteps(analyze(chain(60)), all);
    let last = 0;
    let told = steps.next();
    for (; !told.done; told = steps.next()) {
      assert.ok(told.value >= last && told.value <= 1);
      last = told.value;
    }
    assert.equal(last, 1);
    assert.equal(told.value.subsets, 2 ** 60);
    assert.ok(told.value.choices.length > 100 && told.value.choices.length <= 4096, `${told.value.choices.length}`);
  });
});

describe('a trial of swaps', () => {
  it('has each row as it is and swapped, with the work that the analyses say', () => {
    const analysis = analyze(text, { scale: 'n' });
    const request = { ...all, variant: 'bn-act' } as const;
    const trial = swapTrial(analysis, request, [3, 4, 7]);
    // Row 4 is no Conv.
    assert.deepEqual(trial?.rows, [3, 7]);
    const works = trial.network.rows.map(({ operations }) => add(operations.map(({ macs }) => macs)));
    const { effects } = exploreSwaps(analysis, { ...request, scope: [3, 7] });
    assert.deepEqual(
      effects.map(({ macs }) => macs),
      [0, 1].map((i) => (works[2 * i + 1] ?? 0) - (works[2 * i] ?? 0)),
    );
    assert.deepEqual(
      trial.network.rows.map(({ module }) => module),
      ['Conv', 'DynamicConv', 'Conv', 'DynamicConv'],
    );
    const times = [2, 5, 1, 1.25].map((median, index) => ({ index, ms: { median } }));
    assert.deepEqual(
      [...addedTimes(trial, times)],
      [
        [3, 3],
        [7, 0.25],
      ],
    );
    assert.deepEqual([...addedTimes(trial, times.slice(0, 3))], [[3, 3]]);
    assert.equal(swapTrial(analysis, request, [4]), undefined);
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

/** A model of so many Conv rows of different widths, kernels and strides. */
function chain(length: number): string {
  const rows = Array.from({ length }, (_, i) => {
    const stride = i % 4 === 0 && i < 16 ? 2 : 1;
    return `  - [-1, 1, Conv, [${32 + 8 * ((i * 7) % 23)}, ${i % 3 === 0 ? 1 : 3}, ${stride}]]\n`;
  }).join('');
  return `nc: 4\nbackbone:\n${rows}head:\n  - [[${length - 1}], 1, Detect, [nc]]\n`;
}

interface Numbers {
  readonly params: number;
  readonly macs: number;
  readonly addedMs?: number;
}

/** The totals of every subset, and what it adds to the time in whole nanoseconds. */
function everySum({ totals }: Analysis, effects: readonly RowEffect[]): Numbers[] {
  let sums = [{ params: totals.params, macs: totals.macs, ns: 0 }];
  for (const { params, macs, ms = 0 } of effects)
    sums = [...sums, ...sums.map((sum) => ({ params: sum.params + params, macs: sum.macs + macs, ns: sum.ns + Math.round(1e6 * ms) }))];
  const isTimed = effects.some(({ ms }) => ms !== undefined);
  return sums.map(({ ns, ...sum }) => ({ ...sum, ...(isTimed && { addedMs: ns / 1e6 }) }));
}

/** Those that no other beats, each set of numbers once; more parameters are better. */
function frontOf(sums: readonly Numbers[]): Numbers[] {
  const time = ({ addedMs = 0 }: Numbers) => addedMs;
  const ordered = [...sums].sort((a, b) => a.macs - b.macs || b.params - a.params || time(a) - time(b));
  if (sums.every(({ addedMs }) => addedMs === undefined)) {
    let most = -1;
    return ordered.filter(({ params }) => {
      const better = params > most;
      most = Math.max(most, params);
      return better;
    });
  }
  const front: Numbers[] = [];
  for (const sum of ordered) if (!front.some((other) => other.params >= sum.params && time(other) <= time(sum))) front.push(sum);
  return front;
}

function numbers(sums: readonly Numbers[]): (readonly (number | undefined)[])[] {
  return sums.map(({ params, macs, addedMs }) => [params, macs, addedMs]);
}

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-5, `${actual} instead of ${expected}`);
}

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
