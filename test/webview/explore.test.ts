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
  prefers: 'more-params',
  levels: ['P3', 'P4'],
  choices: [
    { rows: [], params: 1_000_000, gflops: 6, printedGflops: 6.1, pareto: true },
    { rows: [3], params: 1_010_000, gflops: 6.2, printedGflops: 5.9, pareto: false },
    { rows: [5], params: 1_500_000, gflops: 6.1, printedGflops: 5, pareto: true },
    { rows: [3, 5], params: 1_510_000, gflops: 6.3, printedGflops: 4.8, pareto: true },
  ],
};

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
    (await panel.page.locator('tbody tr').allInnerTexts()).map((line) =>
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
  const firstIs = (text: string) => panel.page.locator('tbody tr').first().filter({ hasText: text }).waitFor();

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
    await panel.page.locator('tbody tr').first().waitFor();
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
});
