// The claim that started this tool: what the framework prints for yolo11n with every Conv row replaced, in three mixtures of versions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dynamicDocs } from '../../scripts/dynamic-docs.ts';
import { analyze, applyEdits, swap } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const mixtures = [
  { upstream: '8.3.63', thop: '2.0.18' },
  { upstream: '8.3.253', thop: '2.2.3' },
  { upstream: '8.4.190', thop: '2.2.3' },
] as const;

/** Parameters, true GFLOPs, parameters fused; printed GFLOPs and those of the fused model for each mixture: run with the packages. */
const measured = [
  {
    nc: 1,
    variant: undefined,
    params: 2_590_035,
    gflops: '6.3720',
    fusedParams: 2_582_347,
    printed: ['6.4406', '6.4383', '6.4996'],
    fused: ['6.3130', '6.3107', '6.3720'],
  },
  {
    nc: 1,
    variant: 'plain',
    params: 4_596_587,
    gflops: '6.3773',
    fusedParams: 4_589_587,
    printed: ['4.6757', '6.8129', '4.7383'],
    fused: ['4.5747', '6.7119', '4.6374'],
  },
  {
    nc: 1,
    variant: 'bn-act',
    params: 4_597_963,
    gflops: '6.3773',
    fusedParams: 4_590_963,
    printed: ['4.7023', '6.8395', '4.7650'],
    fused: ['4.6014', '6.7385', '4.6640'],
  },
  {
    nc: 80,
    variant: undefined,
    params: 2_624_080,
    gflops: '6.5425',
    fusedParams: 2_616_248,
    printed: ['6.6143', '6.6120', '6.6733'],
    fused: ['6.4835', '6.4812', '6.5425'],
  },
  {
    nc: 80,
    variant: 'plain',
    params: 4_630_632,
    gflops: '6.5479',
    fusedParams: 4_623_488,
    printed: ['4.8494', '6.9866', '4.9121'],
    fused: ['4.7452', '6.8824', '4.8079'],
  },
  {
    nc: 80,
    variant: 'bn-act',
    params: 4_632_008,
    gflops: '6.5479',
    fusedParams: 4_624_864,
    printed: ['4.8761', '7.0132', '4.9387'],
    fused: ['4.7719', '6.9091', '4.8345'],
  },
] as const;

describe('yolo11n with every Conv row swapped', () => {
  for (const expected of measured) {
    it(`nc ${expected.nc}, ${expected.variant ?? 'as it is'}`, function () {
      const shared = sharedFolder();
      needs(this, "the framework's model files", shared);
      const file = readFileSync(path.join(shared, 'models/8.4.190/11/yolo11.yaml'), 'utf8');
      for (const [i, mixture] of mixtures.entries()) {
        const options = { fileName: 'yolo11n.yaml', scale: 'n', nc: expected.nc, ...mixture };
        const { totals, fused } = analyze(swapped(file, expected.variant), options);
        assert.equal(totals.params, expected.params);
        assert.equal(totals.gflops.toFixed(4), expected.gflops);
        assert.equal(totals.printedGflops.toFixed(4), expected.printed[i]);
        assert.equal(fused.params, expected.fusedParams);
        assert.equal(fused.printedGflops.toFixed(4), expected.fused[i]);
      }
    });
  }
});

describe('the page on dynamic convolution', () => {
  it('has the numbers that the command line gives', function () {
    const shared = sharedFolder();
    needs(this, "the framework's model files", shared);
    this.timeout(120_000);
    const page = readFileSync(path.join(import.meta.dirname, '../../docs/dynamic-convolution.md'), 'utf8');
    assert.equal(page, dynamicDocs(path.join(shared, 'models/8.4.190/11/yolo11.yaml')));
  });
});

function swapped(text: string, variant: 'plain' | 'bn-act' | undefined): string {
  if (variant === undefined) return text;
  const result = swap(analyze(text, { scale: 'n' }), { from: 'Conv', to: 'DynamicConv', variant, experts: 4, scope: 'all' });
  assert.equal(result?.rows.length, 7);
  return applyEdits(text, result.edits);
}
