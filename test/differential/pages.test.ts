// The framework's reference has a page for each file of its modules: the links go by the files of a published package.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, catalogue, documentLinks, newestUpstream, readClasses, releaseRules } from '../../src/core/index.ts';
import { frameworkFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

describe('documentation of modules', () => {
  it('every module of the framework leads to the file that defines it', function () {
    const folder = frameworkFolder(newestUpstream);
    needs(this, `ultralytics ${newestUpstream}`, folder);
    const rules = releaseRules(newestUpstream);
    assert.ok(rules);
    const names = catalogue().flatMap(({ name, upstream }) => (upstream(rules) && !name.startsWith('nn.') ? [name] : []));
    const rows = names.map((name) => `  - [-1, 1, ${name}, []]\n`).join('');
    const links = documentLinks(analyze(`backbone:\n${rows}`), 'all');
    assert.deepEqual(
      links.map(({ module }) => module),
      names,
    );
    for (const { module, page } of links) {
      const [, file = '', anchor] = /\/nn\/modules\/(\w+)\/#ultralytics\.nn\.modules\.\w+\.(\w+)$/.exec(page ?? '') ?? [];
      assert.equal(anchor, module, page);
      const source = readFileSync(path.join(folder, `ultralytics/nn/modules/${file}.py`), 'utf8');
      assert.ok(
        readClasses(source).some(({ name }) => name === module),
        `${module} is not in ${file}.py`,
      );
    }
  });
});
