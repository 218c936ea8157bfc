// Every file of the framework's own, release and scale through `info --json`, against what the framework itself was recorded to say: integers exactly,
// GFLOPs to 1e-9 relative.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import type { GoldenRow } from '../support/golden.ts';
import { sharedFolder } from '../support/outside.ts';
import { needs } from '../support/skip.ts';

const releases = ['8.3.63', '8.3.253', '8.4.101', '8.4.190', 'yolov12', 'yolov13'];
const cli = path.join(import.meta.dirname, '../../dist/cli.cjs');
const shared = sharedFolder();

/** From 8.3.76 on the framework counts only modules without children. */
const countsLeaves = (release: string) => !['8.3.63', 'yolov12', 'yolov13'].includes(release);

interface Golden {
  readonly thop: string;
  readonly task: string;
  readonly nc: number;
  readonly totals: Readonly<Record<string, number>> & { readonly stride: readonly number[] };
  readonly fused: Readonly<Record<string, number>>;
  readonly rows: readonly GoldenRow[];
}

interface Info {
  readonly file: string;
  readonly scale: string | null;
  readonly task: string;
  readonly nc: number;
  readonly totals: Readonly<Record<string, number>> & { readonly stride: readonly number[]; readonly complete?: boolean };
  readonly fused: Readonly<Record<string, number>>;
  readonly rows: readonly InfoRow[];
}

interface InfoRow extends Omit<GoldenRow, 'outputs' | 'macs_true'> {
  readonly outputs: readonly (readonly number[])[] | null;
  readonly macs: number | null;
}

describe("the framework's recorded numbers", function () {
  this.timeout(120_000);
  it('are beside this checkout', function () {
    needs(this, 'the recorded answers of the framework (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  for (const release of releases) {
    const files = new Map(
      glob.sync('**/*.yaml', { cwd: path.join(shared, 'models', release), absolute: true }).map((f) => [path.basename(f, '.yaml'), f]),
    );
    let all: readonly Info[] | undefined;
    for (const recorded of glob.sync('*.json', { cwd: path.join(shared, 'golden', release), absolute: true })) {
      const stem = path.basename(recorded, '.json');
      const file = files.get(stem);
      if (file === undefined) continue;
      it(`${stem} by the rules of ${release}`, () => {
        const goldens: Record<string, Golden> = JSON.parse(readFileSync(recorded, 'utf8'));
        const [first] = Object.values(goldens);
        all ??= info([...files.values()], release, first!.thop);
        const infos = all.filter((candidate) => candidate.file === file);
        assert.ok(infos.length > 0, 'no answer');
        for (const [scale, golden] of Object.entries(goldens)) {
          const found = infos.find((candidate) => candidate.scale === scale) ?? infos[0]!;
          assert.deepEqual(differences(found, golden, release), [], `scale ${scale}`);
        }
      });
    }
  }
});

function info(files: readonly string[], release: string, thop: string): Info[] {
  const args = [cli, 'info', ...files, '--scale', 'all', '--json', '--upstream', release, '--thop', thop];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function differences(found: Info, golden: Golden, release: string): string[] {
  const layers = countsLeaves(release) ? 'layers_leaf' : 'layers_all_modules';
  const pairs: [string, unknown, unknown][] = [
    ['task', found.task, golden.task],
    ['nc', found.nc, golden.nc],
    ['params', found.totals.params, golden.totals.params],
    ['gradients', found.totals.gradients, golden.totals.gradients],
    ['layers', found.totals.layers, golden.totals[layers]],
    ['stride', found.totals.stride, golden.totals.stride],
    ['fused params', found.fused.params, golden.fused.params],
    ['fused layers', found.fused.layers, golden.fused[layers]],
    ['rows', found.rows.length, golden.rows.length],
    ...golden.rows.flatMap((row, i) => rowPairs(found.rows[i], row)),
  ];
  const work: [string, number | undefined, number | undefined][] = [
    ['GFLOPs', found.totals.gflops, golden.totals.gflops_true],
    ['printed GFLOPs', found.totals.printedGflops, golden.totals.gflops_printed],
    ['fused printed GFLOPs', found.fused.printedGflops, golden.fused.gflops_printed],
  ];
  return [
    ...pairs.filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b)),
    ...work.filter(([, a = Number.NaN, b = Number.NaN]) => !(Math.abs(a - b) <= 1e-9 * Math.abs(b))),
  ].map(([what, a, b]) => `${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
}

function rowPairs(found: InfoRow | undefined, golden: GoldenRow): [string, unknown, unknown][] {
  const name = `row ${golden.index}`;
  const outputs = golden.outputs_eval ? headOutputs(found?.outputs ?? [], golden.outputs_eval) : golden.outputs;
  return [
    [`${name} from`, found?.from, golden.from],
    [`${name} repeats`, found?.repeats, golden.repeats],
    [`${name} module`, found?.module, golden.module],
    [`${name} args`, found?.args, golden.args],
    [`${name} params`, found?.params, golden.params],
    [`${name} macs`, found?.macs, golden.macs_true],
    [`${name} outputs`, found?.outputs, outputs],
  ];
}

/** A head gives its predictions first in evaluation; behind them come maps that only training uses, and masks, in the framework's order. */
function headOutputs(found: readonly (readonly number[])[], golden: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [predictions, ...rest] = golden.map((shape) => JSON.stringify(shape));
  const shapes = found.map((shape) => JSON.stringify(shape));
  const same = shapes[0] === predictions && shapes.slice(1).every((shape) => rest.includes(shape));
  return same ? found : golden;
}
