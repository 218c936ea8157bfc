import assert from 'node:assert/strict';
import { cli, example, inFolder, small, stem } from './cli.ts';

const street = example('yolo11n-street.yaml');

describe('command line: info', () => {
  it('prints one object a line with the keys of the contract', () => {
    const { code, objects, err } = cli(['info', '--json', '--scale', 'n,x', street]);
    assert.equal(code, 0, err);
    assert.deepEqual(
      objects.map(({ scale }) => scale),
      ['n', 'x'],
    );
    const [first] = objects as [Record<string, Record<string, unknown>>];
    assert.deepEqual(Object.keys(first), [
      'file',
      'task',
      'scale',
      'nc',
      'ch',
      'imgsz',
      'upstream',
      'thop',
      'totals',
      'fused',
      'rows',
      'problems',
    ]);
    assert.deepEqual(Object.keys(first.totals!), [
      'rows',
      'layers',
      'params',
      'gradients',
      'macs',
      'gflops',
      'printedGflops',
      'unseenMacs',
      'activationBytes',
      'stride',
    ]);
    assert.deepEqual(Object.keys(first.fused!), ['layers', 'params', 'gflops', 'printedGflops']);
    const rows = first.rows as unknown as Record<string, unknown>[];
    assert.deepEqual(Object.keys(rows[0]!), [
      'index',
      'line',
      'from',
      'repeats',
      'module',
      'args',
      'params',
      'macs',
      'printedMacs',
      'inputs',
      'outputs',
      'activationBytes',
    ]);
    assert.deepEqual(rows[0], {
      ...rows[0],
      index: 0,
      from: [-1],
      repeats: 1,
      module: 'Conv',
      inputs: [[3, 640, 640]],
      outputs: [[16, 320, 320]],
    });
    assert.ok('levels' in rows.at(-1)!);
    assert.deepEqual(rows.at(-1)!.outputs, [[12, 8400]]);
  });

  it('prints what the framework prints, and beside it what is true', () => {
    const { code, out, err } = cli(['info', example('yolo11n-dynamic.yaml')]);
    assert.equal(code, 0, err);
    assert.match(out, /^YOLO11n-dynamic summary: [\d,]+ layers, [\d,]+ parameters, [\d,]+ gradients, \d\.\d GFLOPs\n/);
    assert.match(out, /true \d\.\d+ GFLOPs/);
    assert.match(out, /^\d\.\d+ GFLOPs is what Ultralytics [\d.]+ prints with THOP [\d.]+;.* the work is \d\.\d+\.$/m);
    assert.match(out, /printed GFLOPs leave out 4 rows: functional convolutions/);
    assert.equal(out.split('\n').filter((line) => /^ *\d+ .*(Conv|C3k2|Detect)/.test(line)).length, 16);
    assert.match(err, /:\d+:\d+: warning: .* \[needs-registration\]/);
  });

  it('obeys its options', () => {
    const [object] = cli([
      'info',
      '--json',
      '--imgsz',
      '320,480',
      '--nc',
      '7',
      '--batch',
      '2',
      '--upstream',
      '8.3.63',
      '--thop',
      '2.0.18',
      street,
    ]).objects;
    assert.deepEqual(object, { ...object, imgsz: [320, 480], nc: 7, upstream: '8.3.63', thop: '2.0.18' });
  });

  it('reads standard input and finds a file by its name with a scale letter', () => {
    const [object] = cli(['info', '--json', '--scale', 's', '-'], { input: small(...stem) }).objects;
    assert.deepEqual(object, { ...object, file: '-', scale: 's' });
    inFolder({ 'yolo11-mine.yaml': small(...stem) }, (cwd) => {
      const [found] = cli(['info', '--json', 'yolo11s-mine.yaml'], { cwd }).objects;
      assert.deepEqual(found, { ...found, file: 'yolo11-mine.yaml', scale: 's' });
    });
  });

  it('says errors with their place and still shows what is known', () => {
    const { code, objects, err } = cli(['info', '--json', '-'], { input: small(...stem, '[9, 1, Conv, [64]]', '[2, 1, Conv, [64]]') });
    assert.equal(code, 1);
    assert.match(err, /^-:9:6: .* \[from-out-of-range\]$/m);
    const { rows, totals } = objects[0] as { rows: { outputs: unknown }[]; totals: { complete: boolean } };
    assert.equal(rows[3]!.outputs, null);
    assert.deepEqual(rows[4]!.outputs, [[16, 160, 160]]);
    assert.equal(totals.complete, false);
  });

  it('ends with 1 when a limit is passed', () => {
    assert.equal(cli(['info', '--max-params', '1', street]).code, 1);
    assert.match(cli(['info', '--max-params', '1k', street]).err, /\[max-params\]/);
    assert.equal(cli(['info', '--max-params', '50M', '--max-gflops', '100', street]).code, 0);
  });

  it('drops bytes that are no UTF-8, as the framework does', () => {
    const input = Buffer.concat([Buffer.from('# \xff\xfe caf\xe9\n', 'latin1'), Buffer.from(small(...stem))]);
    assert.equal(cli(['info', '--json', '-'], { input }).code, 0);
  });
});
