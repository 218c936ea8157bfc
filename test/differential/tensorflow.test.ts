// TensorFlow's native library behind the same executor, as `npm run tensorflow:setup` makes it work: whole networks against the cpu back end.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, assemble } from '../../src/core/index.ts';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient } from '../../src/profiler/client.ts';
import { assertClose } from '../support/close.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const client = createClient(childProcess());
const examples = path.join(import.meta.dirname, '../../examples');

describe('TensorFlow', function () {
  this.timeout(300_000);

  before(async function () {
    const probe = await client.probe('tensorflow');
    const why = probe.available ? '' : `: ${probe.reason}`;
    needs(this, `TensorFlow's native library (npm run tensorflow:setup)${why}`, probe.available);
  });

  for (const file of ['yolo11n-street.yaml', 'yolo11n-dynamic.yaml']) {
    it(`agrees with the cpu back end on ${file}`, () => compare(path.join(examples, file)));
  }

  it('agrees with the cpu back end on yolo11n', async function () {
    const shared = sharedFolder();
    needs(this, 'the recorded model files (YOLO_ARCHITECT_SHARED)', shared);
    await compare(path.join(shared, 'models/8.4.190/11/yolo11.yaml'));
  });

  it('profiles the sample model row by row', async () => {
    const network = networkOf(path.join(examples, 'yolo11n-street.yaml'), 320);
    const rows = new Set<number>();
    const request = { network, backend: 'tensorflow', batch: 1, precision: 'fp32', runs: 3 } as const;
    const outcome = await client.profile(request, { onRow: ({ index }) => rows.add(index) });
    assert.equal(outcome.kind, 'done');
    assert.equal(rows.size, network.rows.length);
  });
});

async function compare(file: string): Promise<void> {
  const network = networkOf(file, 96);
  const [found, reference] = await Promise.all(
    ['tensorflow', 'cpu'].map(async (backend) => {
      const outcome = await client.outputs({ network, backend, batch: 1, precision: 'fp32' });
      assert.ok(outcome.kind === 'done', `${backend}: ${'message' in outcome && outcome.message}`);
      return outcome.outputs;
    }),
  );
  assert.ok(network.outputs.length > 0);
  network.outputs.forEach((id, i) => {
    assertClose('tensorflow', found![i]!, reference![i]!, network.tensors[id]?.[0] ?? 1);
  });
}

function networkOf(file: string, size: number) {
  const fileName = path.basename(file).replace(/^yolo11\./, 'yolo11n.');
  const network = assemble(analyze(readFileSync(file, 'utf8'), { fileName, imgsz: [size, size] }), { fused: true });
  assert.ok(network, 'the network is known completely');
  return network;
}
