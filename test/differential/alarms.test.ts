// The framework's own models, at every scale, under the release that they belong to: nothing in them is an error, and hardly anything is worth a warning.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { analyze } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const shared = sharedFolder();

describe('models that the framework builds', () => {
  it('are beside this checkout', function () {
    needs(this, "the framework's own models (YOLO_ARCHITECT_SHARED)", shared);
  });
  if (shared === undefined) return;
  it('raise no false alarm', function () {
    this.timeout(120_000);
    const errors: string[] = [];
    const warnings: string[] = [];
    let files = 0;
    for (const folder of glob.sync('*', { cwd: path.join(shared, 'models'), onlyDirectories: true })) {
      for (const file of glob.sync('**/*.yaml', { cwd: path.join(shared, 'models', folder), absolute: true })) {
        files++;
        const text = readFileSync(file, 'utf8');
        const fileName = path.basename(file);
        const said = new Set<string>();
        for (const scale of [undefined, ...analyze(text, { fileName, upstream: folder }).scales]) {
          const { problems } = analyze(text, { fileName, upstream: folder, ...(scale === undefined ? {} : { scale }) });
          for (const { severity, rule, row, message } of problems)
            if (severity === 'error' || severity === 'warning')
              said.add(`${severity} ${folder}/${fileName} row ${row ?? '–'} [${rule}] ${message}`);
        }
        errors.push(...[...said].filter((line) => line.startsWith('error')));
        warnings.push(...[...said].filter((line) => line.startsWith('warning')));
      }
    }
    process.stdout.write(`      ${files} files at all their scales: ${errors.length} errors, ${warnings.length} warnings\n`);
    assert.deepEqual(errors, []);
    assert.ok(warnings.length < files / 10, warnings.join('\n'));
  });
});
