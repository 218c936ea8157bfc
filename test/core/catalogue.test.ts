import assert from 'node:assert/strict';
import {
  analyze,
  catalogue,
  type ModuleDefinition,
  newestUpstream,
  type PyValue,
  releaseRules,
  type Shape,
  showPython,
} from '../../src/core/index.ts';

describe('the catalogue', () => {
  for (const definition of catalogue()) {
    for (const [i, example] of definition.examples.entries()) {
      const call = `${definition.name}(${example.args.map(showPython).join(', ')})`;
      it(`${call} on ${JSON.stringify(example.input)}${i > 0 ? ` (${i + 1})` : ''}`, () => {
        const inputs = (Array.isArray(example.input[0]) ? example.input : [example.input]) as readonly Shape[];
        const { row, problems } = analyzeAlone(definition, example.args, inputs);
        assert.deepEqual(problems, []);
        assert.deepEqual(row.outputs?.[0], example.output);
        assert.equal(row.params, example.params);
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

  it('has no name twice', () => {
    const names = catalogue().map((m) => m.name);
    assert.equal(new Set(names).size, names.length);
  });
});

/**
 * The module as the only row, or on convolutions that make its inputs, each from the one before, from an image of one channel; where it
 * reads text, in front of a head that does.
 */
function analyzeAlone({ name, text }: ModuleDefinition, args: readonly PyValue[], inputs: readonly Shape[]) {
  const [[channels = 1, height = 1, width = 1] = []] = inputs;
  const makers = inputs.length > 1 || text ? inputs : [];
  const row = `${name}, ${yaml(args)}]`;
  const made = makers.map((shape, i) => `[-1, 1, Conv, [${shape[0]}, 1, ${((makers[i - 1] ?? shape)[1] ?? 1) / (shape[1] ?? 1)}]]`);
  const from = makers.length > 1 || name === 'WorldDetect' ? `[${[...makers.keys()].join(', ')}]` : '-1';
  const rows = [...made, `[${from}, 1, ${row}`];
  const last = !text ? '' : name === 'WorldDetect' ? rows.pop() : '[[0], 1, WorldDetect, [nc, 512, False]]';
  const keys = text ? 'nc: 80' : 'nc: 3';
  const analysis = analyze(`${keys}\nbackbone: [${rows.join(', ')}]\nhead: [${last}]\n`, {
    ch: makers.length > 1 ? 1 : channels,
    imgsz: [height, width],
  });
  const found = analysis.rows[makers.length];
  assert.ok(found);
  return { row: found, problems: analysis.problems.filter((p) => p.severity === 'error').map((p) => p.message) };
}

function yaml(value: PyValue): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  return value === null ? 'None' : typeof value === 'string' ? JSON.stringify(value) : showPython(value);
}
