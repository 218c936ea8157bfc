import assert from 'node:assert/strict';
import { nodeAt } from '../../../src/core/yaml/find.ts';
import { parseYaml } from '../../../src/core/yaml/parse.ts';

describe('the nodes at a place', () => {
  const check = (marked: string, innermost: string, depth: number) => {
    const offset = marked.indexOf('$0');
    const text = marked.replace('$0', '');
    const path = nodeAt(parseYaml(text).root, offset);
    const last = path.at(-1);
    assert.equal(last && text.slice(last.span.start, last.span.end), innermost);
    assert.equal(path.length, depth);
  };
  it('go down to the word under the cursor', () => check('backbone:\n  - [-1, 1, Co$0nv, [64]]\n', 'Conv', 4));
  it('count the place just behind a word', () => check('backbone:\n  - [-1, 1, Conv$0, [64]]\n', 'Conv', 4));
  it('end at the list between its elements', () => check('backbone:\n  - [-1, 1, Conv, $0 [64]]\n', '[-1, 1, Conv,  [64]]', 3));
  it('do not enter what an alias stands for', () => check('a: &x [1, 2]\nb: *$0x\n', '*x', 2));
  it('are none outside the tree', () => assert.deepEqual(nodeAt(undefined, 0), []));
});
