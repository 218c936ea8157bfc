import assert from 'node:assert/strict';
import { PyDict, PyFloat, type PyValue } from '../../../src/core/python.ts';
import { parseYaml, type YamlOptions } from '../../../src/core/yaml/parse.ts';
import type { YamlNode } from '../../../src/core/yaml/tree.ts';

/** The tree with, for every node, the text it stands for: `flow[…]`, `block[…]`, `{…}`; an alias as `alias *a`. */
function outline(text: string, node: YamlNode | undefined): string {
  if (!node) return 'nothing';
  const written = text.slice(node.span.start, node.span.end);
  if (node.aliasOf) return `alias ${written}`;
  if (node.kind === 'scalar') return `‹${written}›`;
  const inner =
    node.kind === 'sequence'
      ? node.items.map((item) => outline(text, item)).join(' ')
      : node.entries.map(({ key, value }) => `${outline(text, key)}=${outline(text, value)}`).join(' ');
  const [open, close] = node.kind === 'sequence' ? ['[', ']'] : ['{', '}'];
  // Brackets belong to a flow collection, and nothing but its content to a block one.
  const own = node.flow ? /^[[{]/.test(written) && /[\]}]$/.test(written) : !/^\s|\s$/.test(written);
  return `${node.flow ? 'flow' : 'block'}${own ? '' : '?'}${open}${inner}${close}`;
}

function plain(value: PyValue | undefined): unknown {
  if (value instanceof PyFloat) return `float ${value.value}`;
  if (value instanceof PyDict) return Object.fromEntries([...value.entries].map(([key, of]) => [String(key), plain(of)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

const values = (text: string, options?: YamlOptions) => plain(parseYaml(text, options).root?.value);

describe('the tree of a YAML text', () => {
  const trees: readonly [name: string, text: string, tree: string][] = [
    ['nothing', '', 'nothing'],
    ['only comments', '# nothing here\n\n', 'nothing'],
    ['a flow row', '- [-1, 1, Conv, [64, 3]]', 'block[flow[‹-1› ‹1› ‹Conv› flow[‹64› ‹3›]]]'],
    ['a block row', '- - -1\n  - 1\n  - Conv\n  - [64]\n', 'block[block[‹-1› ‹1› ‹Conv› flow[‹64›]]]'],
    ['rows right below their key', 'head:\n- [1]\n- [2]\nnc: 3', 'block{‹head›=block[flow[‹1›] flow[‹2›]] ‹nc›=‹3›}'],
    ['a comment glued to a row', '- [[6], [nc]]# 3\n- [1]', 'block[flow[flow[‹6›] flow[‹nc›]] flow[‹1›]]'],
    ['comments between elements', '[1, # one\n 2 # two ]\n ]', 'flow[‹1› ‹2›]'],
    ['quotes', `- "a # b"\n- 'it''s'\n`, `block[‹"a # b"› ‹'it''s'›]`],
    ['a comma at the end', '[1, 2, ]', 'flow[‹1› ‹2›]'],
    ['brackets less indented than their key', 'a:\n  b: [\n1,\n# c\n2\n]\nc: 3', 'block{‹a›=block{‹b›=flow[‹1› ‹2›]} ‹c›=‹3›}'],
    ['a lone dash between brackets', '[-, 1, -]', 'flow[‹-› ‹1› ‹-›]'],
    ['pairs in brackets', '[a: 1, "b": [2]]', 'flow[flow?{‹a›=‹1›} flow?{‹"b"›=flow[‹2›]}]'],
    ['braces', '{a: 1, "b":2, c, d: }', 'flow{‹a›=‹1› ‹"b"›=‹2› ‹c›=‹› ‹d›=‹›}'],
    ['values that are not there', 'a:\nb: ~\n? c\n', 'block{‹a›=‹› ‹b›=‹~› ‹c›=‹›}'],
    ['an item that is not there', '-\n- 1\n-', 'block[‹› ‹1› ‹›]'],
    ['an alias', 'a: &r [1]\nb: *r\n', 'block{‹a›=flow[‹1›] ‹b›=alias *r}'],
    ['a tag', 'a: !!str 5', 'block{‹a›=‹5›}'],
    ['text over lines', 'a: one\n  two\nb: |\n  x # y\n\n  z\n\nc: 1', 'block{‹a›=‹one\n  two› ‹b›=‹|\n  x # y\n\n  z› ‹c›=‹1›}'],
    ['a byte order mark', '\ufeffa: [1]', 'block{‹a›=flow[‹1›]}'],
    ['a document mark', '--- # c\na: 1\n...\n', 'block{‹a›=‹1›}'],
  ];
  for (const [name, text, tree] of trees) {
    it(`has the places of ${name}`, () => {
      const { root, problems, fatal } = parseYaml(text);
      assert.deepEqual({ problems, fatal }, { problems: [], fatal: false });
      assert.equal(outline(text, root), tree);
    });
    it(`has them with CRLF and CR too: ${name}`, () => {
      for (const end of ['\r\n', '\r']) {
        const other = text.replaceAll('\n', end);
        assert.equal(outline(other, parseYaml(other).root).replaceAll(end, '\n'), tree);
      }
    });
  }

  it('has its places in the text with the characters that the framework deletes', () => {
    const text = 'a: [Co\u0000nv, 2]\u0007 # c\nb: *x';
    const { root, comments, problems } = parseYaml(text.replace('*x', 'x'));
    assert.equal(outline(text.replace('*x', 'x'), root), 'block{‹a›=flow[‹Co\u0000nv› ‹2›] ‹b›=‹x›}');
    assert.deepEqual([comments[0]?.span, problems], [{ start: 15, end: 18 }, []]);
    assert.deepEqual(plain(root?.value), { a: ['Conv', 2], b: 'x' });
    assert.deepEqual(parseYaml(text).problems[0]?.span, { start: 22, end: 24 });
  });

  it('finds comments, and no others', () => {
    const text = '# one\na: "# no" # two\nb: x#y\nc: [1, # three\n 2]#four\nd: |\n  # no\n';
    const { comments } = parseYaml(text);
    assert.deepEqual(
      comments.map(({ span, text: comment }) => [comment, text.slice(span.start, span.end)]),
      ['# one', '# two', '# three', '#four'].map((comment) => [comment, comment]),
    );
  });

  it('shares what an alias stands for', () => {
    const { root } = parseYaml('a: &r [1]\nb: *r\n');
    assert.ok(root?.kind === 'mapping');
    assert.equal(root.entries[1]?.value.aliasOf, root.entries[0]?.value);
  });
});

describe('the values of a YAML text', () => {
  const cases: readonly [text: string, value: unknown][] = [
    ['[yes, off, ~, 010, 1_000, 0x1F, 1e-4, .5, 1.0e+2, 1:30]', [true, false, null, 8, 1000, 31, '1e-4', 'float 0.5', 'float 100', 90]],
    ['{a: 1, <<: {a: 2, b: 3}}', { a: 1, b: 3 }],
    ['[256 3, "x\\ty", \'a\'\'b\', !!str 5, "1"]', ['256 3', 'x\ty', "a'b", '5', '1']],
    ['a: one\n  two\n\n  three', { a: 'one two\nthree' }],
    ['[one\n two]', ['one two']],
    ['[one\ntwo]', ['one two']],
    ['a: |-\n  x\n   y\nb: >\n  x\n  y\n', { a: 'x\n y', b: 'x y\n' }],
    ['[-1, ?x]', [-1, { x: null }]],
    ['nc:80', 'nc:80'],
    ['a: 1 # x\u0085b: 2', { a: 1, b: 2 }],
    ['- Conv,\u00a03', ['Conv,\u00a03']],
  ];
  for (const [text, value] of cases) it(JSON.stringify(text), () => assert.deepEqual(values(text), value));
});

describe('a YAML text', () => {
  const refused: readonly [why: string, text: string, libyaml?: boolean][] = [
    ['a second document', 'a: 1\n---\nb: 2'],
    ['an undefined alias', 'a: *x'],
    ['an anchor twice', 'a: &x 1\nb: &x 2'],
    ['a tag of Python', 'a: !!python/name:os.system x'],
    ['a tag without a space', '[!str[1]]'],
    ['a date that does not exist', 'a: 2024-02-30'],
    ['a list as a key', '{[1]: 2}'],
    ['an empty key', '[a, : b]'],
    ['an empty key at the start of a line', 'a: 1\n: 2'],
    ['a key and its colon on two lines', '{a\n: 1}'],
    ['a tab in the indentation', 'a:\n\t- 1'],
    ['a tab behind a dash', '-\ta'],
    ['a tab on an empty line', 'a: [1]\n\t\nb: 2'],
    ['a question mark in a word, before libyaml', '[nn.?Conv]', false],
    ['a tab between elements, before libyaml', '[1,\t2]', false],
    ['a tab before a comment, before libyaml', 'a: 1\t# c', false],
    ['a colon before a comma, with libyaml', '[a:, b]', true],
    ['very deep nesting', '['.repeat(5000)],
  ];
  for (const [why, text, libyaml] of refused) {
    it(`is refused for ${why}`, () => {
      const [tree, other] = [libyaml ?? true, !(libyaml ?? true)].map((tabsBetweenElements) => parseYaml(text, { tabsBetweenElements }));
      assert.equal(tree?.fatal, true);
      assert.equal(tree.problems[0]?.rule, 'yaml-syntax');
      assert.equal(tree.problems[0].severity, 'error');
      assert.equal(other?.fatal, libyaml === undefined);
    });
  }

  it('may have tabs between elements since libyaml', () => {
    assert.deepEqual(values('- [1,\t2]\t# c\n- "a\tb"\n- a\tb\n'), [[1, 2], 'a\tb', 'a\tb']);
    assert.deepEqual(values('- [1, 2] #\tc\n- "a\tb"\n', { tabsBetweenElements: false }), [[1, 2], 'a\tb']);
  });

  it('keeps the last of equal keys, with a warning', () => {
    const text = 'nc: 1\nx: {a: 1, a: 2}\nnc: 2\n';
    const { root, problems, fatal } = parseYaml(text);
    assert.deepEqual(plain(root?.value), { nc: 2, x: { a: 2 } });
    assert.equal(fatal, false);
    assert.deepEqual(
      problems.map(({ rule, severity, span, related }) => [rule, severity, span.start, related?.[0]?.span.start]),
      [
        ['duplicate-key', 'warning', 16, 10],
        ['duplicate-key', 'warning', 22, 0],
      ],
    );
  });

  it('of many rows is read in linear time, damaged or not', function () {
    this.timeout(120_000);
    const rows = `backbone:\n${Array.from({ length: 2000 }, (_, i) => `  - [-1, 1, Conv, [${i}, 3, 2]] # ${i}\n`).join('')}`;
    const damages: readonly [from: RegExp, to: string][] = [
      [/ #/g, '#'],
      [/^ {2}-/gm, '\t-'],
      [/^ {2}-/gm, '\u00a0\u00a0-'],
      [/Conv/g, 'Co\u0001nv'],
      [/-1/g, '-'],
    ];
    for (const [from, to] of damages) {
      const { root } = parseYaml(rows.replace(from, to));
      assert.ok(root?.kind === 'mapping' && root.entries[0]?.value.kind === 'sequence');
      assert.equal(root.entries[0].value.items.length, 2000);
    }
    assert.equal(parseYaml(rows.replace(/]]/g, ']')).fatal, true);
    assert.equal(parseYaml(rows.replace('Conv', '"Conv')).fatal, true);
  });
});
