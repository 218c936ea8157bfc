import assert from 'node:assert/strict';
import { type AnalyzeOptions, analyze, toJson } from '../../src/core/index.ts';

/** A model of four rows with `rows` in the middle. */
const model = (rows: string, keys = 'nc: 80\nscales:\n  n: [0.5, 0.25, 1024]\n  m: [0.5, 1.0, 512]\n') => `${keys}backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
${rows}
head:
  - [[1, -1], 1, Detect, [nc]]
`;

/** The constructor's arguments of a row. */
function args(text: string, row: number, options: AnalyzeOptions): unknown {
  return analyze(text, { scale: 'n', ...options }).rows[row]?.args?.map(toJson);
}

describe('what changed between releases', () => {
  it('gives older models the full class branch since 8.3.17', () => {
    const heads = ['8.3.16', '8.3.17'].map(
      (upstream) => analyze(model('  - [-1, 1, C2f, [64]]'), { scale: 'n', upstream }).rows.at(-1)?.params,
    );
    assert.ok((heads[0] ?? 0) < (heads[1] ?? 0));
  });

  it('has Classify give probabilities, then scores, then both', () => {
    const text = 'nc: 10\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\nhead:\n  - [-1, 1, Classify, [nc]]\n';
    const outputs = ['8.3.38', '8.3.46', '8.3.47'].map((upstream) => analyze(text, { upstream }).rows.at(-1)?.outputs);
    assert.deepEqual(outputs, [[[10]], [[10]], [[10], [10]]]);
  });

  it('gives attention at least one head since 8.4.0 in PSA, 8.4.19 in C2fPSA, 8.4.113 in C2PSA', () => {
    for (const [module, since, before] of [
      ['PSA', '8.4.0', '8.3.253'],
      ['C2fPSA', '8.4.19', '8.4.18'],
      ['C2PSA', '8.4.113', '8.4.112'],
    ] as const) {
      // Half of 64 channels at width 1 are fewer than one head takes.
      const text = model(`  - [-1, 1, Conv, [256, 3, 2]]\n  - [-1, 1, ${module}, [256]]`);
      const refused = (upstream: string) =>
        analyze(text, { scale: 'n', upstream }).problems.some(({ row, severity }) => row === 3 && severity === 'error');
      assert.deepEqual([refused(before), refused(since)], [true, false], module);
    }
  });

  it('scales channels that equal nc since 8.4.103', () => {
    const text = model('  - [-1, 1, Conv, [256, 3, 2]]').replace('nc: 80', 'nc: 256');
    assert.deepEqual(args(text, 2, { upstream: '8.4.102' }), [32, 256, 3, 2]);
    assert.deepEqual(args(text, 2, { upstream: '8.4.103' }), [32, 64, 3, 2]);
  });

  it('takes c3k at the scales m, l, x even where the row gives only channels, since 8.4.131', () => {
    const text = model('  - [-1, 2, C3k2, [256]]');
    assert.deepEqual(args(text, 2, { scale: 'm', upstream: '8.4.131' }), [128, 256, 1, true]);
    const older = analyze(text, { scale: 'm', upstream: '8.4.130' });
    assert.deepEqual(
      older.problems.filter((p) => p.severity === 'error').map((p) => p.row),
      [2],
    );
  });

  it("lets the file's ch win up to 8.3.111", () => {
    const text = model('', 'nc: 80\nch: 6\n').replace('[[1, -1]', '[[0, 1]');
    assert.equal(analyze(text, { upstream: '8.3.111' }).ch, 6);
    assert.equal(analyze(text, { upstream: '8.3.112' }).ch, 3);
  });

  it('has YOLOE heads read three maps since 8.4.0', () => {
    const text = model('').replace('[[1, -1], 1, Detect, [nc]]', '[[0, 1], 1, YOLOEDetect, [nc, 512, True]]');
    const errors = (upstream: string) => analyze(text, { scale: 'n', upstream }).problems.filter((p) => p.severity === 'error');
    assert.deepEqual(errors('8.3.253'), []);
    assert.match(errors('8.4.0')[0]?.message ?? '', /Expected 4 features including 3 feature maps and 1 text embeddings, but got 3/);
  });

  it('prints all modules before 8.3.76 and leaves since', () => {
    const text = model('  - [-1, 1, SPPF, [128, 5]]');
    const [before, since] = ['8.3.75', '8.3.76'].map((upstream) => analyze(text, { scale: 'n', upstream }).totals);
    assert.equal(before?.layers, before?.layersAllModules);
    assert.equal(since?.layers, since?.layersLeaf);
    assert.ok((before?.layers ?? 0) > (since?.layers ?? 0));
  });

  it('gives heads reg_max and end2end since 8.4.0', () => {
    const text = `reg_max: 8\n${model('  - [-1, 1, Conv, [256, 3, 2]]')}`;
    assert.deepEqual(args(text, 3, { upstream: '8.3.253' }), [80, [32, 64]]);
    assert.deepEqual(args(text, 3, { upstream: '8.4.0' }), [80, 8, null, [32, 64]]);
  });

  it('fuses a model with few normalisation layers since 8.4.140', () => {
    const text = 'nc: 10\nbackbone:\n  - [-1, 1, Conv, [16, 3, 2]]\n  - [-1, 1, Conv, [32, 3, 2]]\nhead:\n  - [-1, 1, Classify, [nc]]\n';
    const [before, since] = ['8.4.139', '8.4.140'].map((upstream) => analyze(text, { upstream }));
    assert.equal(before?.fused.params, before?.totals.params);
    assert.ok((since?.fused.params ?? 0) < (since?.totals.params ?? 0));
  });

  it('has an inactive first convolution in SPPF from 8.4.0 to 8.4.140', () => {
    const text = model('  - [-1, 1, SPPF, [128, 5]]');
    const leaves = ['8.3.253', '8.4.0', '8.4.140', '8.4.141'].map((upstream) => analyze(text, { scale: 'n', upstream }).totals.layersLeaf);
    assert.deepEqual(
      leaves.map((n) => n - (leaves[0] ?? 0)),
      [0, 1, 1, 0],
    );
  });

  it('knows no scale without scales before 8.3.199', () => {
    const text = model('  - [-1, 1, C3k2, [128, False]]', 'nc: 80\n');
    const refusals = (upstream: string) => analyze(text, { upstream }).problems.filter((p) => p.severity === 'error');
    assert.match(refusals('8.3.198')[0]?.message ?? '', /cannot access local variable 'scale'/);
    assert.deepEqual(refusals('8.3.199'), []);
  });

  it('prints nothing with a counter that does not know the option of 8.4.109', () => {
    const text = model('  - [-1, 1, Conv, [256, 3, 2]]');
    assert.equal(analyze(text, { scale: 'n', upstream: '8.4.190', thop: '2.0.18' }).totals.printedGflops, 0);
    assert.ok(analyze(text, { scale: 'n', upstream: '8.4.108', thop: '2.0.18' }).totals.printedGflops > 0);
  });

  it('prints nothing for an image on which the model cannot run, unless a small square one is counted instead', () => {
    const text = model('  - [-1, 1, Conv, [256, 3, 2]]\n  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]\n  - [[-1, 1], 1, Concat, [1]]');
    const print = (upstream: string) => analyze(text, { scale: 'n', upstream, thop: '2.2.3', imgsz: [650, 640] }).totals.printedGflops;
    assert.equal(print('8.4.190'), 0);
    assert.ok(print('8.4.101') > 0);
  });

  it('counts subclasses of a layer by its rule since THOP 2.1.2', () => {
    const text = model('  - [-1, 1, DWConvTranspose2d, [128, 4, 2, 1]]');
    const seen = ['2.1.1', '2.1.2'].map((thop) => analyze(text, { scale: 'n', thop }).rows[2]?.printedMacs);
    assert.deepEqual([seen[0], (seen[1] ?? 0) > 0], [0, true]);
  });

  it('says of a release that was never published, or was taken back, which there are', () => {
    const notes = (options: AnalyzeOptions) => analyze(model(''), { scale: 'n', ...options }).notes.join();
    assert.match(notes({ upstream: '8.3.300', thop: '2.1.7' }), /no release 8\.3\.300 of Ultralytics.*no release 2\.1\.7 of THOP/);
    assert.match(notes({ upstream: '8.3.42' }), /no release 8\.3\.42/);
    for (const options of [{ upstream: '8.3' }, { upstream: 'yolov13' }, { upstream: '8.3.253', thop: '2.0.22' }])
      assert.equal(notes(options), '');
  });

  it('treats a newer release like the newest known, and says so', () => {
    const analysis = analyze(model('  - [-1, 1, Conv, [256, 3, 2]]'), { scale: 'n', upstream: '9.0.0' });
    assert.equal(analysis.upstream, '9.0.0');
    assert.match(analysis.notes.join(), /9\.0\.0 is newer than/);
  });
});

describe('numbers of a row', () => {
  it('sum to the totals, and what the counter misses is said', () => {
    const analysis = analyze(model('  - [-1, 1, DynamicConv, [256, 3, 2]]'), { scale: 'n', upstream: '8.3.63', thop: '2.0.18' });
    const sum = (pick: (row: (typeof analysis.rows)[number]) => number | null) => analysis.rows.reduce((n, row) => n + (pick(row) ?? 0), 0);
    assert.equal(
      sum((r) => r.params),
      analysis.totals.params,
    );
    assert.equal(
      sum((r) => r.macs),
      analysis.totals.macs,
    );
    assert.equal(
      sum((r) => r.unseenMacs),
      analysis.totals.unseenMacs,
    );
    const dynamic = analysis.rows[2];
    // Everything but the routing's linear layer: mixing 4 kernels of 64 × 32 × 3 × 3, and the convolution on 80 × 80.
    assert.equal(dynamic?.unseenMacs, 4 * 64 * 32 * 9 + 64 * 80 * 80 * 32 * 9);
    assert.equal(dynamic?.macs, (dynamic?.unseenMacs ?? 0) + 32 * 4);
  });

  it('are not guessed where a row cannot be resolved, and the rows after it are resolved as far as they can be', () => {
    const text = model('  - [-1, 1, Mystery, [256]]\n  - [1, 1, Conv, [256, 3, 2]]');
    const analysis = analyze(text, { scale: 'n' });
    assert.equal(analysis.rows[2]?.outputs, null);
    assert.deepEqual(analysis.rows[3]?.outputs, [[64, 80, 80]]);
    assert.equal(analysis.totals.complete, false);
    assert.deepEqual(
      analysis.problems.filter((p) => p.severity === 'error').map((p) => p.row),
      [2],
    );
  });

  it('takes the parser and the blocks of the trees of YOLOv12 and YOLOv13 where they are named', () => {
    const text = model('  - [-1, 2, C3k2, [256]]').replace('C3k2, [256]', 'C3k2, [256, False]');
    const m = { scale: 'm' };
    assert.deepEqual(args(text, 2, { ...m, upstream: 'yolov12' }), [128, 256, 1, true]);
    assert.deepEqual(args(text, 2, { ...m, upstream: 'yolov13' }), [128, 256, 1, false]);
    const attention = (upstream: string) => analyze(model('  - [-1, 4, A2C2f, [256, True, 4]]'), { scale: 'n', upstream }).rows[2]?.params;
    assert.equal(attention('yolov12'), attention('yolov13'));
    assert.notEqual(attention('yolov12'), attention('8.4'));
    const separable = model('  - [-1, 1, DSConv, [256, 3]]');
    assert.deepEqual(analyze(separable, { scale: 'n', upstream: 'yolov13', rules: { 'detection-levels': 'off' } }).problems, []);
    const [problem] = analyze(separable, { scale: 'n', upstream: 'yolov12' }).problems;
    assert.match(problem?.message ?? '', /DSConv must be registered.*the public tree of YOLOv13/);
  });
});
