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
    const table = err.split('\n').slice(0, 5);
    assert.match(table[0] ?? '', /^row +module +params +GFLOPs +printed$/);
    assert.deepEqual(
      table.slice(1).map((line) => line.trim().replace(/ +[+−].*/, '')),
      ['3  Conv', '17  Conv', '20  Conv', 'together'],
    );
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
    const both = cli(['swap', '-', '--json'], { input: small(...stem) }).objects[0] as {
      change: { params: number; macs: number };
      effects: { row: number; params: number; macs: number }[];
    };
    assert.deepEqual(
      both.effects.map(({ row }) => row),
      [0, 1],
    );
    for (const key of ['params', 'macs'] as const)
      assert.equal(
        both.effects.reduce((sum, effect) => sum + effect[key], 0),
        both.change[key],
      );
  });

  it('says why nothing is swapped', () => {
    const { code, err } = cli(['swap', '-', '--scope', 'head'], { input: small(...stem) });
    assert.deepEqual([code, err], [2, 'nothing is swapped: no row of Conv there\n']);
  });

  it('compares choices, and with a back end the time that each row adds', () => {
    const explored = cli(['explore', '-', '--json', '--all', '--imgsz', '32', '--backend', 'cpu'], { input: small(...stem) });
    assert.equal(explored.code, 0, explored.err);
    const choices = explored.objects as { rows: number[]; params: number; addedMs: number; pareto: boolean }[];
    assert.deepEqual(choices.map(({ rows }) => rows.join()).sort(), ['', '0', '0,1', '1']);
    const added = (rows: string) => choices.find((choice) => choice.rows.join() === rows)?.addedMs ?? Number.NaN;
    assert.equal(added(''), 0);
    assert.ok(Math.abs(added('0,1') - added('0') - added('1')) < 1e-5);
    assert.match(explored.err, /times of 2 rows as they are and swapped: cpu on /);
    const untimed = cli(['explore', '-', '--json', '--all'], { input: small(...stem) });
    assert.ok(untimed.objects.every((choice) => !('addedMs' in (choice as object))));
  });
});
