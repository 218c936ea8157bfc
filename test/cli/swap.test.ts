import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cli, example, inFolder, small, stem } from './cli.ts';

describe('command line: swap', () => {
  it('prints a diff and changes nothing', () => {
    const file = example('yolo11n-street.yaml');
    const before = readFileSync(file, 'utf8');
    const { code, out, err } = cli(['swap', file, '--variant', 'plain', '--scope', '3,17-20']);
    assert.equal(code, 0, err);
    assert.deepEqual(
      out
        .split('\n')
        .filter((line) => /^[+-] /.test(line))
        .map((line) => line.replace(/ #.*/, '')),
      [
        '-  - [-1, 1, Conv, [192, 3, 2]]',
        '+  - [-1, 1, DynamicConv_Single, [192, 3, 2]]',
        '-  - [-1, 1, Conv, [192, 3, 2]]',
        '+  - [-1, 1, DynamicConv_Single, [192, 3, 2]]',
        '-  - [-1, 1, Conv, [384, 3, 2]]',
        '+  - [-1, 1, DynamicConv_Single, [384, 3, 2]]',
      ],
    );
    assert.match(err, /rows 3, 17, 20: \+.* params, \+.* GFLOPs/);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('writes the file and back again, byte for byte', () => {
    const text = Buffer.from(`\ufeff# caf\u00e9\r\n${small(...stem).replaceAll('\n', '\r\n')}`);
    const before = Buffer.concat([text, Buffer.from([0x23, 0xff, 0x0a])]);
    inFolder({ 'yolo11n.yaml': before }, (cwd) => {
      const now = () => readFileSync(path.join(cwd, 'yolo11n.yaml'));
      const there = cli(['swap', 'yolo11n.yaml', '--from', 'Conv', '--to', 'DynamicConv', '--variant', 'plain', '--write'], { cwd });
      assert.equal(there.code, 0, there.err);
      assert.equal(now().toString('latin1'), before.toString('latin1').replaceAll(', Conv,', ', DynamicConv_Single,'));
      assert.equal(cli(['swap', 'yolo11n.yaml', '--from', 'DynamicConv', '--to', 'Conv', '--write'], { cwd }).code, 0);
      assert.deepEqual(now(), before);
    });
  });

  it('prints the edits with the change of every total', () => {
    const { code, objects } = cli(['swap', '-', '--json', '--scale', 'all', '--variant', 'bn-act', '--scope', '1'], {
      input: small(...stem),
    });
    assert.equal(code, 0);
    assert.deepEqual(
      objects.map(({ scale, rows }) => [scale, rows]),
      [
        ['n', [1]],
        ['s', [1]],
      ],
    );
    const [first] = objects as [{ edits: unknown; before: { params: number }; after: { params: number }; change: { params: number } }];
    assert.deepEqual(first.edits, [{ line: 7, column: 13, endLine: 7, endColumn: 17, text: 'DynamicConv' }]);
    assert.equal(first.change.params, 3 * 32 * 16 * 9 + 16 * 4 + 4);
    assert.equal(first.after.params - first.before.params, first.change.params);
  });

  it('says why nothing is swapped', () => {
    const { code, err } = cli(['swap', '-', '--scope', 'head'], { input: small(...stem) });
    assert.deepEqual([code, err], [2, 'nothing is swapped: no row of Conv there\n']);
  });
});
