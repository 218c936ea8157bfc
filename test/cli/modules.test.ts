import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli, inFolder, small, stem } from './cli.ts';

const described =
  'modules:\n  - name: Mixer\n    parser: scaled\n    parameters: [{name: c2, kind: int}]\n    contract: {params: c1 * c2, macs: c1 * c2 * h * w}\n';
const model = small(...stem, '[-1, 1, Mixer, [128]]');

describe('command line: modules of one’s own', () => {
  it('takes files by name, later ones knowing earlier ones', () => {
    const twice = 'modules:\n  - name: Twice\n    rows: [[in, 2, Mixer, [32]]]\n';
    inFolder({ 'm.yaml': model.replace('Mixer, [128]', 'Twice, []'), 'a.yaml': described, 'b.yaml': twice }, (folder) => {
      const { code, objects, err } = cli(['info', 'm.yaml', '--json', '--scale', 'n', '--modules', 'a.yaml', 'b.yaml'], { cwd: folder });
      assert.equal(code, 0, err);
      const [info] = objects as unknown as { rows: { params: number; contract?: boolean }[]; totals: { complete?: boolean } }[];
      assert.deepEqual([info?.rows[3]?.params, info?.rows[3]?.contract, info?.totals.complete], [2048, true, undefined]);
      assert.equal(cli(['info', 'm.yaml', '--scale', 'n'], { cwd: folder }).code, 1);
    });
  });

  it('finds the nearest .yolo-architect/modules.yaml above the model', () => {
    inFolder({}, (folder) => {
      const models = path.join(folder, 'cfg', 'models');
      mkdirSync(models, { recursive: true });
      mkdirSync(path.join(folder, '.yolo-architect'));
      writeFileSync(path.join(folder, '.yolo-architect', 'modules.yaml'), described);
      writeFileSync(path.join(models, 'm.yaml'), model);
      for (const args of [
        ['check', '.'],
        ['check', 'cfg/models/m.yaml'],
        ['info', 'cfg/models/m.yaml', '--scale', 'n'],
      ]) {
        const { code, err } = cli(args, { cwd: folder });
        assert.equal(code, 0, err);
      }
      assert.equal(cli(['check', '-'], { cwd: models, input: model }).code, 0);
      const profiled = cli(['profile', 'cfg/models/m.yaml', '--scale', 'n'], { cwd: folder });
      assert.equal(profiled.code, 1);
      assert.match(profiled.err, /row 3 \(Mixer\) has only a contract/);
    });
  });

  it('says what is wrong in such a file, once, and ends with 1', () => {
    inFolder({ 'm.yaml': small(...stem), 'a.yaml': described.replace('scaled', 'scalled') }, (folder) => {
      const { code, err } = cli(['check', 'm.yaml', 'm.yaml', '--modules', 'a.yaml'], { cwd: folder });
      assert.equal(code, 1);
      assert.deepEqual(err.match(/^a\.yaml:3:13: .*did you mean scaled\? \[modules-file\]$/gm)?.length, 1, err);
    });
  });

  it('checks the file itself', () => {
    inFolder({}, (folder) => {
      mkdirSync(path.join(folder, '.yolo-architect'));
      writeFileSync(path.join(folder, '.yolo-architect', 'modules.yaml'), described.replace('params', 'parms'));
      const { code, objects } = cli(['check', '.', '--json'], { cwd: folder });
      assert.equal(code, 1);
      const [checked] = objects as unknown as { problems: { rule: string }[] }[];
      assert.equal(checked?.problems[0]?.rule, 'modules-file');
    });
  });

  it('without the file named, there is one line', () => {
    inFolder({ 'm.yaml': model }, (folder) => {
      const { code, err } = cli(['info', 'm.yaml', '--modules', 'none.yaml'], { cwd: folder });
      assert.equal(code, 2);
      assert.match(err, /^none\.yaml: no such file\n$/);
    });
  });
});
