import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { catalogueDocs, cataloguePage } from '../../scripts/catalogue-docs.ts';
import { analyze, catalogue, newestUpstream, releaseRules, showPython } from '../../src/core/index.ts';
import { exampleModel } from '../support/exampleModel.ts';

describe('the catalogue', () => {
  for (const definition of catalogue()) {
    for (const [i, example] of definition.examples.entries()) {
      const call = `${definition.name}(${example.args.map(showPython).join(', ')})`;
      it(`${call} on ${JSON.stringify(example.input)}${i > 0 ? ` (${i + 1})` : ''}`, () => {
        const { text, row, ch, imgsz } = exampleModel(definition, example);
        const { rows, problems } = analyze(text, { ch, imgsz });
        assert.deepEqual(
          problems.filter((p) => p.severity === 'error').map((p) => p.message),
          [],
        );
        assert.deepEqual(rows[row]?.outputs?.[0], example.output);
        assert.equal(rows[row]?.params, example.params);
      });
    }
  }

  it('documents every module and argument, and every default is what the argument takes', () => {
    const rules = releaseRules(newestUpstream);
    assert.ok(rules);
    for (const definition of catalogue()) {
      assert.match(definition.summary, /\.$/, definition.name);
      assert.notEqual(definition.composition, '', definition.name);
      for (const argument of definition.args(rules)) assert.notEqual(argument.doc, '', `${definition.name}.${argument.name}`);
    }
  });

  it('has an example of every module that a row can build', () => {
    const without = catalogue().filter(({ examples }) => examples.length === 0);
    assert.deepEqual(
      without.map(({ name }) => name),
      ['LRPCHead'],
    );
  });

  it('is what its page says (npx tsx scripts/catalogue-docs.ts writes it)', () => {
    assert.equal(readFileSync(cataloguePage, 'utf8'), catalogueDocs());
  });

  it('has no name twice', () => {
    const names = catalogue().map((m) => m.name);
    assert.equal(new Set(names).size, names.length);
  });
});
