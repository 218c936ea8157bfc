// The view that compares swaps: what it asks the host, what it shows of the answer, and what it asks to be done.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../scripts/host/chromium.ts';
import type { PanelExploration, PanelToHost } from '../../src/panel/protocol.ts';
import { needs } from '../support/skip.ts';
import { backends, model } from './support/model.ts';
import { openPanel, type PanelPage } from './support/page.ts';

const query = { variant: 'bn-act', scope: 'all', only3x3s1: false, maxParamsPercent: null } as const;

const answer: PanelExploration = {
  query,
  revision: model.revision,
  now: { params: 1_000_000, gflops: 6, printedGflops: 6.1 },
  subsets: 4,
  exact: true,
  selection: [],
  effects: [
    { row: 3, text: 'Conv [64, 3, 1]', params: 10_000, gflops: 0.2, printedGflops: -0.2 },
    { row: 5, text: 'Conv [128, 3, 2]', params: 500_000, gflops: 0.1, printedGflops: -1.1 },
  ],
  prefers: 'more-params',
  levels: ['P3', 'P4'],
  choices: [
    { rows: [], params: 1_000_000, gflops: 6, printedGflops: 6.1, pareto: true },
    { rows: [3], params: 1_010_000, gflops: 6.2, printedGflops: 5.9, pareto: false },
    { rows: [5], params: 1_500_000, gflops: 6.1, printedGflops: 5, pareto: true },
    { rows: [3, 5], params: 1_510_000, gflops: 6.3, printedGflops: 4.8, pareto: true },
  ],
};

const choicesTable = 'table[aria-label="Choices of rows to swap"] tbody tr';

describe('comparing swaps in a browser', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let panel: PanelPage;

  before(async function () {
    const chromium = findChromium();
    needs(this, 'Chromium', chromium);
    browser = await launchChromium(chromium, []);
  });
  after(() => browser?.close());
  beforeEach(async () => {
    panel = await openPanel(browser as Browser, {});
    await panel.tell({ type: 'backends', backends }, { type: 'model', model });
  });
  afterEach(async () => {
    const complaints = panel.complaints;
    await panel.close();
    assert.deepEqual(complaints, []);
  });

  const lines = async () =>
    (await panel.page.locator(choicesTable).allInnerTexts()).map((line) =>
      line
        .replace(/\s*\n\s*|\t/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  const asked = async () => (await panel.sent()).filter((message: PanelToHost) => message.type === 'explore' || message.type === 'swap');

  const askedTimes = async (times: number) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const sent = await asked();
      if (sent.length >= times || Date.now() > end) return sent;
      await panel.page.waitForTimeout(10);
    }
  };
  /** The first line once the table is drawn anew. */
  const firstIs = (text: string) => panel.page.locator(choicesTable).first().filter({ hasText: text }).waitFor();

  it('asks when it opens, by its button or by the host, and again when the query or the network changes', async () => {
    await panel.page.getByRole('button', { name: 'Explore swaps' }).click();
    await panel.page.getByText('Comparing…').waitFor();
    assert.deepEqual(await askedTimes(1), [{ type: 'explore', query }]);
    // Changes within one frame are asked about together: each is waited for.
    await panel.page.getByLabel('Conv becomes').selectOption('plain');
    assert.deepEqual((await askedTimes(2)).at(-1), { type: 'explore', query: { ...query, variant: 'plain' } });
    await panel.page.getByLabel('only 3×3, stride 1').check();
    const last = { type: 'explore', query: { ...query, variant: 'plain', only3x3s1: true } };
    assert.deepEqual((await askedTimes(3)).at(-1), last);
    await panel.tell({ type: 'model', model: { ...model, revision: 'b' } });
    assert.deepEqual((await askedTimes(4)).at(-1), last);
    assert.equal((await asked()).length, 4);
    await panel.page.getByRole('button', { name: 'Back to the rows' }).click();
    await panel.page.getByLabel('Rows of the network').waitFor();
    await panel.tell({ type: 'explore' });
    await panel.page.getByLabel('Conv becomes').waitFor();
  });

  it('shows the best choices by their work, and all of them sorted by any column', async () => {
    await panel.tell({ type: 'explore' }, { type: 'exploration', exploration: answer });
    await panel.page.locator(choicesTable).first().waitFor();
    assert.deepEqual(await lines(), [
      'none: the model as it is 1.00 M ±0 6.00 ±0 6.10 ±0',
      'Swap 5 1.50 M +500 k 6.10 +0.100 5.00 −1.10',
      'Swap 3, 5 1.51 M +510 k 6.30 +0.300 4.80 −1.30',
    ]);
    await panel.page.getByLabel('only the best').uncheck();
    await panel.page.getByRole('button', { name: 'Printed' }).click();
    await firstIs('3, 5');
    assert.deepEqual(
      (await lines()).map((line) => line.replace('Swap ', '').split(' 1.')[0]),
      ['3, 5', '5', '3', 'none: the model as it is'],
    );
    await panel.page.getByRole('button', { name: 'Printed' }).click();
    await firstIs('none');
    assert.deepEqual((await lines())[0]?.startsWith('none'), true);
  });

  it('asks to swap the rows of a choice in the network that it was made for', async () => {
    await panel.tell({ type: 'explore' }, { type: 'exploration', exploration: answer });
    await panel.page.getByRole('button', { name: 'Swap rows 3, 5' }).click();
    assert.deepEqual((await asked()).at(-1), { type: 'swap', query, rows: [3, 5], revision: model.revision });
  });

  it('says why there is nothing to choose', async () => {
    await panel.tell(
      { type: 'explore' },
      { type: 'exploration', exploration: { ...answer, choices: [], nothing: 'There is no Conv row there.' } },
    );
    await panel.page.getByText('There is no Conv row there.').waitFor();
  });

  it('shows what each row adds, and on request what it adds to the time', async () => {
    await panel.tell({ type: 'explore' }, { type: 'exploration', exploration: answer });
    const effects = panel.page.getByRole('table', { name: 'What each row adds' }).locator('tbody tr');
    assert.deepEqual((await effects.allInnerTexts()).map(flat), [
      '3 Conv [64, 3, 1] +10.0 k +0.200 −0.200',
      '5 Conv [128, 3, 2] +500 k +0.100 −1.10',
    ]);
    await panel.page.getByText('No times yet').waitFor();
    await panel.page.getByRole('button', { name: 'Time the rows' }).click();
    assert.deepEqual((await panel.sent()).at(-1), { type: 'timeSwaps', query });
    await panel.tell({ type: 'exploring', doing: 'timing', part: 0.25 });
    await panel.page.getByText('Timing rows as they are and swapped').waitFor();
    assert.equal(await panel.page.getByRole('progressbar', { name: 'Timing rows' }).getAttribute('value'), '0.25');
    await panel.tell({
      type: 'exploration',
      exploration: {
        ...answer,
        device: 'wasm, a processor',
        now: { ...answer.now, ms: 40 },
        effects: answer.effects.map((effect, i) => ({ ...effect, ms: i - 0.25 })),
        choices: answer.choices.map((choice, i) => ({ ...choice, addedMs: 0.5 * i, ...(i === 2 && { measuredMs: 39 }) })),
      },
    });
    await panel.page.getByText('Times on wasm, a processor.').waitFor();
    assert.deepEqual(
      (await effects.allInnerTexts()).map((line) => flat(line).split(' ').slice(-2).join(' ')),
      ['−0.250 ms', '+0.750 ms'],
    );
    const ends = ['6.10 ±0 40.0 ms measured', '5.00 −1.10 39.0 ms measured', '4.80 −1.30 ≈ 41.5 ms +1.50 ms'];
    for (const [i, line] of (await lines()).entries()) assert.ok(line.endsWith(ends[i] ?? '?'), line);
    await panel.page.getByRole('button', { name: 'Time', exact: true }).click();
    await firstIs('39.0 ms');
  });

  it('can be cancelled, says why there is nothing newer, and asks about the selection', async () => {
    await panel.tell({ type: 'explore' }, { type: 'exploring', doing: 'comparing', part: 0.5 });
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual((await panel.sent()).at(-1), { type: 'cancelExplore' });
    await panel.tell({ type: 'exploreEnded', failure: { message: 'The comparison was cancelled.' } });
    await panel.page.getByRole('alert').getByText('The comparison was cancelled.').waitFor();
    const many = { ...answer, subsets: 2 ** 18, exact: false, selection: [3, 5] };
    await panel.tell({ type: 'exploration', exploration: many });
    await panel.page.getByText('262,144 choices, the best that were found').waitFor();
    await panel.page.locator('form.explore select').nth(1).selectOption({ label: 'selection: rows 3, 5' });
    const last = { type: 'explore', query: { ...query, scope: 'selection' } };
    assert.deepEqual((await askedTimes(2)).at(-1), last);
  });
});

function flat(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}
