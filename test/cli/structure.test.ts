import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cli, inFolder, small } from './cli.ts';

const text = small('[-1, 1, Conv, [16, 3, 2]]', '[-1, 1, Conv, [32, 3, 2]]', '[-1, 1, Conv, [64, 3, 2]]');

describe('command line: insert, delete, move', () => {
  it('prints a diff and changes nothing', () => {
    const { code, out, err } = cli(['insert', '-', '--after', '1', '[-1, 1, nn.Identity, []]'], { input: text });
    assert.equal(code, 0, err);
    const changed = out.split('\n').filter((line) => /^[+-] /.test(line));
    assert.equal(changed.filter((line) => line.startsWith('+') && line.includes('[-1, 1, nn.Identity, []]')).length, 1, out);
  });

  it('writes the file and back again, byte for byte', () => {
    const before = Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    inFolder({ 'yolo11n.yaml': before }, (cwd) => {
      const now = () => readFileSync(path.join(cwd, 'yolo11n.yaml'));
      const there = cli(['insert', 'yolo11n.yaml', '--before', '2', '[-1, 1, Conv, [32, 1]]', '--write'], { cwd });
      assert.equal(there.code, 0, there.err);
      assert.ok(now().includes('  - [-1, 1, Conv, [32, 1]]\r\n'));
      assert.equal(cli(['delete', 'yolo11n.yaml', '2', '--write'], { cwd }).code, 0);
      assert.deepEqual(now(), before);
    });
  });

  it('prints the edits with the change of every total', () => {
    const { code, objects } = cli(['delete', '-', '2', '--json'], { input: text });
    assert.equal(code, 0);
    const [object] = objects;
    assert.equal(object?.change, 'delete');
    assert.ok(Array.isArray(object?.edits) && object.edits.length >= 1);
    assert.deepEqual(Object.entries(object?.difference ?? {})[0], ['rows', -1]);
  });

  it('says why a row cannot be moved, and what a command lacks', () => {
    const moved = cli(['move', '-', '1', '--to', '0'], { input: text });
    assert.equal(moved.code, 2);
    assert.match(moved.err, /nothing is changed: row 1 reads row 0 and must stay behind it/);
    assert.match(cli(['insert', '-', '[-1, 1, Conv, [8]]'], { input: text }).err, /insert needs --after or --before/);
    assert.match(cli(['delete', '-', 'x'], { input: text }).err, /takes the number of a row, not "x"/);
  });
});
