import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli, inFolder, small } from './cli.ts';

const dynamic = small('[-1, 1, DynamicConv, [64, 3, 2]]', '[-1, 1, C3k2_DynamicConv, [128, False]]');

describe('command line: export', () => {
  it('prints the Python file with just the classes that the model needs', () => {
    const { code, out, err } = cli(['export', '-', '--to', 'python'], { input: dynamic });
    assert.equal(code, 0, err);
    for (const name of ['DynamicConv', 'DynamicConv_Single', 'C3k2_DynamicConv', 'Bottleneck_DynamicConv'])
      assert.match(out, new RegExp(`^class ${name}\\(`, 'm'));
    for (const name of ['OffsetDynamicConv', 'GhostModule', 'C2f_DynamicConv'])
      assert.doesNotMatch(out, new RegExp(`^class ${name}\\(`, 'm'));
    assert.match(out, /^def register\(\)/m);
  });

  it('writes it under the name by which saved models find it, and replaces nothing unasked', () => {
    inFolder({ 'm.yaml': dynamic }, (cwd) => {
      const write = (...more: string[]) =>
        cli(['export', 'm.yaml', '--to', 'python', '--out', 'yolo_architect_modules.py', ...more], { cwd });
      const first = write();
      assert.equal(first.code, 0, first.err);
      assert.equal(first.out.trim(), 'yolo_architect_modules.py: DynamicConv, C3k2_DynamicConv');
      const file = path.join(cwd, 'yolo_architect_modules.py');
      writeFileSync(file, 'mine');
      const second = write();
      assert.equal(second.code, 2);
      assert.match(second.err, /--force/);
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      assert.equal(write('--force').code, 0);
      assert.match(readFileSync(file, 'utf8'), /def register/);
      const other = cli(['export', 'm.yaml', '--to', 'python', '--out', 'modules.py'], { cwd });
      assert.equal(other.code, 2);
      assert.ok(!existsSync(path.join(cwd, 'modules.py')));
    });
  });

  it('says what it does not write, and that a model needs nothing', () => {
    const foreign = cli(['export', '-', '--to', 'python', '--json'], {
      input: dynamic.replace('head:', '  - [-1, 1, MyBlock, [64]]\nhead:').replace('[[1], 1, Detect', '[[2], 1, Detect'),
    });
    assert.deepEqual((foreign.objects[0] as { missing: unknown }).missing, ['MyBlock']);
    assert.match(foreign.err, /MyBlock/);
    const plain = cli(['export', '-', '--to', 'python'], { input: small('[-1, 1, Conv, [64, 3, 2]]') });
    assert.equal(plain.code, 2);
    assert.match(plain.err, /needs none/);
  });
});

describe('command line: explore', () => {
  const conv = small('[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [128, 3, 2]]', '[-1, 1, Conv, [128, 3, 1]]');

  it('prints every choice with what swap says of it', () => {
    const { code, objects } = cli(['explore', '-', '--scale', 'n', '--variant', 'plain', '--all', '--json'], { input: conv });
    assert.equal(code, 0);
    assert.equal(objects.length, 8);
    for (const choice of objects as unknown as { rows: number[]; params: number; macs: number; printedGflops: number }[]) {
      if (choice.rows.length === 0) continue;
      const swap = cli(['swap', '-', '--scale', 'n', '--variant', 'plain', '--scope', choice.rows.join(), '--json'], { input: conv });
      const { after } = swap.objects[0] as { after: { params: number; macs: number } };
      assert.deepEqual([choice.params, choice.macs], [after.params, after.macs]);
    }
  });

  it('prints a table of those that nothing beats, of the rows asked for', () => {
    const { code, out } = cli(['explore', '-', '--scale', 'n', '--only', '3x3s2'], { input: conv });
    assert.equal(code, 0);
    const lines = out.trim().split('\n');
    assert.match(lines[0] ?? '', /^4 choices \(at scale n\), the best are those with most parameters for the work$/);
    assert.deepEqual(
      lines.slice(2).map((line) => line.split('  ')[0]),
      ['–', '0', '1', '0, 1'],
    );
  });

  it('says why there is none, and refuses a filter that means nothing', () => {
    const none = cli(['explore', '-', '--scale', 'n', '--from', 'GhostConv'], { input: conv });
    assert.equal(none.code, 2);
    assert.match(none.err, /no row of GhostConv there/);
    const wrong = cli(['explore', '-', '--only', 'three'], { input: conv });
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--only takes a kernel and a stride/);
  });
});
