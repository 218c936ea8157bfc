// Classes of the generated Python module in processes that nobody wrote `register()` into: the `yolo` command by way of the file itself
// and of the environment's hook, and the file from which distributed training starts its processes.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, applyEdits, pythonModule, swap } from '../../src/core/index.ts';
import { frameworkFolder, python } from '../support/outside.ts';
import { runPython, trainingEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

const root = path.join(import.meta.dirname, '../..');
const scripts = path.join(import.meta.dirname, 'dynamic_processes.py');

for (const release of ['8.3.63', '8.4.190']) {
  describe(`processes of ultralytics ${release} that never heard of register()`, function () {
    this.timeout(600_000);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    const model = path.join(scratch, 'street.yaml');
    const module = path.join(scratch, 'yolo_architect_modules.py');
    let run: (args: readonly string[], interpreter?: string) => Promise<string>;

    before(async function () {
      const interpreter = python();
      const folder = frameworkFolder(release);
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `ultralytics ${release} in the cache folder (.ci/python puts it there)`, folder);
      const text = readFileSync(path.join(root, 'examples/yolo11n-street.yaml'), 'utf8');
      const swapped = swap(analyze(text), { from: 'Conv', to: 'DynamicConv', variant: 'bn-act', experts: 4, scope: 'backbone' });
      assert.ok(swapped);
      writeFileSync(model, applyEdits(text, swapped.edits));
      const written = pythonModule(analyze(readFileSync(model, 'utf8')), '0');
      assert.ok(written);
      writeFileSync(module, written.text);
      const env = trainingEnv(folder, path.join(scratch, 'settings'));
      run = (args, own = interpreter) => runPython(own, args, env);
      await run([scripts, scratch, 'data']);
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    const train = (name: string) => {
      const settings = {
        model,
        data: path.join(scratch, 'data.yaml'),
        epochs: 1,
        imgsz: 64,
        batch: 4,
        workers: 0,
        device: 'cpu',
        plots: false,
      };
      const words = Object.entries({ ...settings, pretrained: false, project: path.join(scratch, 'runs'), name }).map(
        ([k, v]) => `${k}=${v}`,
      );
      return ['yolo', 'detect', 'train', ...words];
    };
    const trained = (name: string) => readFileSync(path.join(scratch, 'runs', name, 'weights/last.pt')).includes('yolo_architect_modules');

    it('the generated file runs the yolo command', async () => {
      await run([module, ...train('by-file')]);
      assert.ok(trained('by-file'));
    });

    it('distributed training writes a file that registers first', async () => {
      const output = await run([scripts, scratch, 'distributed', model]);
      const file = /^FILE (.*)$/m.exec(output)?.[1];
      assert.ok(file);
      await run([file]);
      assert.ok(trained('distributed'));
    });

    it('its processes start with the weights that were loaded', async () => {
      const output = await run([scripts, scratch, 'handover', model]);
      const moved = Number(/^MOVED (.*)$/m.exec(output)?.[1] ?? Number.NaN);
      assert.ok(moved < 2e-3, `the weights are off by ${moved}`);
    });

    it('an environment with the hook knows the classes, and one without the hook does not', async () => {
      const place = path.join(scratch, 'environment');
      mkdirSync(place);
      await run(['-m', 'venv', '--without-pip', place]);
      const own = path.join(place, 'bin/python');
      // The new environment sees the packages of the first one.
      const packages = (await run(['-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])'])).trim();
      const site = (await run(['-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])'], own)).trim();
      writeFileSync(path.join(site, 'packages.pth'), `${packages}\n`);
      const [, ...words] = train('by-hook');
      const command = ['-c', 'import sys; from ultralytics.cfg import entrypoint; sys.argv[0] = "yolo"; entrypoint()', ...words];
      await assert.rejects(run(command, own), /KeyError: 'DynamicConv'/);
      await run([module, 'install'], own);
      await run(command, own);
      assert.ok(trained('by-hook'));
      await run([module, 'uninstall'], own);
      await assert.rejects(run(command, own), /KeyError: 'DynamicConv'/);
    });
  });
}
