import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { docsFolder, manifest, rulePages, withRuleIds } from '../../../scripts/rule-docs.ts';
import { applyEdits, docsUrl, type Problem } from '../../../src/core/index.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { complete, look, type Marked, markOf, readExample } from './support.ts';

const isError = ({ severity }: Problem) => severity === 'error';
const key = ({ rule, row }: Problem) => `${rule} ${row ?? '–'}`;

for (const rule of rules) {
  describe(`rule ${rule.id}`, () => {
    const { text: bare, marks } = readExample(rule.bad);
    const bad = complete(bare);

    it('finds what its bad example marks, and nothing else', () => {
      const found = look(rule, bad).problems.filter((problem) => problem.rule === rule.id || !rule.beside?.includes(problem.rule));
      assert.deepEqual(
        found.map(({ rule: id }) => id),
        marks.map(() => rule.id),
        found.map(({ message }) => message).join('\n'),
      );
      assert.deepEqual(
        found.map((problem, i) => shortened(markOf(bad, problem), marks[i])),
        marks,
      );
    });

    it('has nothing to say about its good example', () => {
      const { text } = readExample(rule.good);
      // Where a file's name is the matter, the example begins with one.
      const fileName = /^# (\S+\.yaml)$/m.exec(text.split('\n')[0] ?? '')?.[1];
      const options = fileName === undefined ? rule : { ...rule, options: { ...rule.options, fileName } };
      assert.deepEqual(look(options, complete(text)).problems, []);
    });

    it('offers edits that mend it', () => {
      const { problems } = look(rule, bad);
      for (const problem of problems) {
        for (const fix of problem.fixes) {
          const after = look(rule, applyEdits(bad, fix.edits)).problems;
          assert.ok(!after.map(key).includes(key(problem)), `${fix.title} does not remove: ${problem.message}`);
          assert.ok(
            after.filter(isError).length < Math.max(1, problems.filter(isError).length),
            `${fix.title}: ${after.map(({ message }) => message).join('\n')}`,
          );
        }
      }
    });
  });
}

describe('rules', () => {
  it('have ids of their own', () => assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length));

  it('have a page each, made from them', () => {
    for (const [file, page] of rulePages())
      assert.equal(readFileSync(path.join(docsFolder, file), 'utf8'), page, `${file} is old: npx tsx scripts/rule-docs.ts`);
    assert.deepEqual(
      glob.sync('*.md', { cwd: docsFolder }).sort(),
      rulePages()
        .map(([file]) => file)
        .sort(),
    );
  });

  it('are named in the schema of the setting', () => {
    const text = readFileSync(manifest, 'utf8');
    assert.equal(text, withRuleIds(text), 'package.json is old: npx tsx scripts/rule-docs.ts');
  });

  it('name their page', () => {
    for (const { id } of rules) assert.match(docsUrl(id), new RegExp(`^https://.*/docs/rules/${id}\\.md$`));
  });
});

/** A mark that ends in `…` gives only the beginning of the message. */
function shortened(found: Marked, mark: Marked | undefined): Marked {
  if (!mark?.message.endsWith('…')) return found;
  const beginning = mark.message.slice(0, -1);
  return found.message.startsWith(beginning) ? { ...found, message: mark.message } : found;
}
