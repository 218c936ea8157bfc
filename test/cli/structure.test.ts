import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cli, example, inFolder, small } from './cli.ts';

const text = small('[-1, 1, Conv, [16, 3, 2]]', '[-1, 1, Conv, [32, 3, 2]]', '[-1, 1, Conv, [64, 3, 2]]');

describe('command line: insert, delete, move', () => {
  it('prints a diff and changes nothing', () => {
    const { code, out, err } = cli(['insert', '-', '--after', '1', '[-1, 1, nn.Identity, []]'], { input: text });
    assert.equal(code, 0, err);
    const changed = out.split('\n').filter((line) => /^[+-] /.test(line));
    assert.equal(changed.filter((line) => line.startsWith('+') && line.includes('[-1, 1, nn.Identity, []]')).length, 1, out);
  });

  it('puts a row behind several', () => {
    const { code, out, err } = cli(['insert', '-', '--after', '0, 2', '[-1, 1, nn.Identity, []]'], { input: text });
    assert.equal(code, 0, err);
    assert.equal(out.split('\n').filter((line) => /^\+ .*nn\.Identity/.test(line)).length, 2, out);
    assert.match(cli(['insert', '-', '--after', '0,x', '[-1, 1, Conv, [8]]'], { input: text }).err, /takes the number of a row, not "x"/);
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

  it('says what breaks instead of sums over what is left', () => {
    const torn = small('[-1, 1, Conv, [16, 3, 2]]', '[-1, 1, Conv, [32, 3, 2]]', '[0, 1, nn.MaxPool2d, [2]]', '[[1, 2], 1, Concat, [1]]');
    const { code, err } = cli(['delete', '-', '1'], { input: torn });
    assert.equal(code, 1);
    assert.match(err, /^-: at scale n: breaks row 3 \(Concat\): sizes differ$/m);
    const [object] = cli(['delete', '-', '1', '--json'], { input: torn }).objects;
    assert.equal(object?.difference, null);
    assert.match(String(object?.breaks), /^row 2 joins maps of different sizes/);
  });

  it('adds a detection level at every scale, and takes it away again', () => {
    inFolder({ 'yolo11n.yaml': readFileSync(example('yolo11n-street.yaml')) }, (cwd) => {
      const now = () => readFileSync(path.join(cwd, 'yolo11n.yaml'), 'utf8');
      const before = now();
      const added = cli(['levels', 'yolo11n.yaml', '--add', 'P2', '--scale', 'all', '--write', '--json'], { cwd });
      assert.equal(added.code, 0, added.err);
      assert.deepEqual(
        added.objects.map(({ scale, change }) => [scale, change]),
        ['n', 's', 'm', 'l', 'x'].map((scale) => [scale, 'add-level']),
      );
      assert.match(now(), /\[\[19, 22, 25, 28\], 1, Detect, \[nc\]\]/);
      assert.equal(cli(['levels', 'yolo11n.yaml', '--remove', 'P2', '--write'], { cwd }).code, 0);
      assert.equal(now(), before);
    });
    assert.match(cli(['levels', '-'], { input: text }).err, /levels needs --add or --remove/);
    assert.match(cli(['levels', '-', '--add', 'fine'], { input: text }).err, /a level is written as P2 or P6, not "fine"/);
  });

  it('replaces, widens, wraps and duplicates rows', () => {
    const row = (args: readonly string[]) => {
      const { code, out, err } = cli([args[0] ?? '', '-', ...args.slice(1)], { input: text });
      assert.equal(code, 0, err);
      return out
        .split('\n')
        .filter((line) => /^\+ /.test(line))
        .map((line) => line.slice(1).trim());
    };
    assert.deepEqual(row(['replace', '1', '2', '--with', 'GhostConv']), [
      '- [-1, 1, GhostConv, [32, 3, 2]]',
      '- [-1, 1, GhostConv, [64, 3, 2]]',
    ]);
    assert.deepEqual(row(['width', '1', '--to', '64']), ['- [-1, 1, Conv, [64, 3, 2]]']);
    assert.ok(row(['duplicate', '1']).includes('- [[3], 1, Detect, [nc]]'));
    const wrapped = cli(['wrap', '-', '1', '--with', 'shortcut'], { input: text });
    assert.equal(wrapped.code, 2);
    assert.match(wrapped.err, /nothing is changed: row 1 hands on 8×160×160 and row 0 8×320×320/);
  });

  it('says why a row cannot be moved, and what a command lacks', () => {
    const moved = cli(['move', '-', '1', '--to', '0'], { input: text });
    assert.equal(moved.code, 2);
    assert.match(moved.err, /nothing is changed: row 1 reads row 0 and must stay behind it/);
    assert.match(cli(['insert', '-', '[-1, 1, Conv, [8]]'], { input: text }).err, /insert needs --after or --before/);
    assert.match(cli(['delete', '-', 'x'], { input: text }).err, /takes the number of a row, not "x"/);
  });
});
