// Swaps over wild files and the framework's own models: what a swap writes is taken back to the byte, whatever layout the file has.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, analyze, applyEdits, planSwap, type Swap, type SwapRequest } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const shared = sharedFolder();
const variants = ['plain', 'bn-act', 'offset'] as const;

describe('swaps of wild files', () => {
  it('have files to swap in', function () {
    needs(this, 'wild files and the models of the framework (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  const files = glob.sync(['corpus/**/*.yaml', 'models/8.4.190/**/*.yaml'], { cwd: shared }).sort();

  for (const variant of variants) {
    it(`to ${variant} and back give the same bytes`, function () {
      this.timeout(120_000);
      const refused = new Map<string, string>();
      let swapped = 0;
      for (const name of files) {
        const text: string = readFileSync(path.join(shared, name), 'utf8');
        const analysis: Analysis = analyze(text, { fileName: path.basename(name) });
        if (!analysis.rows.some(({ module }) => module === 'Conv')) continue;
        const there = planSwap(analysis, { from: 'Conv', to: 'DynamicConv', variant, experts: 4, scope: 'all' });
        if ('refused' in there) refused.set(name, there.refused);
        else {
          swapped++;
          assert.equal(takenBack(analysis, there, variant), text, name);
        }
      }
      process.stdout.write(`      ${swapped} files, ${refused.size} refused\n`);
      for (const [name, reason] of refused) assert.ok(reason.length > 20, `${name}: no reason is told`);
      assert.ok(swapped > 10 * refused.size, [...refused].join('\n'));
    });
  }

  it('name what a dynamic convolution of a wild file is, or what definition is missing', () => {
    const named = files.filter((name) => /Dynamic\w*Conv|DynamicConv/.test(readFileSync(path.join(shared, name), 'utf8')));
    assert.ok(named.length > 0);
    for (const name of named) {
      const { rows, problems } = analyze(readFileSync(path.join(shared, name), 'utf8'), { fileName: path.basename(name) });
      for (const row of rows.filter(({ module }) => module.includes('Dynamic'))) {
        const said = problems.some((problem) => problem.row === row.index && problem.message.includes(row.module));
        assert.ok(row.network !== null || said, `${name}: row ${row.index}, ${row.module}`);
      }
    }
  });
});

/** The text after the rows that were swapped are swapped back. */
function takenBack(analysis: Analysis, { edits, rows }: Swap, variant: NonNullable<SwapRequest['variant']>): string {
  const text = applyEdits(analysis.document.text, edits);
  const { scale, imgsz, dynamicConv } = analysis;
  const swapped = analyze(text, { imgsz, dynamicConv, ...(scale !== '' && { scale }) });
  const back = planSwap(swapped, { from: 'DynamicConv', to: 'Conv', variant, experts: 4, scope: rows });
  return 'refused' in back ? back.refused : applyEdits(text, back.edits);
}
