import assert from 'node:assert/strict';
import { type AnalyzeOptions, analyze, applyEdits, type Problem } from '../../../src/core/index.ts';

/** A sound model with one row to be tried, `$row` after rows of 16 and 32 channels, and a head. */
function model(row: string, head = '[[0, 1], 1, Detect, [nc]]'): string {
  return `nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - ${row}
head:
  - ${head}
`;
}

function problems(text: string, options: AnalyzeOptions = {}): readonly Problem[] {
  return analyze(text, { fileName: 'yolo11n.yaml', upstream: '8.4.190', ...options }).problems;
}

/** `rule at 'text' in words`, as a person would report it. */
function tell(text: string, { rule, span, message }: Problem): string {
  return `${rule} at ${text.slice(span.start, span.end)}: ${message}`;
}

/** Row, then the beginning of what is told about it. */
const rows: readonly (readonly [row: string, told: string])[] = [
  [
    '[-1, 1, Conv, [128, 256, 3, 2]]',
    'wrong-arguments at 256: the kernel is larger than what it reads, 32×160×160 at stride 4: Conv(c1=32, c2=32, k=256, s=3, p=2). The row seems to begin with its input channels, 128',
  ],
  ['[-1, 1, Conv, [128, 64, 3, 2]]', 'input-channels-written at [128, 64, 3, 2]: The row seems to begin with its input channels, 128'],
  [
    '[-1, 1, Conv, [64, 3, 0]]',
    'wrong-arguments at 0: the stride must be at least 1: Conv(c1=32, c2=16, k=3, s=0) (Ultralytics: RuntimeError: non-positive stride is not supported)',
  ],
  ['[-1, 1, Conv, [64, 3.0, 1]]', 'wrong-arguments at 3.0: k (kernel size) must be an integer or a list of two, but is 3.0'],
  ['[-1, 1, Conv, 64]', 'wrong-arguments at 64: the arguments must be a list such as [64, 3, 2], but are 64 (int)'],
  [
    '[-1, 1, Conv, [64，3, 2]]',
    "wrong-arguments at 64，3: '64，3' is no Python value: its comma is a full-width one (Ultralytics: SyntaxError: invalid character '，' (U+FF0C)",
  ],
  ['[-1, 1, Conv, ["", 3]]', 'wrong-arguments at "": an empty text is no Python value'],
  [
    '[-1, 1, Conv, [abc, 3]]',
    "wrong-arguments at abc: c2 (output channels, scaled by the width and rounded up to a multiple of 8) must be an integer, but is 'abc'",
  ],
  [
    '[-1, 1, nn.Upsample, [None, 2, neerest]]',
    "wrong-arguments at neerest: there is no interpolation 'neerest' (choose nearest, bilinear or bicubic)",
  ],
  ['[-1, 1, nn.Upsample, [[10, 10], 2, nearest]]', 'wrong-arguments at [10, 10]: give the size or the factor, not both'],
  ['[-1, 1, nn.MaxPool2d, []]', 'wrong-arguments at []: nn.MaxPool2d lacks kernel_size'],
  ['[[-1, 0], 1, Concat, [4]]', 'wrong-arguments at 4: there is no such axis; 1 are the channels'],
  [
    '[-1, 1, C3k2, [64, False, 0.25, 1, 1, 1, 1, 1]]',
    'wrong-arguments at 1, 1: C3k2 takes at most 6 arguments here (c2, c3k, e, attn, g, shortcut), but the row has 8',
  ],
  ['[-1, 1, C3k2, [64, False, 0.25, False, 3]]', 'groups at 3: 3 groups do not divide the 2 channels inside C3k2; 1 or 2 do'],
  [
    '[-1, 1, Concat, [1]]',
    "from-out-of-range at -1: Concat joins several rows and needs a list, such as [-1, 6], but from is -1 (Ultralytics: TypeError: 'int' object is not iterable)",
  ],
  ['[[-1], 1, Conv, [64]]', 'from-out-of-range at [-1]: Conv reads one row and takes no list'],
  ['[[-1, x], 1, Concat, [1]]', "from-out-of-range at x: row 2 must say which row it reads, -1 or a number, not 'x'"],
  ['[-7, 1, Conv, [64]]', 'from-out-of-range at -7: row 2 reads -7, which lies before the first row: only 2 rows come before it'],
  ['[3, 1, Conv, [64]]', 'from-out-of-range at 3: row 2 reads row 3, which comes later: only the rows 0 to 1 lie before it'],
  [
    '[[-1, 0], 6, Concat, [1]]',
    "wrong-repeats at 6: Concat reads a list of rows and can run once only: the second of 3 in sequence gets one map (Ultralytics: TypeError: cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor)",
  ],
  ['[-1, 1, Conv, [64, 3, True]]', 'wrong-arguments at True: s (stride) must be an integer or a list of two, but is True'],
  ['[-1, 1, Conv, [64, 3, 1, True]]', 'wrong-arguments at True: p (padding; None keeps the size at stride 1) must be'],
  [
    '[-1, 1, C2f, [64, True, True]]',
    'wrong-arguments at True: g (groups of the second convolution of each bottleneck) must be an integer, but is True',
  ],
  [
    '[-1, 1, ELAN1, [64, 32, True]]',
    'wrong-arguments at True: c4 (channels of the inner blocks, not scaled) must be an integer, but is True',
  ],
  ['[-1, 1, RepNCSPELAN4, [64, 1, 32]]', 'wrong-arguments at 1: RepNCSPELAN4 refuses c3'],
  ['[-1, 1, SPPF, [64, True]]', 'wrong-arguments at True: k (window of the max-pool) must be an integer, but is True'],
  ['[-1, 1, nn.MaxPool2d, [True, 1]]', 'wrong-arguments at True: kernel_size (window) must be an integer or a list of two, but is True'],
  [
    '[-1, 1, nn.Conv2d, [32, True, 1]]',
    'wrong-arguments at True: out_channels (output channels, not scaled) must be an integer, but is True',
  ],
  ['[-1, 1, C3Ghost, [64, True, 5]]', 'groups at 5: 5 groups do not divide the 8 channels inside C3Ghost'],
  ['[2, 1, ResNetLayer, [32, 32, 1, False, 1]]', 'from-out-of-range at 2: row 2 reads itself'],
  ['[-4, 1, ResNetLayer, [32, 32, 1, False, 1]]', 'from-out-of-range at -4: row 2 reads -4, which lies before the first row'],
  ['[-1, 0.5, C3k2, [64]]', 'wrong-repeats at 0.5: repeats must be a whole number, but is 0.5'],
  [
    '[-1, 1, "Conv ", [64]]',
    `unknown-module at "Conv ": Ultralytics 8.4.190 knows no module 'Conv ': it contains a character that cannot be seen; did you mean Conv? (Ultralytics: KeyError: 'Conv ')`,
  ],
  ['[-1, 1, conv, [64]]', 'unknown-module at conv: Ultralytics 8.4.190 knows no module conv; did you mean Conv?'],
  [
    '[-1, 1, nn.upsample, [None, 2, nearest]]',
    'unknown-module at nn.upsample: Ultralytics 8.4.190 knows no module nn.upsample; did you mean nn.Upsample? (Ultralytics: AttributeError',
  ],
  ['[-1, 1, LightConv, [64]]', 'unknown-module at LightConv: Ultralytics has a class LightConv, but its parser does not see it'],
  [
    '[-1, 1, MyBlock, [64]]',
    'unknown-module at MyBlock: Ultralytics 8.4.190 knows no module MyBlock; a module of your own must be registered there first',
  ],
  [
    '[-1, 1 Conv, [64]]',
    'not-a-row at [-1, 1 Conv, [64]]: row 2 has 3 elements instead of four, [from, repeats, module, args]: a comma is missing between 1 and Conv',
  ],
  [
    '[[-1, 1, Conv, [64]]]',
    'not-a-row at [[-1, 1, Conv, [64]]]: row 2 is no list of four, [from, repeats, module, args]: it is wrapped in one pair of brackets too many',
  ],
  ['-1, 1, Conv, [64]', 'not-a-row at -1, 1, Conv, [64]: row 2 is no list of four, [from, repeats, module, args]: it needs brackets'],
  [
    '[-1, 0, 1, Concat, [1]]',
    'not-a-row at [-1, 0, 1, Concat, [1]]: row 2 has 5 elements instead of four, [from, repeats, module, args]: several rows to read need brackets of their own',
  ],
  [
    '{from: -1, n: 1, module: Conv, args: [64]}',
    'not-a-row at {from: -1, n: 1, module: Conv, args: [64]}: row 2 is no list of four, [from, repeats, module, args]: a mapping is not read by its names',
  ],
  ['[-1, 1, C2PSA, [512]]', 'channel-mismatch at 512: C2PSA needs as many output as input channels: C2PSA(c1=32, c2=128, n=1)'],
  [
    '[-1, 1, nn.Conv2d, [64, 64, 3]]',
    'channel-mismatch at 64: nn.Conv2d gets its arguments as they stand, the input channels first: it is built for 64, but row 1 (Conv) gives 32×160×160 at stride 4',
  ],
  [
    '[-1, 1, CBAM, [7]]',
    "needs-registration at CBAM: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError: 'CBAM'",
  ],
];

const heads: readonly (readonly [head: string, told: string])[] = [
  ['[[0, 1], 1, Detect, [True]]', 'wrong-arguments at True: nc (number of classes) must be an integer, but is True'],
  ['[[0, 1], 1, Segment, [nc]]', 'wrong-arguments at [nc]: Segment needs all of its arguments (nc, nm, npr)'],
  ['[[0, 1], 1, Detect, [nc, anchors]]', 'wrong-arguments at anchors: Detect takes one argument here (nc), but the row has 2'],
  ['[-1, 1, Detect, [nc]]', 'from-out-of-range at -1: Detect joins several rows and needs a list'],
  [
    '[[0, 1], 1, Pose, [nc, kpt_shape]]',
    'missing-key at kpt_shape: row 3 (Pose) takes kpt_shape from the file, but the file has no kpt_shape',
  ],
];

describe('what is told about a row', () => {
  for (const [row, told] of rows) it(row, () => check(model(row), told));
  for (const [head, told] of heads) it(head, () => check(model('[-1, 1, Conv, [64]]', head), told));

  it('a module of a later release: since which', () => {
    const text = model('[-1, 1, A2C2f, [128]]');
    assert.match(
      tell(text, problems(text, { upstream: '8.3.63' })[0]!),
      /^needs-registration at A2C2f: A2C2f exists since Ultralytics 8\.3\.78: .*KeyError: 'A2C2f'/,
    );
  });

  it('the rows that are joined are named, and others of the right size offered', () => {
    const text = model('[-1, 1, Conv, [64]]', '[[2, 0], 1, Concat, [1]]');
    const [problem] = problems(text);
    assert.deepEqual(
      problem?.related?.map(({ message }) => message),
      ['row 2 (Conv) gives 16×160×160 at stride 4', 'row 0 (Conv) gives 16×320×320 at stride 2'],
    );
    assert.deepEqual(
      problem?.fixes.map(({ title }) => title),
      [
        'Put an nn.Upsample of 2 behind row 2 (Conv) for it',
        'Put a Conv with stride 2 behind row 0 (Conv) for it',
        'Read row 1 (Conv) instead, at stride 4',
      ],
    );
  });
});

describe('what is told about heads and keys', () => {
  const heard = (text: string, options: AnalyzeOptions = {}) =>
    problems(text, { rules: { 'dead-row': 'off' }, ...options }).map((problem) => `${problem.severity} ${tell(text, problem)}`);
  const row = '[-1, 1, Conv, [64, 3, 2]]';

  it('two angles, key points of four values, a text that counts as true, keys of later releases', () => {
    const angles = heard(model(row, '[[0, 1, 2], 1, OBB, [nc, 2]]'));
    assert.match(angles[0] ?? '', /^error framework-error at .* the call is OBB\(nc=4, ne=2/);
    assert.equal(angles[1], 'warning head-arguments at 2: the second argument of OBB is the number of angles, 1, but is 2');
    assert.deepEqual(heard(model(row, '[[0, 1, 2], 1, Detect, [80]]')), [
      "warning head-arguments at 80: Detect is given 80 classes and the file says nc: 4; a data set's number of classes reaches the head only through nc",
    ]);
    assert.match(
      heard(`${model(row, '[[0, 1, 2], 1, Pose, [nc, kpt_shape]]')}kpt_shape: [5, 4]\n`).join(),
      /^warning head-arguments at \[5, 4\]: kpt_shape is the number of key points/,
    );
    const end2end = `${model(row, '[[0, 1, 2], 1, Detect, [nc]]')}end2end: "False"\n`;
    assert.deepEqual(heard(end2end), ['info ignored-key at "False": end2end is the text "False", which counts as true']);
    assert.deepEqual(heard(end2end, { upstream: '8.3.253' }), [
      'info ignored-key at end2end: Ultralytics 8.3.253 ignores end2end, which is read from 8.4.0 on',
    ]);
  });

  it('an image size that the framework rounds is no error, though maps would not fit', () => {
    const text = model('[-1, 1, Conv, [64, 3, 2]]', '[[4], 1, Detect, [nc]]').replace(
      'head:\n',
      'head:\n  - [-1, 1, nn.Upsample, [None, 2, nearest]]\n  - [[-1, 1], 1, Concat, [1]]\n',
    );
    assert.deepEqual(heard(text), []);
    assert.match(
      heard(text, { imgsz: [650, 650] }).join(),
      /^warning image-size at Concat: .*takes 672×672\. At 650×650 .* row 4 \(Concat\) would fail$/,
    );
  });
});

describe('one cause is one error', () => {
  const errors = (text: string, options?: AnalyzeOptions) => problems(text, options).filter(({ severity }) => severity === 'error');

  it('rows that read a wrong row are left alone', () => {
    const text = model('[-1, 1, Conv, [64, three]]', '[-1, 1, Conv, [64]]\n  - [[-1, 2], 1, Concat, [1]]\n  - [[4], 1, Detect, [nc]]');
    assert.deepEqual(
      errors(text).map(({ row }) => row),
      [2],
    );
  });

  it('a scale that is not there is said once', () => {
    const text = model('[-1, 1, Conv, [64, 3, 1, None, 3]]');
    assert.deepEqual(
      errors(text, { fileName: 'yolo11l.yaml' }).map(({ rule }) => rule),
      ['scales'],
    );
  });

  it('a row whose forward is refused leaves its channels to later rows', () => {
    const text = model('[-1, 1, Conv, [64, 3, 1, 2.5]]', '[-1, 1, Conv, [64, 3, 1, None, 5]]');
    assert.deepEqual(
      errors(text).map(({ rule, row }) => [rule, row]),
      [
        ['wrong-arguments', 2],
        ['groups', 3],
      ],
    );
  });

  it('the number of classes is a whole number, asked for or not', () => {
    const text = model('[-1, 1, Conv, [64]]', '[-1, 1, Conv, [64]]');
    for (const nc of ['abc', '2.5', '[1]', 'null'])
      assert.deepEqual(
        errors(text.replace('nc: 4', `nc: ${nc}`)).map(({ rule }) => rule),
        ['missing-key'],
        nc,
      );
    assert.deepEqual(errors(text.replace('nc: 4', 'nc: abc'), { nc: 3 }), []);
  });

  it('what a classifier answers is no map for later rows', () => {
    const text = model('[-1, 1, Classify, [64]]', '[-1, 1, Conv, [64]]');
    assert.deepEqual(
      errors(text).map(({ row }) => row),
      [3],
    );
  });

  it('an activation that is a class gives no map to the next row, whatever module that is', () => {
    for (const row of ['Conv, [64]', 'nn.ZeroPad2d, [[0, 1, 0, 1]]', 'nn.MaxPool2d, [2]', 'C2f, [64]']) {
      const text = `nc: 4\nactivation: nn.ReLU\nbackbone:\n  - [-1, 1, Conv, [64]]\n  - [-1, 1, ${row}]\nhead:\n  - [[1], 1, Detect, [nc]]\n`;
      assert.deepEqual(
        errors(text).map(({ rule, row: at }) => [rule, at]),
        [['activation', 1]],
        row,
      );
    }
  });

  it('a classifier is built for the channels of the file, other models for those asked for', () => {
    const ofHead = (head: string, upstream: string) =>
      analyze(`channels: 4\n${model('[-1, 1, Conv, [64]]', head)}`, { fileName: 'yolo11n.yaml', upstream, ch: 6 }).rows[0]?.args?.[0];
    assert.deepEqual(
      ['8.3.63', '8.3.253', '8.4.190'].map((release) => ofHead('[-1, 1, Classify, [nc]]', release)),
      [6, 4, 4],
    );
    assert.equal(ofHead('[[0, 1], 1, Detect, [nc]]', '8.4.190'), 6);
  });

  it('a truth is a factor of one', () => {
    const text = model('[-1, 1, nn.Upsample, [None, True, nearest]]');
    assert.deepEqual(errors(text), []);
  });

  it('a row that is out of range is told, whatever is known of the others that are read', () => {
    const text = model('[-1, 1, nn.Unfold, [3]]', '[[2, 9], 1, Detect, [nc]]');
    assert.deepEqual(
      errors(text).map(({ rule, row }) => [rule, row]),
      [['from-out-of-range', 3]],
    );
  });

  it('a damaged text has no missing keys', () => {
    const text = model('[-1, 1, Conv, [64]]').replace('head:\n', 'head\n');
    assert.deepEqual([...new Set(errors(text).map(({ rule }) => rule))], ['yaml-syntax']);
  });
});

/** The first problem is told as expected, and each of its edits mends it without breaking anything. */
function check(text: string, told: string): void {
  const found = problems(text);
  const problem = found.find(({ rule }) => told.startsWith(rule)) ?? found[0];
  assert.ok(problem, 'nothing is told');
  assert.equal(tell(text, problem).slice(0, told.length), told);
  assert.equal(found.filter(({ severity }) => severity === 'error').length <= 1, true, found.map(({ message }) => message).join('\n'));
  for (const fix of problem.fixes) {
    const after = problems(applyEdits(text, fix.edits));
    assert.ok(
      !after.some(({ rule, row, severity }) => rule === problem.rule && row === problem.row && severity === problem.severity),
      `${fix.title} leaves: ${after[0]?.message}`,
    );
  }
}
