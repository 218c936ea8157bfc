import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundle, cli, example } from './cli.ts';

describe('command line: usage', () => {
  it('prints help and version', () => {
    assert.match(cli(['--help']).out, /info[\s\S]*check[\s\S]*swap[\s\S]*profile[\s\S]*backends[\s\S]*modules/);
    assert.match(cli(['--version']).out, /^\d+\.\d+\.\d+\n$/);
    assert.equal(cli(['info', '--help']).code, 0);
  });

  for (const args of [
    [],
    ['info'],
    ['paint', 'x.yaml'],
    ['info', '--colour', 'x.yaml'],
    ['info', '--imgsz', 'big', 'x.yaml'],
    ['info', '--nc', '0', 'x.yaml'],
    ['info', '--upstream', 'latest', 'x.yaml'],
    ['info', '--upstream', '7.0', example('yolo11n-street.yaml')],
    ['info', '--upstream', '8.3.41', example('yolo11n-street.yaml')],
    ['info', '--thop', '2.1.7', example('yolo11n-street.yaml')],
    ['info', '--lang', 'tlh', 'x.yaml'],
    ['info', 'no-such-file.yaml'],
    ['info', '.'],
    ['info', 'package.json'],
    ['check', '--format', 'xml', '.'],
    ['check', '--fix-dry-run', '--json', '.'],
    ['swap', '-', '--write'],
    ['swap', example('yolo11n-street.yaml'), '--scope', '7-1'],
    ['swap', example('yolo11n-street.yaml'), '--to', 'Nonsense'],
    ['swap', example('yolo11n-street.yaml'), '--experts', 'four'],
    ['info', '--scale', 'q', example('yolo11n-street.yaml')],
    ['profile', '--backend', 'abacus', 'x.yaml'],
    ['modules', 'Cnov'],
  ]) {
    it(`ends with 2 and no stack trace: ${args.join(' ').replace(/\S*examples\//, '')}`, () => {
      const { code, out, err } = cli(args);
      assert.equal(code, 2, err);
      assert.equal(out, '');
      assert.doesNotMatch(err, /\n\s+at |node:internal/);
      if (args.length > 0) assert.equal(err.trimEnd().split('\n').length, 1, err);
    });
  }

  it('takes releases that were published, and says which there are', () => {
    const refused = (...args: string[]) => cli(['info', ...args, example('yolo11n-street.yaml')]).err;
    assert.match(refused('--thop', '2.0.23'), /2\.0\.0–2\.0\.22, 2\.1\.0–2\.1\.6, 2\.2\.0–2\.2\.3/);
    assert.match(refused('--upstream', '8.3.254'), /8\.3\.0–8\.3\.253, 8\.4\.0–/);
    assert.doesNotMatch(refused('--upstream', '8.3.253', '--thop', '2.0.22'), /published/);
  });

  it('speaks Chinese when asked', () => {
    const { code, err } = cli(['info', '--lang', 'zh-cn', 'no-such-file.yaml']);
    assert.equal(code, 2);
    assert.match(err, /[\u4e00-\u9fff]/);
  });

  it('colours nothing outside a terminal', () => {
    const { out, err } = cli(['info', example('mistakes.yaml')], { env: { CI: '1', FORCE_COLOR: '1' } });
    assert.ok(!out.includes('\x1b') && !err.includes('\x1b'));
  });

  it('ends with 130 when interrupted', async () => {
    const endless = ['profile', '--json', '--imgsz', '64', '--backend', 'wasm', '--runs', '100000', example('yolo11n-street.yaml')];
    const child = spawn(process.execPath, [bundle, ...endless], { stdio: ['ignore', 'pipe', 'ignore'] });
    const exit = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    // By its first row it measures, however slow the machine.
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    let rows = '';
    for await (const text of child.stdout) rows += text;
    assert.equal(await exit, 130);
    assert.ok(!rows.includes('"event":"result"'), 'it went on to the end');
  }).timeout(120_000);

  it('lets a reader of a pipe go away', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${bundle}" modules --json | head -c 10`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(err, '');
  });
});
