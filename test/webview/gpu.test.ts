import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../scripts/host/chromium.ts';
import { analyze, assemble, type NetworkGraph } from '../../src/core/index.ts';
import { cpuBackend } from '../../src/profiler/backends/cpu.ts';
import { createClient, type ProfilerClient } from '../../src/profiler/client.ts';
import type { ProfileRequest, RowTiming } from '../../src/profiler/protocol.ts';
import { networkOutputs } from '../../src/profiler/run.ts';
import { needs } from '../support/skip.ts';
import { model } from './support/model.ts';
import { openPanel, type PanelPage } from './support/page.ts';
import { exchange } from './support/pageConnection.ts';

const example = path.join(import.meta.dirname, '../../examples/yolo11n-street.yaml');
const dynamicExample = path.join(import.meta.dirname, '../../examples/yolo11n-dynamic.yaml');

describe("GPU of the panel's page", function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let panel: PanelPage;
  let client: ProfilerClient;

  before(async function () {
    const chromium = findChromium();
    needs(this, 'Chromium', chromium);
    browser = await launchChromium(chromium);
    const { onMessage, connect } = exchange();
    panel = await openPanel(browser, { onMessage });
    client = createClient(connect(() => panel));
  });
  after(async () => {
    await panel?.close();
    await browser?.close();
  });

  for (const backend of ['webgpu', 'webgl']) {
    it(`${backend} names a software adapter as software`, async () => {
      const probe = await client.probe(backend);
      assert.ok(probe.available, JSON.stringify(probe));
      assert.equal(probe.devices[0]?.kind, 'software');
      assert.match(probe.devices[0]?.name ?? '', /swiftshader/i);
    });

    it(`${backend} gives what the reference gives for a whole network`, async () => {
      const request = requestFor(backend, networkOf(backend === 'webgpu' ? dynamicExample : example, 32));
      const outcome = await client.outputs(request);
      assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
      const expected = await networkOutputs(cpuBackend, request, silent);
      assert.equal(outcome.outputs.length, expected.length);
      for (const [i, values] of expected.entries()) assertClose(outcome.outputs[i] ?? new Float32Array(), values);
    });
  }

  it('profiles row by row with the clock of the device', async () => {
    const network = beginning(networkOf(example, 32));
    const rows: RowTiming[] = [];
    const outcome = await client.profile({ ...requestFor('webgpu', network), runs: 3, budgetMs: 20 }, { onRow: (row) => rows.push(row) });
    assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
    assert.deepEqual(
      rows.map(({ index }) => index),
      network.rows.map(({ index }) => index),
    );
    assert.equal(outcome.result.device.clock, 'device');
    assert.equal(outcome.result.device.kind, 'software');
    assert.ok(outcome.result.endToEndMs.median > 0);
    assert.ok(rows.every(({ ms }) => ms.median >= 0 && ms.p95 >= ms.median));
  });

  it('is cancelled while it builds and while it measures', async () => {
    for (const phase of ['building', 'rows']) {
      const stop = new AbortController();
      const outcome = await client.profile(requestFor('webgpu', beginning(networkOf(example, 64))), {
        signal: stop.signal,
        onProgress: (now) => {
          if (now === phase) stop.abort();
        },
      });
      assert.equal(outcome.kind, 'cancelled');
    }
  });

  it('works again after the page ended it', async () => {
    const probe = await client.probe('webgpu');
    assert.ok(probe.available);
  });
});

describe('page whose GPU fails', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let panel: PanelPage;
  let client: ProfilerClient;

  beforeEach(async function () {
    const chromium = findChromium();
    needs(this, 'Chromium', chromium);
    browser = await launchChromium(chromium, ['--disable-gpu', '--disable-software-rasterizer']);
    const { onMessage, connect } = exchange();
    panel = await openPanel(browser, { onMessage });
    client = createClient(connect(() => panel));
  });
  afterEach(() => browser?.close());

  it('says why there is none', async () => {
    const probe = await client.probe('webgpu');
    assert.ok(!probe.available);
    assert.match(probe.reason, /WebGPU/);
    const outcome = await client.profile(requestFor('webgpu', networkOf(example, 32)));
    assert.equal(outcome.kind, 'unavailable');
  });

  for (const [what, answer, message] of [
    ['is missing', { status: 404 }, /could not be loaded: Error: 404/],
    ['crashes', { body: 'throw new Error("driver fell over")', contentType: 'text/javascript' }, /driver fell over/],
  ] as const) {
    it(`says that its code ${what}, and the panel goes on`, async () => {
      await panel.page.route('**/gpu.js', (route) => route.fulfill(answer));
      const outcome = await client.profile(requestFor('webgpu', networkOf(example, 32)));
      assert.ok(outcome.kind === 'crashed', JSON.stringify(outcome));
      assert.match(outcome.message, message);
      await panel.tell({ type: 'model', model });
      assert.equal(await panel.page.locator('tbody tr').count(), 24);
    });
  }
});

const silent = { device: () => undefined, phase: async () => undefined, row: () => undefined, checkpoint: async () => undefined };

function networkOf(file: string, size: number): NetworkGraph {
  const analysis = analyze(readFileSync(file, 'utf8'), { fileName: path.basename(file), scale: 'n', imgsz: [size, size] });
  const network = assemble(analysis, { fused: true });
  assert.ok(network);
  return network;
}

/** The first rows: a software adapter is slow. */
function beginning(network: NetworkGraph): NetworkGraph {
  const rows = network.rows.slice(0, 4);
  return { ...network, rows, outputs: rows.at(-1)?.outputs ?? [] };
}

function requestFor(backend: string, network: NetworkGraph): ProfileRequest {
  return { backend, network, batch: 1, precision: 'fp32' };
}

function assertClose(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? Number.NaN))), 0);
  assert.ok(worst <= 1e-4 * scale, `off by ${worst} where the largest value is ${scale}`);
}
