// Printed GFLOPs of mixtures of releases and counters, fused and not, against what those packages printed: to 1e-9 relative.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, analyze } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const shared = sharedFolder();

interface Line {
  readonly model: string;
  readonly scale: string;
  readonly side: number;
  readonly fused: boolean;
  readonly gflops: number;
}

describe('counters', function () {
  this.timeout(120_000);
  it('have their recorded numbers beside this checkout', function () {
    needs(this, 'the recorded answers of the framework (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  for (const [mixture, lines] of recorded(path.join(shared, 'golden', 'counters.csv'))) {
    const [upstream = '', thop = ''] = mixture.split(' with THOP ');
    const files = new Map(
      glob.sync('**/*.yaml', { cwd: path.join(shared, 'models', upstream), absolute: true }).map((f) => [path.basename(f, '.yaml'), f]),
    );
    it(`print of ${mixture}`, () => {
      const wrong = lines.flatMap((line) => {
        const file = files.get(line.model);
        assert.ok(file, line.model);
        const found = printed(analyzed(file, line, upstream, thop), line.fused);
        const name = `${line.model} ${line.scale} at ${line.side}${line.fused ? ', fused' : ''}`;
        return Math.abs(found - line.gflops) <= 1e-9 * line.gflops ? [] : [`${name}: ${found}, not ${line.gflops}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
});

function analyzed(file: string, { scale, side }: Line, upstream: string, thop: string): Analysis {
  const fileName = path.basename(file);
  return analyze(readFileSync(file, 'utf8'), { fileName, upstream, thop, imgsz: [side, side], ...(scale === '' ? {} : { scale }) });
}

function printed({ totals, fused }: Analysis, isFused: boolean): number {
  return (isFused ? fused : totals).printedGflops;
}

function recorded(file: string): Map<string, Line[]> {
  const mixtures = new Map<string, Line[]>();
  for (const text of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [ultralytics, thop, , model = '', scale = '', imgsz, fused, gflops] = text.split(',');
    const mixture = `${ultralytics} with THOP ${thop}`;
    const line = { model, scale, side: Number(imgsz), fused: fused === '1', gflops: Number(gflops) };
    mixtures.set(mixture, [...(mixtures.get(mixture) ?? []), line]);
  }
  return mixtures;
}
