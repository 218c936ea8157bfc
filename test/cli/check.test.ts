import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli, example, inFolder, small, stem } from './cli.ts';

type Problem = { rule: string; severity: string; line: number; row: number | null; scales?: string[]; fixes: unknown[] };

describe('command line: check', () => {
  it('has at most a hint about a sound model', () => {
    const { code, out, err } = cli(['check', example('yolo11n-street.yaml')]);
    assert.equal(code, 0);
    for (const line of err.split('\n').filter(Boolean)) assert.match(line, /: hint: 48 × 0\.25 = 12 channels are rounded up to 16/);
    assert.match(out, /errors: 0, warnings: 0/);
  });

  it('prints each problem with its place, and its keys in JSON', () => {
    const { code, err, objects } = cli(['check', '--json', example('mistakes.yaml')]);
    assert.equal(code, 1);
    const [{ file, task, scales, problems }] = objects as [{ file: string; task: string; scales: string[]; problems: Problem[] }];
    assert.deepEqual([path.basename(file), task, scales], ['mistakes.yaml', 'detect', ['n', 's']]);
    assert.deepEqual(Object.keys(problems[0]!), [
      'rule',
      'severity',
      'line',
      'column',
      'endLine',
      'endColumn',
      'row',
      'message',
      'docs',
      'fixes',
    ]);
    const errors = problems.filter(({ severity }) => severity === 'error');
    assert.equal(err.trimEnd().split('\n').length, errors.length);
    for (const line of err.trimEnd().split('\n')) assert.match(line, /mistakes\.yaml:\d+:\d+: .+ \[[a-z-]+\]$/);
  });

  it('names the scales where a problem does not occur at all of them', () => {
    // 96 channels at s, 48 at n: only one of them is divisible by 32.
    const { objects } = cli(['check', '--json', '-'], { input: small(...stem, '[-1, 1, Conv, [192, 3, 1, None, 32]]') });
    const problems = objects[0]!.problems as Problem[];
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error').map(({ scales, row }) => ({ scales, row })),
      [{ scales: ['n'], row: 3 }],
    );
  });

  it('says rules as loudly as --rule wants, and never leaves an error out', () => {
    const input = small(...stem, '[-1, 1, CBAM, [7]]', '[-1, 1, Conv, [64, 3, 0]]');
    const heard = (...args: string[]) =>
      (cli(['check', '--json', '--scale', 'n', '-', ...args], { input }).objects[0]!.problems as Problem[]).map(
        ({ rule, severity }) => `${rule} ${severity}`,
      );
    assert.deepEqual(heard(), ['needs-registration warning', 'wrong-arguments error']);
    assert.deepEqual(heard('--rule', 'needs-registration=off', '--rule', 'wrong-arguments=off'), ['wrong-arguments hint']);
    assert.equal(cli(['check', '-', '--rule', 'x=off'], { input }).code, 2);
  });

  it('says which weights of a named model are lost', () =>
    inFolder({ 'base.yaml': small(...stem), 'new.yaml': small(...stem.toSpliced(1, 0, '[-1, 1, nn.Identity, []]')) }, (cwd) => {
      const { err, code } = cli(['check', 'new.yaml', '--pretrained', 'base.yaml', '--scale', 'n'], { cwd });
      assert.equal(code, 0);
      assert.match(
        err,
        /new\.yaml:8:13: info: of the weights of base\.yaml, [\d.]+ % find their place here.* from row 2 \(Conv\) on.*\[weights-lost\]/,
      );
    }));

  it('compares the classes with those of a data file', () =>
    inFolder({ 'a.yaml': small(...stem), 'data.yaml': 'path: x\ntrain: images\nnames: {0: cat, 1: dog}\n', 'b.yaml': 'a: 1\n' }, (cwd) => {
      const { err, code } = cli(['check', 'a.yaml', '--data', 'data.yaml', '--scale', 'n'], { cwd });
      assert.equal(code, 0);
      assert.match(err, /a\.yaml:1:5: info: data\.yaml has 2 classes: .*Overriding model\.yaml nc=\d+ with nc=2.*\[data-classes\]/);
      assert.match(cli(['check', 'a.yaml', '--data', 'b.yaml'], { cwd }).err, /b\.yaml: no data file/);
    }));

  it('knows the classes in the Python files of the repository, and whether its copy of the framework sees them', () =>
    inFolder(
      { 'a.yaml': small(...stem, '[-1, 1, Mine, [64]]', '[-1, 1, CBAM, [7]]'), 'blocks.py': '\nclass Mine(object):\n    pass\n' },
      (cwd) => {
        const heard = () =>
          (cli(['check', '--json', '--scale', 'n', 'a.yaml'], { cwd }).objects[0]!.problems as Problem[]).map(
            ({ rule, severity }) => `${rule} ${severity}`,
          );
        assert.match(
          cli(['check', '--scale', 'n', 'a.yaml'], { cwd }).err,
          /blocks\.py:2 defines a class Mine, but the parser does not see it/,
        );
        assert.deepEqual(heard(), ['unknown-module error', 'needs-registration warning']);
        mkdirSync(path.join(cwd, 'ultralytics/nn'), { recursive: true });
        writeFileSync(path.join(cwd, 'ultralytics/nn/tasks.py'), 'from blocks import Mine # CBAM\n');
        assert.deepEqual(heard(), ['unknown-module info', 'needs-registration warning']);
      },
    ));

  it('walks folders without what git ignores and without what is no model', () =>
    inFolder(
      {
        'a.yaml': small(...stem),
        'ignored.yaml': small('[-1, 1, Cnv, [64]]'),
        'data.yaml': 'path: x\nnames: [a]\n',
        '.gitignore': 'ignored.yaml\nout/\n',
      },
      (cwd) => {
        mkdirSync(path.join(cwd, 'out'));
        mkdirSync(path.join(cwd, 'sub'));
        writeFileSync(path.join(cwd, 'out/b.yaml'), small('[-1, 1, Cnv, [64]]'));
        writeFileSync(path.join(cwd, 'sub/c.yml'), small(...stem));
        assert.deepEqual(
          cli(['check', '--json', '.'], { cwd }).objects.map(({ file }) => file),
          ['a.yaml', path.join('sub', 'c.yml')],
        );
        const strict = cli(['check', '--json', '--strict', '.'], { cwd });
        assert.equal(strict.code, 2);
        assert.match(strict.err, /data\.yaml: not a model/);
        assert.equal(cli(['check', 'data.yaml'], { cwd }).code, 2);
        assert.equal(cli(['check', 'data.yaml', 'a.yaml'], { cwd }).code, 0);
      },
    ));

  it('mends what is safe and keeps everything else, undecodable bytes too', () => {
    const before = Buffer.concat([
      Buffer.from('# caf\xe9\r\n', 'latin1'),
      Buffer.from(
        small(...stem)
          .replace('[0.5, 0.25, 1024]', "['0.5', 0.25, 1024] # depth")
          .replaceAll('\n', '\r\n'),
      ),
    ]);
    inFolder({ 'a.yaml': before }, (cwd) => {
      const dry = cli(['check', '--fix-dry-run', 'a.yaml'], { cwd });
      assert.match(dry.out, /^--- a\.yaml\n\+\+\+ a\.yaml\n[\s\S]*^\+ {2}n: \[0\.5, 0\.25, 1024\] # depth\r$/m);
      assert.equal(dry.code, 1);
      assert.deepEqual(readFileSync(path.join(cwd, 'a.yaml')), before);
      assert.equal(cli(['check', '--fix', 'a.yaml'], { cwd }).code, 0);
      assert.equal(readFileSync(path.join(cwd, 'a.yaml')).toString('latin1'), before.toString('latin1').replace("'0.5'", '0.5'));
    });
  });

  it('writes SARIF and workflow annotations', () => {
    const { out } = cli(['check', '--format', 'sarif', example('mistakes.yaml')]);
    const log = JSON.parse(out) as { version: string; runs: { results: { ruleId: string; locations: unknown[] }[] }[] };
    assert.equal(log.version, '2.1.0');
    assert.ok(log.runs[0]!.results.some(({ ruleId }) => ruleId === 'from-out-of-range'));
    assert.match(
      cli(['check', '--format', 'github', example('mistakes.yaml')]).out,
      /^::error file=.*mistakes\.yaml,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[a-z-]+::/m,
    );
  });
});
