import assert from 'node:assert/strict';
import { cli, example } from './cli.ts';

const street = example('yolo11n-street.yaml');
type Timing = { index: number; module: string; ms: Record<string, number>; params: number };

describe('command line: profile', function () {
  this.timeout(120_000);

  it('streams the rows and closes with the result', () => {
    const { code, objects, err } = cli(['profile', street, '--backend', 'wasm', '--imgsz', '64', '--runs', '1', '--json']);
    assert.equal(code, 0, err);
    const rows = objects.slice(0, -1) as unknown as (Timing & { event: string })[];
    assert.deepEqual(
      rows.map(({ event, index }) => [event, index]),
      Array.from({ length: 24 }, (_, i) => ['row', i]),
    );
    const result = objects.at(-1) as {
      event: string;
      device: { backend: string };
      endToEndMs: Record<string, number>;
      sumOfRowsMs: number;
      rows: Timing[];
    };
    assert.deepEqual([result.event, result.device.backend, result.rows.length], ['result', 'wasm', 24]);
    assert.ok(result.endToEndMs.median! > 0 && result.endToEndMs.p95! > 0 && result.sumOfRowsMs > 0);
    for (const key of ['index', 'module', 'ms', 'params', 'macs', 'gflopsPerSecond', 'bound']) assert.ok(key in result.rows[0]!, key);
    assert.deepEqual(Object.keys(result.rows[0]!.ms), ['median', 'p95', 'spread']);
    assert.equal(result.rows[0]!.params, 464);
  });

  it('prints a table for people', () => {
    const { code, out, err } = cli(['profile', street, '--backend', 'wasm', '--imgsz', '64', '--runs', '1']);
    assert.equal(code, 0, err);
    assert.match(out, /^row +module +output .* median +p95 +spread +share/);
    assert.match(out, /whole network [\d.]+ ms, p95 [\d.]+ ms; sum of rows [\d.]+ ms\nwasm on .*64×64/);
  });

  it('ends with 3 when the profiler fails, with 1 when there is nothing to run', () => {
    const failed = cli(['profile', street, '--backend', 'wasm', '--precision', 'fp16', '--json']);
    assert.equal(failed.code, 3);
    assert.equal(failed.objects.at(-1)?.event, 'failure');
    assert.match(failed.err, /\[profiler-unavailable\]\n$/);
    assert.equal(cli(['profile', street, '--backend', 'wasm', '--device', 'gpu']).code, 3);
    assert.equal(cli(['profile', example('mistakes.yaml'), '--backend', 'wasm']).code, 1);
  });

  it('says what can run a network here and why the rest can not', () => {
    const { code, objects } = cli(['backends', '--json']);
    assert.equal(code, 0);
    assert.deepEqual(
      objects.map(({ backend }) => backend),
      ['tensorflow', 'wasm', 'cpu'],
    );
    assert.equal(objects.filter(({ auto }) => auto).length, 1);
    for (const { available, devices, reason } of objects) assert.ok(available ? devices : reason);
    assert.match(cli(['backends']).out, /^wasm +\S.*tfjs/m);
  });
});
