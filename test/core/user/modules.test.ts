import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Analysis,
  analyze,
  applyEdits,
  completeModules,
  describeAction,
  hover,
  planStructure,
  readModules,
  type UserModules,
} from '../../../src/core/index.ts';
import { type Marked, markOf, readExample } from '../rules/support.ts';

const root = path.join(import.meta.dirname, '../../..');
const header = 'nc: 3\nscales:\n  n: [0.5, 0.25, 1024]\n';

function modulesOf(text: string, earlier?: UserModules): UserModules {
  const { modules, problems } = readModules(text, 'modules.yaml', earlier);
  assert.deepEqual(
    problems.map(({ message }) => message),
    [],
  );
  return modules;
}

function look(rows: readonly string[], modules?: UserModules, head = `[[${rows.length - 1}], 1, Detect, [nc]]`): Analysis {
  const text = `${header}backbone:\n${rows.map((row) => `  - ${row}\n`).join('')}head:\n  - ${head}\n`;
  return analyze(text, { scale: 'n', ...(modules && { modules }) });
}

const numbers = ({ totals, fused, rows }: Analysis) => ({
  totals,
  fused,
  rows: rows.map(({ args, params, macs, printedMacs, outputs, activationBytes }) => ({
    args,
    params,
    macs,
    printedMacs,
    outputs,
    activationBytes,
  })),
});

const bottleneck = `
modules:
  - name: MyBottleneck
    summary: Two convolutions with a shortcut.
    parser: scaled
    parameters:
      - {name: c2, kind: int}
      - {name: shortcut, kind: bool, default: true}
      - {name: g, kind: int, default: 1}
      - {name: k, kind: any, default: [3, 3]}
      - {name: e, kind: number, default: 0.5}
    rows:
      - [in, 1, Conv, [int(c2 * e), "k[0]"]]
      - [-1, 1, Conv, [c2, "k[1]", 1, None, g]]
      - [[-1, in], 1 if shortcut and c1 == c2 else 0, add, []]
`;

describe('modules made of rows', () => {
  const modules = modulesOf(bottleneck);
  const stem = '[-1, 1, Conv, [64, 3, 2]]';

  for (const row of ['[-1, 1, Bottleneck, [64]]', '[-1, 6, Bottleneck, [64]]', '[-1, 1, Bottleneck, [128, False, 1, [1, 3], 1.0]]']) {
    it(`have the numbers of the built-in module that they describe: ${row}`, () => {
      const own = look([stem, row.replace('Bottleneck', 'MyBottleneck')], modules);
      assert.deepEqual(own.problems, []);
      assert.deepEqual(numbers(own), numbers(look([stem, row])));
    });
  }

  it('can stand inside each other, with the repeats as an argument', () => {
    const csp = modulesOf(
      `
modules:
  - name: MyC3
    parser: scaled
    repeats: inside
    parameters: [{name: c2, kind: int}, {name: shortcut, kind: bool, default: true}, {name: e, kind: number, default: 0.5}]
    rows:
      - [in, 1, Conv, [int(c2 * e)]]
      - [-1, n, MyBottleneck, [int(c2 * e), shortcut, 1, [1, 3], 1.0]]
      - [in, 1, Conv, [int(c2 * e)]]
      - [[1, 2], 1, cat, []]
      - [-1, 1, Conv, [c2]]
`,
      modules,
    );
    const own = look([stem, '[-1, 6, MyC3, [128]]'], csp);
    assert.deepEqual(own.problems, []);
    assert.deepEqual(numbers(own), numbers(look([stem, '[-1, 6, C3, [128]]'])));
    assert.equal(csp.list.length, 2);
  });

  it('join what several rows give', () => {
    const joined = modulesOf(`
modules:
  - name: WeightedSum
    parser: elementwise
    rows:
      - [in0, 1, nn.Sigmoid, []]
      - [[in1, 0], 1, mul, []]
      - [[in, -1], 1, add, []]
`);
    const { problems, rows } = look([stem, '[-1, 1, Conv, [64, 3]]', '[[-1, 0], 1, WeightedSum, []]'], joined);
    assert.deepEqual(problems, []);
    assert.deepEqual(rows[2]?.outputs, [[16, 320, 320]]);
    assert.equal(rows[2]?.params, 0);
  });

  it('are refused with the words of PyTorch and the inner row', () => {
    const wrong = modulesOf(`
modules:
  - name: Odd
    parser: inputChannels
    rows: [[in, 1, Conv, [30]], [-1, 1, Conv, [64, 3, 1, 1, 7]]]
`);
    const [problem] = look([stem, '[-1, 1, Odd, []]'], wrong).problems;
    assert.equal(problem?.rule, 'framework-error');
    assert.match(problem.message, /in_channels must be divisible by groups.*\(Odd, inner row 1: Conv\)/);
  });

  it('show themselves like others: hover, effective call, wrong arguments', () => {
    const analysis = look([stem, '[-1, 1, MyBottleneck, [64, True]]'], modules);
    const shown = hover(analysis, analysis.document.text.indexOf('MyBottleneck'));
    assert.match(shown?.markdown ?? '', /MyBottleneck\(c1=16, c2=16, shortcut=True\)/);
    assert.match(shown?.markdown ?? '', /Two convolutions with a shortcut/);
    const [problem] = look([stem, '[-1, 1, MyBottleneck, [64, True, one]]'], modules).problems;
    assert.equal(problem?.rule, 'wrong-arguments');
  });

  it('keep nothing of what the file said before', () => {
    const row = '[-1, 1, MyBottleneck, [64]]';
    const before = look([stem, row], modules).totals.params;
    const after = look([stem, row], modulesOf(bottleneck.replace('"k[1]"', '1'))).totals.params;
    assert.notEqual(before, after);
    assert.equal(look([stem, row], modules).totals.params, before);
  });

  it('end where numbers multiply without end', () => {
    const deep = ['A', 'B', 'C', 'D'].map(
      (name, i) => `  - name: ${name}\n    rows: [[in, 900, ${['nn.Identity', 'A', 'B', 'C'][i]}, []]]\n`,
    );
    const { rows, problems } = look([stem, '[-1, 1, D, []]'], modulesOf(`modules:\n${deep.join('')}`));
    assert.equal(rows[1]?.params, null);
    assert.match(problems.find(({ row }) => row === 1)?.message ?? '', /more than 20000 modules/);
  });
});

describe('modules with a contract', () => {
  const modules = modulesOf(`
modules:
  - name: Mixer
    parser: scaled
    parameters: [{name: c2, kind: int}, {name: k, kind: int, default: 3}, {name: s, kind: int, default: 1}]
    contract:
      stride: s
      params: c1 * c2 * k ** 2 + 2 * c2
      macs: c1 * c2 * k ** 2 * ceil(h / s) * ceil(w / s)
  - name: Guess
    parser: inputChannels
    contract: {channels: c1 * 2, stride: 0.5}
`);

  it('give shapes, parameters and work, and no operations', () => {
    const conv = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [128, 3, 2]]']);
    const own = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Mixer, [128, 3, 2]]'], modules);
    assert.deepEqual(own.problems, []);
    for (const key of ['params', 'macs', 'gflops', 'stride', 'complete'] as const) assert.deepEqual(own.totals[key], conv.totals[key], key);
    const row = own.rows[1];
    assert.deepEqual(row?.outputs, [[32, 160, 160]]);
    assert.equal(row.contract, true);
    assert.equal(row.network, null);
    assert.match(own.notes.join(), /Mixer has only a contract/);
    assert.match(hover(own, own.document.text.indexOf('Mixer'))?.markdown ?? '', /operations are not known/);
  });

  it('leave unknown what they do not say', () => {
    const { rows, totals, problems } = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Guess, []]'], modules);
    assert.deepEqual(problems, []);
    assert.deepEqual(rows[1]?.outputs, [[32, 640, 640]]);
    assert.equal(rows[1].params, null);
    assert.equal(rows[1].macs, null);
    assert.equal(totals.complete, false);
  });

  it('count as often as the row is repeated', () => {
    const once = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Mixer, [64]]'], modules).rows[1]?.params ?? 0;
    assert.equal(look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 6, Mixer, [64]]'], modules).rows[1]?.params, 3 * once);
  });

  it('are not known where they have no value', () => {
    const { rows, problems } = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Mixer, [64, 3, 0]]'], modules);
    assert.equal(rows[1]?.outputs, null);
    assert.match(problems.find(({ row }) => row === 1)?.message ?? '', /Mixer is described in modules.yaml, but a stride must be above 0/);
  });
});

describe('expressions', () => {
  // The values are Python's.
  const values: readonly (readonly [string, number])[] = [
    ['c1 // 3 + c1 % 5', 6],
    ['-7 // 2 + 20', 16],
    ['-7 % 5 + 1', 4],
    ['2 ** 3 ** 2', 512],
    ['round(2.5) + round(3.5)', 6],
    ['int(c1 * 0.7)', 11],
    ['ceil(c1 / 3) * floor(c1 / 3)', 30],
    ['min(c1, 12, 13) + max([1, 2])', 14],
    ['gcd(c1, 12, 8)', 4],
    ['1 < 2 < 3 and 5', 5],
    ['0 or 7', 7],
    ['not 1 or 9', 9],
    ['4 if c1 > 8 else 3', 4],
    ['(1, 2, 3)[1] + len(cin)', 3],
    ['abs(-3) + sum([1, 2])', 6],
    ['1e1', 10],
    ['0x10', 16],
    ['8 if 1 == 1.0 else 9', 8],
    ["1 if 'a' == 'a' else 2", 1],
    ['-2 ** 2 + 20', 16],
    ['10 - 4 - 3', 3],
    ['2 * (3 + 4)', 14],
    ['7 if not c1 == 16 else 6', 6],
  ];
  for (const [text, value] of values) {
    it(`${text} is ${value}`, () => {
      const modules = modulesOf(`modules:\n  - name: X\n    contract: {channels: ${JSON.stringify(text)}}\n`);
      assert.deepEqual(look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, X, []]'], modules).rows[1]?.outputs, [[value, 320, 320]]);
    });
  }

  for (const text of [
    'c1 / 0',
    '9 ** 999',
    'c1 / 3',
    "'a' + 1",
    'cin[4]',
    'max([])',
    'c1 - 16',
    `${'-'.repeat(90)}(c1 - 20) * 0`,
    'len(c1)',
  ]) {
    it(`${text.slice(0, 20)} has no value, and nothing breaks`, () => {
      const modules = modulesOf(`modules:\n  - name: X\n    contract: {channels: ${JSON.stringify(text)}}\n`);
      const { rows, problems } = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, X, []]'], modules);
      assert.equal(rows[1]?.outputs, null);
      assert.match(problems.find(({ row }) => row === 1)?.message ?? '', /X is described in modules.yaml, but /);
    });
  }

  for (const text of [
    '__import__("os")',
    'c1.real',
    'lambda: 1',
    '[x for x in cin]',
    'c1 if 1',
    'c1 = 2',
    `${'('.repeat(300)}1${')'.repeat(300)}`,
  ]) {
    it(`${text.slice(0, 20)} is none`, () => {
      const { problems } = readModules(`modules:\n  - name: X\n    contract: {channels: ${JSON.stringify(text)}}\n`);
      assert.equal(problems.length, 1);
    });
  }
});

describe('backbones in one row', () => {
  const rows = ['[-1, 1, tinynet_a, []] # 4', '[-1, 1, SPPF, [512, 5]] # 5', '[[3, -1], 1, nn.Identity, []]'];
  const head = [
    '[-1, 1, nn.Upsample, [None, 2, nearest]] # 6',
    '[[-1, 3], 1, Concat, [1]] # 7',
    '[-1, 1, C2f, [256]] # 8',
    '[-1, 1, Conv, [256, 3, 2]] # 9',
    '[[-1, 5], 1, Concat, [1]] # 10',
    '[-1, 1, C2f, [512]] # 11',
    '[[8, 11], 1, Detect, [nc]] # 12',
  ];
  const text = `${header}backbone:\n${rows
    .slice(0, 2)
    .map((row) => `  - ${row}\n`)
    .join('')}head:\n${head.map((row) => `  - ${row}\n`).join('')}`;
  const modules = modulesOf(`
modules:
  - name: tinynet_a
    contract: {channels: [16, 24, 40, 112], strides: [4, 8, 16, 32], params: 1000, macs: 2000}
`);

  it('are read map by map, with later rows counted from five', () => {
    const analysis = analyze(text, { scale: 'n', modules });
    assert.deepEqual(analysis.problems, []);
    assert.deepEqual(analysis.rows[0]?.outputs, [
      [16, 160, 160],
      [24, 80, 80],
      [40, 40, 40],
      [112, 20, 20],
    ]);
    assert.deepEqual(
      analysis.rows.map(({ number }) => number),
      [4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.deepEqual(analysis.rows[1]?.inputs, [[112, 20, 20]]);
    assert.deepEqual(analysis.rows[3]?.inputs, [
      [128, 40, 40],
      [40, 40, 40],
    ]);
    assert.deepEqual(analysis.rows[6]?.sources, [5, 1]);
    assert.deepEqual(analysis.totals.stride, [16, 32]);
    assert.equal(analysis.totals.complete, true);
  });

  it('keep their numbers when rows come and go behind them', () => {
    const analysis = analyze(text, { scale: 'n', modules });
    const changed = (request: Parameters<typeof planStructure>[1]) => {
      const plan = planStructure(analysis, request);
      return 'refused' in plan ? plan.refused : applyEdits(text, plan.edits);
    };
    const inserted = changed({ kind: 'insert', after: 0, row: '[-1, 1, Conv, [128]]' });
    assert.match(inserted, /tinynet_a, \[\]\] # 4\n {2}- \[-1, 1, Conv, \[128\]\]\n {2}- \[-1, 1, SPPF, \[512, 5\]\] # 6\n/);
    assert.match(inserted, /\[\[-1, 3\], 1, Concat, \[1\]\] # 8\n/);
    assert.match(inserted, /\[\[-1, 6\], 1, Concat, \[1\]\] # 11\n[\s\S]*\[\[9, 12\], 1, Detect/);
    assert.deepEqual(analyze(inserted, { scale: 'n', modules }).problems, []);
    assert.match(changed({ kind: 'delete', rows: [1] }), /\[\[-1, 4\], 1, Concat, \[1\]\] # 9\n[\s\S]*\[\[7, 10\], 1, Detect/);
    assert.match(changed({ kind: 'insert', before: 0, row: '[-1, 1, Conv, [8]]' }), /without an input/);
  });

  it('leave the first place empty where they give four maps', () => {
    const [problem] = analyze(text.replace('[[-1, 3], 1, Concat', '[[-1, 0], 1, Concat'), { scale: 'n', modules }).problems;
    assert.equal(problem?.rule, 'from-out-of-range');
    assert.match(problem.message, /row 7 reads number 0, which tinynet_a leaves empty/);
  });

  it('are counted so even where nobody describes them, with one error and no number out of range', () => {
    const { problems, rows: found } = analyze(text, { scale: 'n' });
    assert.deepEqual(
      problems.map(({ rule }) => rule),
      ['unknown-module'],
    );
    assert.match(problems[0]?.message ?? '', /several maps/);
    assert.deepEqual(found[6]?.sources, [5, 1]);
    const wrong = analyze(text.replace('[[8, 11], 1', '[[8, 19], 1'), { scale: 'n' });
    assert.ok(wrong.problems.some(({ rule }) => rule === 'from-out-of-range'));
  });

  it('are none where a row only reads itself', () => {
    const rows = [`nc: 8`, 'backbone:', '  - [-1, 1, Stem, []]', '  - [-1, 1, Conv, [8]]', 'head:', '  - [[1, 2], 1, Detect, [nc]]'].join(
      '\n',
    );
    assert.deepEqual(
      analyze(rows).problems.map(({ rule, row }) => [rule, row]),
      [
        ['unknown-module', 0],
        ['from-out-of-range', 2],
      ],
    );
  });

  it('may stand behind a row that hands the image on', () => {
    const behind = (first: string) =>
      analyze(
        text
          .replace('  - [-1, 1, tinynet_a', `  - ${first}\n  - [-1, 1, tinynet_a`)
          .replace('[-1, 3], 1, Concat', '[-1, 4], 1, Concat')
          .replace('[-1, 5], 1, Concat', '[-1, 6], 1, Concat')
          .replace('[[8, 11], 1', '[[9, 12], 1'),
        { scale: 'n' },
      );
    const { problems, rows: found } = behind('[-1, 1, Silence, []]');
    assert.deepEqual(
      problems.map(({ rule, row }) => [rule, row]),
      [['unknown-module', 1]],
    );
    assert.deepEqual(
      found.map(({ number }) => number),
      [0, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    );
    // A row that computes something is a backbone of rows: numbers that do not exist are mistakes.
    assert.ok(behind('[-1, 1, Conv, [64]]').problems.some(({ rule }) => rule === 'from-out-of-range'));
  });
});

describe('modules.yaml', () => {
  const bad: Readonly<Record<string, string>> = {
    'keys and words': `
modules:
  - name: A
    sumary: x
#   ^^^^^^ a module has no key sumary; did you mean summary?
    parser: scalled
#           ^^^^^^^ there is no such value; did you mean scaled?
    parameters: [{name: c2, kind: integer}]
#                                 ^^^^^^^ there is no such value; write one of int, number, bool, size, ints, text, any
    contract: {}
`,
    'no body': `
modules:
  - name: A
#         ^ this module has neither rows nor a contract; write contract: {channels: c1, stride: 1, params: 0, macs: 0}
  - summary: nameless
#   ^ this module has no name; write name: and the name that rows use
`,
    expressions: `
modules:
  - name: A
    contract: {channels: c1 +, stride: c3, params: sqrt(c1), macs: h}
#                        ^^^^ c1 + is no expression (invalid syntax); write numbers, + - * / // % **, comparisons and a if c else b
#                                      ^^ there is no c3; did you mean c1?
#                                                  ^^^^^^^^ there is no function sqrt; the functions are min, max, sum, len, ceil, floor, round, int, abs, gcd
`,
    'inner rows': `
modules:
  - name: Z
    rows:
      - [in, 1, Conv, [max(c1, 8)]]
#                      ^^^^^^ max(c1 is only a part of an expression: YAML ends it at its comma; write it in quotes, as in "max(c1, 8)"
#                              ^^ 8) is only a part of an expression: YAML ends it at its comma; write it in quotes, as in "max(c1, 8)"
  - name: A
    rows:
      - [-1, 1, Cnv, [16]]
#               ^^^ there is no module Cnv; did you mean Conv?
  - name: B
    rows:
      - [2, 1, Conv, [16]]
#        ^ an inner row reads the module's input or an earlier inner row; the first row reads in
      - [[0, in], 1, Conv, [16]]
#        ^^^^^^^ Conv reads one map; write one source instead of 2
      - [in, 1, Conv]
#       ^^^^^^^^^^^^^ an inner row is [from, repeats, module, args]; write it like [in, 1, Conv, [c2, 3]]
  - name: C
    rows: [[in, 1, Detect, [3]]]
#                  ^^^^^^ Detect is a head and cannot stand inside of a module; put another module here
`,
    circles: `
modules:
  - name: A
    rows: [[in, 1, B, []]]
  - name: B
    rows: [[in, 1, A, []]]
#                  ^ a module cannot be made of itself: A → B → A; put another module here
  - name: C
    rows: [[in, 1, C, []]]
#                  ^ a module cannot be made of itself: C → C; put another module here
`,
    names: `
modules:
  - name: Conv
#         ^^^^ Conv is a module of Ultralytics, whose meaning it keeps; give yours another name
    contract: {}
  - name: A
    contract: {}
  - name: A
#         ^ A is described twice; remove one of them
    contract: {}
`,
    parameters: `
modules:
  - name: A
    parser: scaled
#           ^^^^^^ the parser scaled takes the output channels from the first parameter; write - {name: c2, kind: int} there
    contract: {}
  - name: B
    parameters: [{name: k, kind: int, default: x}, {name: s}]
#                                              ^ the default does not fit the kind int; change one of them
#                                                  ^^^^^^^^^ s comes after a parameter with a default; give it a default too
    contract: {channels: [8, 16], strides: [2]}
#                                          ^^^ there are 2 maps and 1 strides; write one stride for each map
`,
    layout: `
module:
#^^^^^ this file has no key module; did you mean modules?
  - name: A
    contract: {}
`,
  };
  for (const [name, example] of Object.entries(bad)) {
    it(`says what is wrong, where, and what to write: ${name}`, () => {
      const { text, marks } = readExample(example);
      const { problems } = readModules(text);
      assert.deepEqual(
        problems.map((problem) => markOf(text, problem)),
        marks satisfies readonly Marked[],
      );
      for (const { fixes } of problems)
        for (const { title, edits } of fixes) assert.ok(readModules(applyEdits(text, edits)).problems.length < problems.length, title);
    });
  }

  it('may be empty, and YAML that cannot be read says so', () => {
    assert.deepEqual(readModules('').problems, []);
    assert.deepEqual(readModules('# nothing yet\nmodules:\n').problems, []);
    assert.equal(readModules('modules:\n  - name: [A\n').problems[0]?.rule, 'yaml-syntax');
  });

  it('keeps the entries that are sound', () => {
    const { modules } = readModules('modules:\n  - name: A\n  - name: B\n    contract: {}\n');
    assert.deepEqual(
      modules.list.map(({ name }) => name),
      ['B'],
    );
  });
});

describe('the documentation', () => {
  const page = readFileSync(path.join(root, 'docs/modules.md'), 'utf8');
  const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

  it('has an example that holds', () => {
    const analysis = look(
      ['[-1, 1, tinynet_a, []]', '[-1, 1, SqueezeExcite, []]', '[-1, 1, Mixer, [128, 3, 2]]'],
      modulesOf(text),
      '[[6], 1, Detect, [nc]]',
    );
    assert.deepEqual(analysis.problems, []);
    assert.deepEqual(analysis.rows.map(({ params }) => params).slice(0, 2), [1_200_000, 112 * 8 * 2 + 8 + 112]);
    assert.equal(analysis.rows[0]?.macs, 250_000_000);
    assert.deepEqual(analysis.rows[2]?.outputs, [[32, 10, 10]]);
  });

  it('and so has examples/', () => {
    const modules = modulesOf(readFileSync(path.join(root, 'examples/.yolo-architect/modules.yaml'), 'utf8'));
    const model = readFileSync(path.join(root, 'examples/yolo11n-own.yaml'), 'utf8');
    for (const scale of ['n', 's']) {
      const { problems, totals } = analyze(model, { scale, modules });
      assert.deepEqual(problems, []);
      assert.equal(totals.complete, true);
    }
  });
});

describe('completion in modules.yaml', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['$0', ['modules']],
    ['modules:\n  - na$0', ['name', 'parser', 'contract']],
    ['modules:\n  - name: A\n    parser: sc$0', ['scaled', 'verbatim']],
    ['modules:\n  - name: A\n    parameters:\n      - {name: c2, kind: $0}', ['int', 'text']],
    ['modules:\n  - name: A\n    contract:\n      ch$0', ['channels', 'macs']],
    ['modules:\n  - name: B\n    contract: {}\n  - name: A\n    rows:\n      - [in, 1, Co$0]', ['Conv', 'B', 'add']],
  ];
  for (const [marked, expected] of cases) {
    it(JSON.stringify(marked), () => {
      const text = marked.replace('$0', '');
      const found = completeModules(text, marked.indexOf('$0'), readModules(text).modules);
      for (const label of expected)
        assert.ok(
          found.some((item) => item.label === label),
          `${label}: ${found.map((item) => item.label).join()}`,
        );
      assert.ok(found.every(({ label }) => label !== 'Detect'));
    });
  }

  it('and the schema say the same words', () => {
    const schema = JSON.parse(readFileSync(path.join(root, 'media/modules.schema.json'), 'utf8'));
    const { module, contract, parameter } = schema.definitions;
    const labels = (text: string) =>
      completeModules(text, text.length, undefined)
        .map(({ label }) => label)
        .sort();
    assert.deepEqual(Object.keys(module.properties).sort(), labels('modules:\n  - '));
    assert.deepEqual(Object.keys(contract.properties).sort(), labels('modules:\n  - name: A\n    contract:\n      '));
    assert.deepEqual([...module.properties.parser.enum].sort(), labels('modules:\n  - name: A\n    parser: '));
    assert.deepEqual([...parameter.anyOf[1].properties.kind.enum].sort(), labels('      - {name: k, kind: '));
  });
});

describe('describing a module', () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['[-1, 1, Neu, [128, 3, 2]]', /name: k, kind: int, default: 3[\s\S]*stride: s/],
    ['[-1, 1, Neu, []]', /parser: inputChannels\n {4}parameters: \[\]/],
    ['[[-1, 0], 1, Neu, [True, 0.5, relu, [1, 2]]]', /parser: concat[\s\S]*kind: bool, default: true[\s\S]*sum\(cin\)/],
  ];
  for (const [row, expected] of rows) {
    it(`starts from its row: ${row}`, () => {
      const unknown = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [64, 3]]', row]);
      for (const before of [
        '',
        'modules:\n',
        'modules: []\n',
        'modules:\n- name: A\n  contract: {}',
        '# mine\nmodules:\n  - name: A\n    contract: {} # x\n',
      ]) {
        const action = describeAction(unknown, 2);
        assert.ok(action);
        const text = applyEdits(before, [action.edit(before)]);
        const modules = modulesOf(text);
        assert.ok(modules.find('Neu'), text);
        assert.equal(modules.list.length, before.includes('name: A') ? 2 : 1);
        if (before === '') assert.match(text, expected);
        const known = look(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Conv, [64, 3]]', row], modules);
        assert.deepEqual(known.problems, []);
        assert.equal(describeAction(known, 2), undefined);
      }
    });
  }
});
