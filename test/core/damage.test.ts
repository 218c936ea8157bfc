// One line of a model file is damaged as hands, web pages and input methods damage it: never an exception, every place inside the text, the problem
// at the damaged line or its neighbour, every other row as before.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, applyEdits } from '../../src/core/index.ts';
import { complaints, damagedTexts, outside } from '../support/robust.ts';

const examples = ['yolo11n-street.yaml', 'yolo11n-dynamic.yaml', 'yolo11n-own.yaml'].map((name) => ({
  name,
  text: readFileSync(path.join(import.meta.dirname, '../../examples', name), 'utf8'),
}));
/** The same in one pair of brackets a section, as files of YOLOv5 are written. */
const listed = examples.map(({ name, text }) => ({
  name: `listed ${name}`,
  text: text
    .replace(/^ {2}- (\[.*\])/gm, '   $1,')
    .replace(/^(backbone|head):.*$/gm, '$1:\n  [')
    .replace(/(?=\n*^head:)/m, '\n  ]\n')
    .replace(/\s*$/, '\n  ]\n'),
}));

describe('a damaged line', () => {
  for (const [style, files] of Object.entries({ 'rows with dashes': examples, 'rows in brackets': listed })) {
    it(`leaves the rest as it is: ${style}`, function () {
      this.timeout(120_000);
      const wrong = [...damagedTexts(files, 500, 11)].flatMap(complaints);
      assert.ok(wrong.length === 0, wrong.join('\n'));
    });
  }

  it('may be any beginning of a row', () => {
    for (const { name, text } of [...examples.slice(0, 1), ...listed.slice(0, 1)]) {
      const [row] = /^ *(?:- )?\[\[-1, 6\].*$/m.exec(text) ?? [];
      assert.ok(row);
      for (let length = 0; length <= row.length; length++) {
        const analysis = analyze(text.replace(row, row.slice(0, length)), { fileName: name });
        assert.deepEqual(outside(analysis), []);
        assert.equal(analysis.rows[4]?.params, analyze(text, { fileName: name }).rows[4]?.params, row.slice(0, length));
      }
    }
  });
});

describe('a section that is no list', () => {
  const rows = '[[-1, 1, Conv, [64]]]';
  for (const [section, value, said] of [
    ['backbone', 'null', "TypeError: 'NoneType' object is not subscriptable"],
    ['backbone', '5', "TypeError: 'int' object is not subscriptable"],
    ['backbone', 'abc', 'IndexError: string index out of range'],
    ['backbone', '{a: 1}', 'KeyError: 0'],
    ['backbone', '[]', 'IndexError: list index out of range'],
    ['head', 'null', 'TypeError: can only concatenate list (not "NoneType") to list'],
    ['head', 'abc', 'TypeError: can only concatenate list (not "str") to list'],
    ['head', '{a: 1}', 'TypeError: can only concatenate list (not "dict") to list'],
  ] as const) {
    it(`stops the framework before any row: ${section}: ${value}`, () => {
      const text = `nc: 1\nbackbone: ${section === 'backbone' ? value : rows}\nhead: ${section === 'head' ? value : rows}\n`;
      const [problem] = analyze(text).problems;
      assert.ok(problem?.message.includes(said), problem?.message);
    });
  }

  it('is a text where a special space follows the first dash', () => {
    const text = `nc: 1\nbackbone:\n  -\u3000[-1, 1, Conv, [64]]\n  - [-1, 1, Conv, [32]]\nhead:\n  - [-1, 1, Conv, [16]]\n`;
    const [problem] = analyze(text).problems;
    assert.deepEqual(problem?.span, { start: text.indexOf('\u3000'), end: text.indexOf('\u3000') + 1 });
    assert.deepEqual(analyze(applyEdits(text, problem.fixes[0]?.edits ?? [])).rows.length, 3);
  });
});

describe('a text of any kind', () => {
  const [{ text, name }] = examples as [(typeof examples)[0]];
  const numbers = (source: string) =>
    analyze(source, { fileName: name }).rows.map(({ params, outputs }) => JSON.stringify([params, outputs]));

  it('means the same with a byte order mark and other line ends', () => {
    for (const same of [
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      `\ufeff---\r\n${text.replaceAll('\n', '\r\n')}`,
    ])
      assert.deepEqual(numbers(same), numbers(text));
  });

  it('has its places in UTF-16, whatever stands in comments', () => {
    const strange = text.replace(/^backbone:/m, 'backbone: # 😀\ud800 𝒳𝒴 网络').replace('SPPF', 'SPPX');
    const { problems } = analyze(strange, { fileName: name });
    const problem = problems.find(({ rule }) => rule === 'unknown-module');
    assert.equal(strange.slice(problem?.span.start, problem?.span.end), 'SPPX');
  });

  it('may end anywhere', function () {
    this.timeout(120_000);
    for (let length = 0; length <= text.length; length += 3)
      assert.deepEqual(outside(analyze(text.slice(0, length), { fileName: name })), []);
  });

  it('may have anchors, aliases and merged keys', () => {
    const shared = text.replace('  - [-1, 1, Conv, [64, 3, 2]]', '  - &first [-1, 1, Conv, [64, 3, 2]]');
    assert.deepEqual(numbers(shared), numbers(text));
    assert.deepEqual(numbers(`base: &b {unused: 1}\n<<: *b\n${text}`), numbers(text));
  });

  for (const [what, hostile] of Object.entries({
    'deep nesting': `nc: 1\nbackbone:\n  - ${'['.repeat(50_000)}\n`,
    'deep nesting that closes': `nc: 1\nbackbone:\n  - ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
    'many braces': `backbone: ${'{a: '.repeat(20_000)}`,
    'a line of a million characters': `nc: 1\nbackbone:\n  - [-1, 1, Conv, [${'64, '.repeat(250_000)}3]]\n`,
    'a comment of a million characters': `nc: 1\nbackbone: # ${'x'.repeat(1_000_000)}\n  - [-1, 1, Conv, [64, 3, 2]]\n`,
    'open quotation marks': `nc: 1\nbackbone:\n${`  - [-1, 1, Conv, ["64]]\n`.repeat(2_000)}`,
    'open brackets': `nc: 1\nbackbone:\n${'  - [-1, 1, Conv, [64\n'.repeat(2_000)}`,
    'aliases of aliases': `nc: 1\na: &a [1,2,3]\n${[...'bcdefghij'].map((k, i) => `${k}: &${k} [*${'abcdefghi'[i]},*${'abcdefghi'[i]},*${'abcdefghi'[i]},*${'abcdefghi'[i]}]`).join('\n')}\nbackbone:\n  - [-1, 1, Conv, *j]\n`,
    'five thousand rows, one of them damaged': `nc: 1\nbackbone:\n${'  - [-1, 1, Conv, [64, 3]] # row\n'.repeat(5_000)}`.replace(
      /\]\](?= # row\n {2}- \[-1, 1, Conv, \[64, 3\]\] # row\n$)/,
      ']',
    ),
    'five thousand rows, all of them damaged': `nc: 1\nbackbone:\n${'  - [-1, 1, Conv, [64, 3] # row\n'.repeat(5_000)}`,
    'nothing but NUL': `nc: 1\nbackbone:\n  - ${'\0'.repeat(10_000)}\n`,
  })) {
    it(`is read to its end: ${what}`, () => {
      assert.deepEqual(outside(analyze(hostile)), []);
    });
  }
});
