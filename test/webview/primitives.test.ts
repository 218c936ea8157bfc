import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../scripts/host/chromium.ts';
import type { NetworkGraph, NetworkOperation } from '../../src/core/network.ts';
import { createClient, type ProfilerClient } from '../../src/profiler/client.ts';
import { namedImage } from '../../src/profiler/weights.ts';
import { expectedValues } from '../support/checkPrimitive.ts';
import { type PrimitiveCase, primitiveCases } from '../support/primitiveCases.ts';
import { primitiveNetwork } from '../support/primitiveNetwork.ts';
import { needs } from '../support/skip.ts';
import { openPanel, type PanelPage } from './support/page.ts';
import { exchange } from './support/pageConnection.ts';

const batch = 2;

describe("primitives on the page's GPU", function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let panel: PanelPage;
  let client: ProfilerClient;

  before(async function () {
    const chromium = findChromium();
    needs(this, 'Chromium', chromium);
    browser = await launchChromium(chromium);
    const { onMessage, connect } = exchange();
    panel = await openPanel(browser, { onMessage });
    // One worker for all cases: each compiles its own shaders, but tfjs is started once.
    const connection = connect(() => panel)();
    client = createClient(() => ({ ...connection, kill: () => undefined }));
  });
  after(() => browser?.close());

  for (const backend of ['webgpu', 'webgl']) {
    for (const primitiveCase of primitiveCases) {
      it(`${backend}: ${primitiveCase.name.trim()}`, async () => {
        const { network, image } = prepared(primitiveCase);
        const outcome = await client.outputs({ backend, network, batch, precision: 'fp32' });
        assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
        for (const [i, expected] of expectedValues(primitiveCase, image, batch).entries()) {
          assertClose(outcome.outputs[i] ?? new Float32Array(), expected, toleranceOf(primitiveCase));
        }
      });
    }
  }
});

/** The case behind an operation that spreads the image's values over both signs, where the function is defined there. */
function prepared(primitiveCase: PrimitiveCase): { network: NetworkGraph; image: Float32Array } {
  const { tensors, rows, outputs } = primitiveNetwork(primitiveCase);
  const [scale, shift] = primitiveCase.positive ? ([1, 0.1] as const) : ([4, -2] as const);
  const shape = tensors[0] ?? [];
  const raw = tensors.length;
  const primitive = { kind: 'affine', scale, shift } as const;
  const spread: NetworkOperation = { primitive, inputs: [raw], outputs: [0], weights: [], macs: 0, path: 'model.0', row: 0 };
  const first = rows.map((row) => ({ ...row, operations: [spread, ...row.operations], inputs: [raw] }));
  return {
    network: { tensors: [...tensors, shape], image: raw, rows: first, outputs },
    image: namedImage(batch, shape).map((u) => scale * u + shift),
  };
}

/** Graphics hardware may be off by 2^-11 at sine and cosine, and is. */
function toleranceOf({ primitive }: PrimitiveCase): number {
  return primitive.kind === 'unary' && (primitive.fn === 'sin' || primitive.fn === 'cos') ? 1e-3 : 2e-5;
}

function assertClose(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length, 'number of elements');
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? Number.NaN))), 0);
  assert.ok(worst <= tolerance * scale, `off by ${worst} where the largest value is ${scale}`);
}
