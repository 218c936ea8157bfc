import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { findChromium, launchChromium } from '../../scripts/host/chromium.ts';
import type { HostToPanel, ProfileEvent } from '../../src/panel/protocol.ts';
import { needs } from '../support/skip.ts';
import { backends, broken, model, profiled, profiling } from './support/model.ts';
import { openPanel, type PanelPage, type PanelPageOptions } from './support/page.ts';

describe('panel in a browser', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let panel: PanelPage;

  before(async function () {
    const chromium = findChromium();
    needs(this, 'Chromium', chromium);
    browser = await launchChromium(chromium, []);
  });
  after(() => browser?.close());
  afterEach(async () => {
    const complaints = panel.complaints;
    await panel.close();
    assert.deepEqual(complaints, []);
  });

  const open = async (options: PanelPageOptions = {}, ...messages: HostToPanel[]) => {
    panel = await openPanel(browser as Browser, options);
    await panel.tell(...messages);
    return panel.page;
  };
  const shown: HostToPanel[] = [
    { type: 'backends', backends },
    { type: 'model', model },
  ];
  const texts = (selector: string) => panel.page.locator(selector).allInnerTexts();
  const sentSince = async (count: number) => (await panel.sent()).slice(count);

  it('says ready, and that it is reading, before the host has spoken', async () => {
    const page = await open();
    assert.deepEqual(await panel.sent(), [{ type: 'ready' }]);
    assert.equal(await page.locator('main').getAttribute('aria-busy'), 'true');
  });

  it('shows rows, totals and scale', async () => {
    const page = await open({}, ...shown);
    assert.equal(await page.locator('tbody tr').count(), 24);
    assert.deepEqual(await texts('tr[data-row="5"] td'), [
      '5',
      '-1',
      'DynamicConv',
      '128, 128, 3, 2, None, 1, 1, True, 4',
      '128×40×40',
      '590,852',
      '0.474',
      '',
      '',
      '',
    ]);
    const totals = (await texts('.summary .figure')).join('\n');
    for (const part of ['3.07 M', '3,067,220', '6.54', '6.07', '0.472 not counted']) assert.ok(totals.includes(part), part);
    assert.equal(await read(page.locator('.scales [aria-pressed=true]')), 'n');
  });

  it('shows times as they arrive, then end to end beside the sum of rows', async () => {
    const page = await open({}, ...shown, ...told(profiling(3)));
    assert.equal(await page.locator('td.ms .figure').count(), 3);
    assert.match(await read(page.locator('.phase')), /^Timing row 2 C3k2: 3 of 24 done$/);
    assert.equal(await page.locator('progress').getAttribute('value'), '3');
    await panel.tell(...told(profiled()));
    assert.equal(await page.locator('td.ms .figure').count(), 24);
    const totals = (await texts('.summary .figure')).join('\n');
    assert.match(totals, /End to end\n+137 ms/);
    assert.match(totals, /Sum of rows\n+141 ms\n+\+2\.9 % of end to end/);
    assert.deepEqual(await texts('td.ms .warn .unseen'), ['Unsteady: spread 23 %']);
  });

  it('cancels at once, also while preparing', async () => {
    const page = await open({}, ...shown, ...told(profiling(0)));
    const before = (await panel.sent()).length;
    await page.getByRole('button', { name: 'Cancel' }).click();
    await panel.tell();
    assert.deepEqual(await sentSince(before), [{ type: 'cancel' }]);
    assert.ok(await page.getByRole('button', { name: 'Cancelling…' }).isDisabled());
    await panel.tell({
      type: 'profile',
      event: { event: 'failed', failure: { kind: 'cancelled', message: 'The profile was cancelled.' } },
    });
    assert.match(await read(page.locator('.explanation')), /The profile was cancelled\./);
    assert.ok(await page.getByRole('button', { name: 'Profile' }).isVisible());
  });

  it('explains a failure and offers what to do next', async () => {
    const failure = {
      kind: 'outOfMemory',
      message: 'Out of memory at row 3 Conv.',
      advice: 'Lower the image size.',
      actions: ['setImageSize'],
      row: 3,
    } as const;
    const page = await open({}, ...shown, ...told([...profiling(3), { event: 'failed', failure }]));
    assert.match(
      await read(page.getByRole('alert')),
      /Out of memory at row 3 Conv\. 3 of 24 rows were timed before that\.Lower the image size\./,
    );
    const before = (await panel.sent()).length;
    await page.getByRole('button', { name: 'Set image size' }).click();
    assert.deepEqual(await sentSince(before), [{ type: 'command', command: 'setImageSize' }]);
  });

  it('sorts by the headers, which say so', async () => {
    const page = await open({}, ...shown);
    await page.getByRole('button', { name: 'Params' }).press('Enter');
    await panel.tell();
    assert.equal(await page.locator('th.params').getAttribute('aria-sort'), 'descending');
    assert.equal(await page.locator('th.index').getAttribute('aria-sort'), 'none');
    assert.deepEqual((await texts('td.params')).slice(0, 2), ['590,852', '464,912']);
  });

  it('filters', async () => {
    const page = await open({}, ...shown);
    await page.getByRole('searchbox').fill('concat');
    await panel.tell();
    assert.deepEqual(await texts('td.index'), ['12', '15', '18', '21']);
    assert.match(await read(page.locator('.filter')), /4 of 24 rows/);
    await page.getByRole('searchbox').fill('no such module');
    await panel.tell();
    assert.match(await read(page.locator('.scroll')), /No row matches/);
  });

  it('goes to the editor by click, arrow keys and Enter', async () => {
    const page = await open({}, ...shown);
    const before = (await panel.sent()).length;
    await page.locator('tr[data-row="2"] td.module').click();
    await page.locator('tr[data-row="2"]').focus();
    await page.keyboard.press('ArrowDown');
    await panel.tell();
    assert.equal(await page.locator('tr:focus').getAttribute('data-row'), '3');
    await page.keyboard.press('Enter');
    assert.deepEqual(await sentSince(before), [
      { type: 'reveal', row: 2, focus: false },
      { type: 'reveal', row: 3, focus: false },
      { type: 'reveal', row: 3, focus: true },
    ]);
    assert.equal(await page.locator('tr[tabindex="0"]').count(), 1);
  });

  it('follows the cursor of the editor', async () => {
    const page = await open({ height: 400 }, ...shown, { type: 'select', row: 23 });
    assert.equal(await page.locator('tr[aria-selected=true]').getAttribute('data-row'), '23');
    const box = await page.locator('tr[data-row="23"]').boundingBox();
    assert.ok(box && box.y + box.height < 401, 'scrolled into view');
    assert.match(await read(page.locator('.details')), /Row 23 Detect/);
  });

  it('names each back end, why it is not there, and software as software', async () => {
    const page = await open({}, ...shown);
    await page.getByRole('button', { name: /Back end/ }).click();
    const list = await read(page.locator('.popup'));
    assert.match(list, /Unavailable: @tensorflow\/tfjs-node-gpu is not installed/);
    assert.match(list, /swiftshader: a GPU imitated in software/);
    assert.doesNotMatch(list, /GPU: google swiftshader/);
    assert.ok(await page.getByRole('radio', { name: /TensorFlow/ }).isDisabled());
    await page.getByRole('radio', { name: /JavaScript/ }).check();
    await page.keyboard.press('Escape');
    await page.locator('.popup').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Profile', exact: true }).click();
    assert.deepEqual((await panel.sent()).at(-1), { type: 'profile', backend: 'cpu' });
  });

  it('asks for what it does not know yet when the list of back ends opens', async () => {
    const list = backends.list.map(({ id, label }) => ({ id, label, state: 'checking' }) as const);
    const page = await open({}, { type: 'backends', backends: { ...backends, list } }, { type: 'model', model });
    await page.getByRole('button', { name: /Back end/ }).click();
    assert.deepEqual((await panel.sent()).at(-1), { type: 'probe' });
    assert.match(await read(page.locator('.popup')), /Checking…/);
  });

  it('says whose GPU it was', async () => {
    const gpu = { backend: 'webgpu', name: 'apple m2', kind: 'gpu', place: 'window' } as const;
    const page = await open(
      {},
      { type: 'backends', backends: { ...backends, remote: 'gpu-box' } },
      { type: 'model', model },
      ...told([...profiling(1), { event: 'device', device: gpu }]),
    );
    assert.match(await read(page.locator('.device')), /GPU: apple m2, in the computer in front of you \(not gpu-box\) \(webgpu\)/);
  });

  it('marks times of an earlier network, and rows that are not known', async () => {
    const page = await open({}, ...shown, ...told(profiled()), { type: 'model', model: broken });
    assert.match(await read(page.locator('.explanation.warning')), /measured before the last change/);
    assert.equal(await read(page.locator('tr[data-row="12"] td.output')), '?');
    assert.match(await read(page.locator('tr[data-row="12"] td.module')), /row 12 reads row 60/);
  });

  it('comes back as it was', async () => {
    const page = await open({}, ...shown, ...told(profiled()), { type: 'select', row: 4 });
    await page.getByRole('searchbox').fill('c3k2');
    await panel.tell();
    const kept = await page.evaluate(() => (window as unknown as { keptState(): unknown }).keptState());
    await panel.close();
    await open({ kept });
    assert.deepEqual(await texts('td.index'), ['2', '4', '6', '8', '13', '16', '19', '22']);
    assert.match((await texts('.summary')).join(), /End to end/);
    assert.equal(await panel.page.locator('tr.selected').getAttribute('data-row'), '4');
  });

  it('speaks the language of the editor', async () => {
    const file = path.join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json');
    const page = await open({ translations: JSON.parse(readFileSync(file, 'utf8')) }, ...shown);
    assert.ok(await page.getByRole('button', { name: '性能分析', exact: true }).isVisible());
  });

  it('takes every colour from the theme', async () => {
    await open();
    const css = readFileSync(path.join(import.meta.dirname, '../../webview/main.css'), 'utf8');
    const values = [...css.matchAll(/:\s*([^;{}]+);/g)].map(([, value]) => value ?? '');
    assert.deepEqual(
      values.filter((value) =>
        /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|color-mix)\(|\b(white|black|red|green|blue|gray|grey)\b(?!\))/i.test(
          value.replace(/var\([^()]*/g, ''),
        ),
      ),
      [],
    );
  });
});

async function read(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}

function told(events: readonly ProfileEvent[]): HostToPanel[] {
  return events.map((event) => ({ type: 'profile', event }));
}
