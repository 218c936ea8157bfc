import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze, hover } from '../../../src/core/index.ts';
import { mark, model, parse } from './support.ts';

function check(marked: string, ...expected: (string | RegExp)[]): void {
  const { analysis, offset } = parse(marked);
  const found = hover(analysis, offset);
  assert.ok(found, 'nothing to say here');
  for (const part of expected) {
    if (typeof part === 'string') assert.ok(found.markdown.includes(part), `${part} is not in\n${found.markdown}`);
    else assert.match(found.markdown, part);
  }
}

describe('hover', () => {
  it('a row says its call, shapes and cost', () => {
    check(
      mark('Conv, [128'),
      'Conv(c1=16, c2=32, k=3, s=2)',
      '| Input &nbsp; | `16×320×320` |',
      '| Output &nbsp; | `32×160×160` · stride 4 |',
      /\| Parameters &nbsp; \| 4,672 \(/,
      /\*\*0\.236 GFLOPs\*\* = 2 × 118 M MACs/,
      'reads row 0 (Conv)',
      '[docs.ultralytics.com](https://docs.ultralytics.com/reference/nn/modules/conv/#ultralytics.nn.modules.conv.Conv)',
    );
  });

  it('totals say whose number is printed, what another mixture of releases prints, and what runs', () => {
    const text = readFileSync(path.join(import.meta.dirname, '../../../examples/yolo11n-street.yaml'), 'utf8');
    const said = (upstream: string, thop: string) => {
      const analysis = analyze(text, { scale: 'n', upstream, thop });
      return hover(analysis, text.indexOf('backbone:'))?.markdown ?? '';
    };
    const prints = (upstream: string, thop: string) => analyze(text, { scale: 'n', upstream, thop }).totals.printedGflops.toFixed(2);
    const [old, now] = [prints('8.3.63', '2.0.18'), prints('8.4.190', '2.2.3')];
    assert.notEqual(old, now);
    const work = analyze(text, { scale: 'n' }).totals.gflops.toFixed(2);
    assert.ok(
      said('8.4.190', '2.2.3').includes(
        `${now} GFLOPs is what Ultralytics 8.4.190 prints with THOP 2.2.3; 8.3.63 with THOP 2.0.18 prints ${old}; the work is ${work}.`,
      ),
    );
    assert.ok(said('8.3.63', '2.0.18').includes(`8.4.190 with THOP 2.2.3 prints ${now}; the work is ${work}.`));
    const none = `Ultralytics 8.4.190 prints no GFLOPs with THOP 2.0.18; 8.3.63 with THOP 2.0.18 prints ${old}; the work is ${work}.`;
    assert.ok(said('8.4.190', '2.0.18').includes(none));
  });

  it('an argument says what it is and how it was scaled', () => {
    check(mark('128, 3, 2]]'), '**c2** = `32`', 'min(128, 1024) × width 0.25');
    check(mark('3, 2]] # 1'), '**k** = `3`');
  });

  it('an argument says what it is in a row that cannot be resolved too', () => {
    check(model.replace('[64, 3, 2]]', '[wide, 3, 2, None, $04]]'), '**g** — groups');
  });

  it('from says which rows are read', () => {
    check(mark('6], 1, Detect'), '**from** 6: row 6, C3k2 `64×160×160`');
    check(mark('-1, 1, Conv, [64'), '**from** -1: the image');
  });

  it('repeats say what depth makes of them', () => {
    check(mark('2, C3k2, [256, False, 0'), '**repeats** 2 × depth 0.5 = 1', 'repeats inside itself');
    check(mark('1, Conv, [128'), '**repeats** 1: not scaled');
  });

  it('top-level keys say what they do', () => {
    check(mark('nc: 3'), '**nc** — number of classes, 3', 'Row 7, Detect');
    check(mark('scales:'), '**scales**', 'In use: n');
    check(mark('n: [0.50'), '**Scale n**', 'depth 0.5', 'max_channels 1024', 'In use:');
    check(mark('s: [1.00'), '**Scale s**', 'width 0.5');
    check(mark('backbone:'), '**backbone**', '4 rows');
    check(mark('head:'), '**head**', '4 rows');
  });

  it('the comment above the rows explains the columns', () => {
    check(mark('repeats, module'), '**repeats**', '0.5 at scale n');
    check(mark('from, repeats'), '**from**');
  });

  it('there is nothing to say elsewhere', () => {
    const { analysis, offset } = parse(mark('small detector'));
    assert.equal(hover(analysis, offset), undefined);
  });

  it('a file that is no model has no hover', () => {
    const { analysis, offset } = parse('n$0ame: ci\non: push\n');
    assert.equal(hover(analysis, offset), undefined);
  });
});
