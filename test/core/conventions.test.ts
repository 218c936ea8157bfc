import assert from 'node:assert/strict';
import { type AnalyzeOptions, analyze, hover, toJson } from '../../src/core/index.ts';

const model = (row: string) =>
  `nc: 80\nscales:\n  n: [0.5, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 1, Conv, [128, 3, 2]]\n  - ${row}\nhead:\n  - [[1, -1], 1, Detect, [nc]]\n`;

function args(row: string, options: AnalyzeOptions = {}): unknown {
  return analyze(model(row), { scale: 'n', ...options }).rows[2]?.args?.map(toJson);
}

describe('conventions for modules that are not the framework’s own', () => {
  it('put the input channels in front, and drop channels that a file writes nevertheless', () => {
    assert.deepEqual(args('[-1, 1, CBAM, [7]]'), [32, 7]);
    assert.deepEqual(args('[-1, 1, CBAM, []]'), [32]);
    assert.deepEqual(args('[-1, 1, CBAM, [128, 7]]'), [32, 7]);
  });

  it('are what the caller says', () => {
    const row = '[-1, 1, CBAM, [32, 7]]';
    assert.deepEqual(args(row, { conventions: { CBAM: 'verbatim' } }), [32, 7]);
    assert.deepEqual(args(row, { conventions: { CBAM: 'inputChannels' } }), [32, 32, 7]);
    assert.deepEqual(args('[-1, 1, CBAM, [64, 3]]', { conventions: { CBAM: 'channelsDropped' } }), [32, 3]);
    assert.deepEqual(args('[-1, 2, CBAM, [64]]', { conventions: { CBAM: 'scaledRepeats' } }), [32, 16, 1]);
    assert.deepEqual(args('[-1, 1, Conv, [64]]', { conventions: { Conv: 'verbatim' } }), [32, 16]);
  });

  it('are said in the hover', () => {
    const text = model('[-1, 1, CBAM, [7]]');
    const at = (options: AnalyzeOptions) => hover(analyze(text, { scale: 'n', ...options }), text.indexOf('CBAM'))?.markdown ?? '';
    assert.match(at({ conventions: { CBAM: 'inputChannels' } }), /by convention: `\[…\]` becomes `\[c1, …\]`/);
    assert.match(at({ conventions: { CBAM: 'verbatim' } }), /by convention: the arguments as they stand/);
    assert.match(at({}), /yoloArchitect\.moduleConventions/);
  });
});

describe('files for a fork', () => {
  it('may name keys of the file in arguments and give a scale a fourth factor', () => {
    const text = model('[-1, 1, CBAM, []]')
      .replace('nc: 80', 'nc: 80\nwide: 128')
      .replace('[128, 3, 2]', '[wide, 3, 2]')
      .replace('1024]', '1024, 6]');
    const { rows, problems } = analyze(text, { scale: 'n', rules: { 'detection-levels': 'off' } });
    assert.deepEqual(rows[1]?.args?.map(toJson), [16, 32, 3, 2]);
    assert.deepEqual(
      problems.map(({ rule, severity }) => `${severity} ${rule}`),
      ['warning fork-convention', 'warning fork-convention', 'warning needs-registration'],
    );
    const own = analyze(text.replace('CBAM, []', 'SPPF, [128]'), { scale: 'n' }).problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      own.map(({ rule }) => rule),
      ['scales'],
    );
  });

  it('say by ch how many channels the image has, which the framework itself no longer reads', () => {
    const text = model('[-1, 1, CBAM, []]').replace('nc: 80', 'nc: 80\nch: 6');
    const channels = (source: string, options = {}) => analyze(source, { scale: 'n', upstream: '8.4.190', ...options });
    assert.equal(channels(text).ch, 6);
    assert.ok(channels(text).problems.some(({ rule, message }) => rule === 'fork-convention' && message.includes('read ch')));
    assert.equal(channels(text, { ch: 1 }).ch, 1);
    assert.equal(channels(text.replace('CBAM', 'SPPF')).ch, 3);
  });

  it('scale what the framework takes as it stands: the lists of CBLinear, the channels of HGBlock', () => {
    const text = model('[-1, 1, CBLinear, [[128, 256]]]\n  - [-1, 1, CBAM, []]');
    const args = (source: string) => analyze(source, { scale: 'n' }).rows[2]?.args?.map(toJson);
    assert.deepEqual(args(text), [32, [32, 64]]);
    assert.deepEqual(args(text.replace('CBAM, []', 'SPPF, [128]')), [32, [128, 256]]);
    const block = text.replace('CBLinear, [[128, 256]]', 'HGBlock, [64, 128, 3]');
    assert.deepEqual(args(block), [32, 16, 32, 3, 1]);
    assert.deepEqual(args(block.replace('CBAM, []', 'SPPF, [128]')), [32, 64, 128, 3, 1]);
  });

  it('have each module that nobody knows mentioned once, with a fix for all its rows', () => {
    const text = model('[-1, 1, Cnv, [64]]\n  - [-1, 1, Mine, [64]]\n  - [-1, 1, Cnv, [64]]\n  - [-1, 1, Mine, [64]]');
    const { problems } = analyze(text, { scale: 'n' });
    assert.deepEqual(
      problems.map(({ row, fixes }) => [row, fixes.map(({ edits }) => edits.length)]),
      [
        [2, problems[0]?.fixes.map(() => 2)],
        [3, []],
      ],
    );
    assert.ok((problems[0]?.fixes.length ?? 0) > 0);
  });
});
