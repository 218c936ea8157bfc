import assert from 'node:assert/strict';
import { analyze, catalogue, newestUpstream, type PyValue, releaseRules, type Shape, showPython } from '../../src/core/index.ts';

describe('the catalogue', () => {
  for (const definition of catalogue()) {
    for (const [i, example] of definition.examples.entries()) {
      const call = `${definition.name}(${example.args.map(showPython).join(', ')})`;
      it(`${call} on ${JSON.stringify(example.input)}${i > 0 ? ` (${i + 1})` : ''}`, () => {
        const inputs = (Array.isArray(example.input[0]) ? example.input : [example.input]) as readonly Shape[];
        const { row, problems } = analyzeAlone(definition.name, example.args, inputs);
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

/** The module as the only row, or on convolutions that make its inputs, each from the one before, from an image of one channel. */
function analyzeAlone(name: string, args: readonly PyValue[], inputs: readonly Shape[]) {
  const [first] = inputs;
  assert.ok(first);
  const row = `${name}, ${yaml(args)}]`;
  const makes = inputs.map((shape, i) => {
    const before = inputs[i - 1] ?? shape;
    return `[-1, 1, Conv, [${shape[0]}, 1, ${(before[1] ?? 1) / (shape[1] ?? 1)}]]`;
  });
  const rows = inputs.length === 1 ? [`[-1, 1, ${row}`] : [...makes, `[[${inputs.map((_, i) => i).join(', ')}], 1, ${row}`];
  const text = `nc: 3\nbackbone:\n${rows.map((r) => `  - ${r}\n`).join('')}head: []\n`;
  const analysis = analyze(text, { ch: inputs.length > 1 ? 1 : (first[0] ?? 1), imgsz: [first[1] ?? 1, first[2] ?? 1] });
  const last = analysis.rows.at(-1);
  assert.ok(last);
  return { row: last, problems: analysis.problems.filter((p) => p.severity === 'error').map((p) => p.message) };
}

function yaml(value: PyValue): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  return value === null ? 'None' : typeof value === 'string' ? JSON.stringify(value) : showPython(value);
}
