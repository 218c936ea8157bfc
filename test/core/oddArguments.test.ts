// Arguments of a kind that no model has on purpose: the exception is the one that the framework raises, at the row where it stops.
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

const usual = '[[-1], 1, Detect, [nc]]';
const file = (rows: readonly string[], head: string, keys = '') => `nc: 3
${keys}backbone:
  - [-1, 1, Conv, [16, 3, 2]]
${rows.map((row) => `  - ${row}\n`).join('')}head:
  - ${head}
`;

function told(rows: readonly string[], head = usual, keys = '', upstream = '8.4.190'): string {
  const { problems, totals } = analyze(file(rows, head, keys), { upstream, imgsz: [256, 256] });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return errors.map(({ row, message }) => `${row ?? '–'} ${/\(Ultralytics: (\w+)/.exec(message)?.[1] ?? message}`).join();
  return totals.complete ? 'builds' : 'not known';
}

describe('odd arguments', () => {
  for (const [row, outcome] of [
    ['[-1, 1, Conv, [16, 2.5]]', '1 TypeError'],
    ['[-1, 1, Conv, [16, [3]]]', '1 RuntimeError'],
    ['[-1, 1, Conv, [16, 3, [2]]]', 'builds'],
    ['[-1, 1, Conv, [16, 3, [True, 2]]]', '1 TypeError'],
    ['[-1, 1, Conv, [16, [True, 2]]]', 'builds'],
    ['[-1, 1, nn.Conv2d, [16, 2.5, 1]]', '1 ValueError'],
    ['[-1, 1, nn.Conv2d, [16, 2.0, 1]]', '1 TypeError'],
    ['[-1, 1, nn.MaxPool2d, [2, []]]', 'builds'],
    ['[-1, 1, ConvTranspose, [16, 0.5]]', '1 TypeError'],
    ['[-1, 1, ConvTranspose, [16, [1, 1, 1, 1]]]', '1 RuntimeError'],
    ['[-1, 1, GhostBottleneck, [16, odd]]', 'builds'],
    ['[-1, 1, GhostBottleneck, [16, odd, 2]]', '1 TypeError'],
    ['[-1, 1, GhostBottleneck, [32, 3, odd]]', '1 RuntimeError'],
    ['[-1, 1, ResNetLayer, [16, 64, odd, True, odd]]', 'builds'],
    ['[-1, 1, ResNetLayer, [16, 16, 1, False, odd]]', '1 TypeError'],
    ['[-1, 1, RepConv, [16, 16, [3, 3]]]', '1 AssertionError'],
    ['[-1, 1, SCDown, [16, 3, [0, 0]]]', '1 RuntimeError'],
    ['[-1, 1, C3TR, [0]]', '1 ValueError'],
    ['[-1, 1, GhostConv, [0]]', '1 ValueError'],
    ['[-1, 1, A2C2f, [0]]', '1 ZeroDivisionError'],
    ['[-1, 1, Index, [16, 1]]', '1 IndexError'],
    ['[-1, 1, TorchVision, [16, 8]]', '1 AttributeError'],
    ['[-1, 1, TorchVision, [16, mynet]]', '1 ValueError'],
    ['[-1, 1, Conv, [16, 3, 1, None, 1, True]]', '1 TypeError'],
    ['[-1, 1, DWConv, [16, 3, 1, False]]', '1 TypeError'],
    ['[-1, 1, Conv, [16, [3], 1, None, 3]]', '1 ValueError'],
    ['[[-1], 1, ResNetLayer, [16, 16, 1, False, 1]]', '1 TypeError'],
    ['[[-1], 1, ResNetLayer, [3, 16, 1, False, odd]]', '1 TypeError'],
    ['[[0, 0], 1, ResNetLayer, [16, -1, 1, True]]', '1 RuntimeError'],
  ] as const)
    it(`${row}: ${outcome}`, () => assert.equal(told([row]).split(',')[0], outcome));

  for (const [head, outcome] of [
    ['[[], 1, Detect, [nc]]', '1 IndexError'],
    ['[[-1], 2, Detect, [nc]]', '1 RuntimeError'],
    ['[[-1], 2, Segment, [nc, 32, 64]]', '1 AttributeError'],
    ['[-1, 2, Classify, [nc]]', '1 TypeError'],
    ['[-1, 1, Classify, [2.5]]', '1 TypeError'],
    ['[-1, 1, Classify, [-1]]', '1 RuntimeError'],
    ['[[-1], 1, RTDETRDecoder, [2.5, 64, 20, 4, 8, 2]]', '1 TypeError'],
    ['[[-1], 1, SemanticSegment, []]', '1 IndexError'],
    ['[[-1], 1, YOLOEDetect, []]', '1 IndexError'],
    ['[[-1], 1, YOLOEDetect, [-1, 512, True]]', '1 RuntimeError'],
    ['[[-1], 1, WorldDetect, []]', '1 IndexError'],
    ['[[-1], 1, RTDETRDecoder, [nc, 64, 20, 4, 8, 2]]', '1 TypeError'],
    ['[[0], 1, RTDETRDecoder, [nc, 64, 20, 4, 8, 2]]', 'builds'],
    ['[[0, -1], 1, RTDETRDecoder, [nc, 64, 20, 4, 8, 2]]', 'builds'],
  ] as const)
    it(`a head ${head}: ${outcome}`, () => assert.equal(told([], head), outcome));

  it('the number of classes that a caller gives takes the place of another one only', () => {
    const text = file([], usual).replace('nc: 3', 'nc: 3.0');
    const refused = (nc: number) =>
      analyze(text, { upstream: '8.4.190', nc }).problems.filter(({ severity }) => severity === 'error').length;
    assert.equal(refused(3), 1);
    assert.equal(refused(4), 0);
  });

  it('layers that no map fits are refused, with the exception of each', () => {
    for (const [row, outcome] of [
      ['nn.MSELoss, []', '1 TypeError'],
      ['nn.LSTM, [16, 16]', '1 ValueError'],
      ['nn.LSTM, [16]', '1 TypeError'],
      ['nn.ModuleList, []', '1 NotImplementedError'],
      ['nn.Conv1d, [16, 16, 3]', '1 RuntimeError'],
      ['nn.LazyConv2d, [16, 3]', '1 ValueError'],
    ] as const)
      assert.equal(told([`[-1, 1, ${row}]`]).split(',')[0], outcome, row);
  });

  for (const [points, outcome] of [
    ['[17, True]', 'builds'],
    ['{0: 17, 1: 3}', 'builds'],
    ['{1: 3}', '1 KeyError'],
    ['[17]', '1 IndexError'],
    ['""', '1 IndexError'],
    ['17', '1 TypeError'],
    ['"17"', '1 TypeError'],
    ['[17, None]', '1 TypeError'],
    ['[17.0, 3]', '1 TypeError'],
    ['[1.5, 3]', '1 ValueError'],
    ['[17, .inf]', '1 ValueError'],
    ['[-1, 3]', '1 RuntimeError'],
  ] as const)
    it(`kpt_shape ${points}: ${outcome}`, () => {
      const found = told([], '[[-1], 1, Pose, [nc, kpt_shape]]', `kpt_shape: ${points}\n`);
      assert.equal(found.split(',')[0], outcome);
    });

  it('what a constructor refuses comes before what an earlier row refuses when it runs, whatever is not known of that', () => {
    for (const [row, type] of [
      ['C2PSA, [16]', 'ZeroDivisionError'],
      ['PSA, [128]', 'AssertionError'],
      ['nn.Hardtanh, [None]', 'TypeError'],
      ['nn.GroupNorm, [3, 16]', 'ValueError'],
      ['AIFI, [16, 3]', 'AssertionError'],
    ] as const)
      for (const activation of ['', 'activation: nn.ReLU\n'])
        for (const before of ['nn.MaxPool2d, [1000]', 'C2fAttn, [16, 16, 2]', 'nn.Upsample, [None, 2, nearest, []]']) {
          const errors = told([`[-1, 1, ${before}]`], `[-1, 1, ${row}]`, activation, '8.3.63').split(',');
          assert.ok(errors.includes(`2 ${type}`), `${before} | ${row} | ${activation}: ${errors}`);
        }
  });

  it('channels are what the file says, whatever that is, and later constructors see it', () => {
    const second = (rows: readonly string[], head: string, keys = '') => told(rows, head, keys, '8.3.63').split(',');
    assert.ok(second(['[-1, 1, TorchVision, [2.5, resnet18]]'], '[-1, 1, Classify, [.inf]]').includes('2 OverflowError'));
    assert.ok(second(['[-1, 1, Index, [.inf]]'], '[-1, 1, HGBlock, [8, 48]]').includes('2 ValueError'));
    // Equal to nc, the channels stay True, which is 1.
    const one = analyze(file(['[-1, 1, ADown, [True]]'], '[-1, 1, C2PSA, [16]]').replace('nc: 3', 'nc: 1'), { upstream: '8.3.63' });
    const [first, next] = [1, 2].map((n) => one.problems.find(({ row, severity }) => row === n && severity === 'error')?.message ?? '');
    assert.match(first ?? '', /Ultralytics: RuntimeError/);
    assert.match(next ?? '', /Ultralytics: AssertionError/);
  });

  it('what reads a head is refused by its own constructor first', () => {
    assert.equal(told(['[[-1], 1, Detect, [nc]]'], '[-1, 1, C2PSA, [128]]').split(',')[0], '2 AssertionError');
  });

  it('a head without rows is one of detection, whatever the name of its file', () => {
    const text = file([], usual).replace(/head:\n.*/, 'head: []');
    for (const name of ['net-cls.yaml', 'net-seg.yaml', 'net-pose.yaml', 'net-depth.yaml']) {
      const { task, totals, problems } = analyze(text, { fileName: name, upstream: '8.4.190' });
      assert.deepEqual([task, totals.stride, problems.filter(({ severity }) => severity === 'error')], ['detect', [32], []], name);
    }
    const named = analyze(file([], '[-1, 1, Conv, [8]]'), { fileName: 'net-depth.yaml', upstream: '8.4.190' });
    assert.equal(named.task, 'depth');
  });

  it('a layer that gives a pair cannot be repeated', () => {
    assert.equal(told(['[-1, 2, nn.AdaptiveMaxPool2d, [5, True]]']).split(',')[0], '1 AttributeError');
  });

  it('a classifier without classes stops before any row', () => {
    const text = file([], '[-1, 1, Classify, [nc]]').replace('nc: 3', 'nc: 0.0');
    const { problems } = analyze(text, { upstream: '8.4.190' });
    assert.ok(
      problems.some(({ row, message }) => row === undefined && message.includes('(Ultralytics: ValueError')),
      JSON.stringify(problems),
    );
  });

  it('what a constructor refuses comes before anything that runs, in other rows and inside one', () => {
    const none = told(['[-1, 2, C3k2, [32]]'], '[[-1], 1, Segment, [nc, 32, 64]]', 'scales:\n  n: [0.5, 0.5, 0]\n');
    assert.equal(none, '2 ValueError');
    assert.equal(told(['[-1, 1, C3Ghost, [False, False]]']).split(',')[0], '1 ValueError');
  });

  it('a maximum that is no number leaves channels as they are', () => {
    assert.equal(told([], usual, 'scales:\n  n: [1.0, 1.0, .nan]\n'), 'builds');
  });

  it('before the release that rewrote it, YOLOE answers in evaluation for its vocabulary only', () => {
    const three = (nc: number) =>
      told(['[-1, 1, Conv, [16]]', '[-1, 1, Conv, [16]]'], `[[0, 1, 2], 1, YOLOEDetect, [${nc}, 512, True]]`, '', '8.3.253');
    assert.equal(three(80), 'builds');
    assert.equal(three(3), '3 RuntimeError');
  });
});

describe('Concat', () => {
  const rows = (concat: string, ...more: string[]) => ['[-1, 1, Conv, [16]]', '[-1, 1, Conv, [32, 3, 2]]', concat, ...more];
  for (const [concat, outcome] of [
    ['[[0, 1], 1, Concat, [0]]', 'builds'],
    ['[[0, 1], 1, Concat, [-4]]', 'builds'],
    ['[[0, 1], 1, Concat, [2]]', 'builds'],
    ['[[0, 2], 1, Concat, [0]]', '3 RuntimeError'],
    ['[[0, 1], 1, Concat, [-5]]', '3 IndexError'],
    ['[[0, 1], 1, Concat, [x]]', '3 TypeError'],
    ['[[0, 1], 1, Concat, [1.0]]', '3 TypeError'],
    ['[[0, 1], 1, Concat, [True]]', '3 TypeError'],
    ['[[], 1, Concat, [1]]', '3 ValueError'],
  ] as const)
    it(`${concat}: ${outcome}`, () => assert.equal(told(rows(concat), '[-1, 1, nn.Identity, []]'), outcome));

  it('along the batch, later rows work on as many images, which no other row has', () => {
    const twice = rows('[[0, 1], 1, Concat, [0]]', '[-1, 1, nn.Conv2d, [16, 16, 1]]');
    const once = rows('[[0, 1], 1, nn.Identity, []]'.replace('[0, 1]', '0'), '[-1, 1, nn.Conv2d, [16, 16, 1]]');
    const macs = (list: readonly string[]) => analyze(file(list, '[-1, 1, nn.Identity, []]')).rows[4]?.macs ?? 0;
    assert.ok(macs(once) > 0);
    assert.equal(macs(twice), 2 * macs(once));
    assert.equal(told([...twice, '[[-1, 0], 1, Concat, [1]]'], '[-1, 1, nn.Identity, []]'), '5 RuntimeError');
  });
});
