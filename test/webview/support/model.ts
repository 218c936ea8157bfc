import type { PanelBackends, PanelDevice, PanelModel, PanelRow, ProfiledRow, ProfileEvent } from '../../../src/panel/protocol.ts';

/** Module, sources, arguments, output, parameters, multiply-accumulates of a small detection network. */
const table: readonly (readonly [string, readonly number[], string, readonly number[], number, number])[] = [
  ['Conv', [-1], '3, 16, 3, 2', [16, 320, 320], 464, 45_875_200],
  ['Conv', [-1], '16, 32, 3, 2', [32, 160, 160], 4_672, 118_784_000],
  ['C3k2', [-1], '32, 64, 1, False, 0.25', [64, 160, 160], 6_640, 168_345_600],
  ['Conv', [-1], '64, 64, 3, 2', [64, 80, 80], 36_992, 236_339_200],
  ['C3k2', [-1], '64, 128, 1, False, 0.25', [128, 80, 80], 26_080, 165_888_000],
  ['DynamicConv', [-1], '128, 128, 3, 2, None, 1, 1, True, 4', [128, 40, 40], 590_852, 236_751_876],
  ['C3k2', [-1], '128, 128, 1, True', [128, 40, 40], 87_040, 138_854_400],
  ['Conv', [-1], '128, 256, 3, 2', [256, 20, 20], 295_424, 118_067_200],
  ['C3k2', [-1], '256, 256, 1, True', [256, 20, 20], 346_112, 138_035_200],
  ['SPPF', [-1], '256, 256, 5', [256, 20, 20], 164_608, 65_638_400],
  ['C2PSA', [-1], '256, 256, 1', [256, 20, 20], 249_728, 137_574_400],
  ['nn.Upsample', [-1], "None, 2, 'nearest'", [256, 40, 40], 0, 0],
  ['Concat', [-1, 6], '1', [384, 40, 40], 0, 0],
  ['C3k2', [-1], '384, 128, 1, False', [128, 40, 40], 111_296, 177_356_800],
  ['nn.Upsample', [-1], "None, 2, 'nearest'", [128, 80, 80], 0, 0],
  ['Concat', [-1, 4], '1', [256, 80, 80], 0, 0],
  ['C3k2', [-1], '256, 64, 1, False', [64, 80, 80], 32_096, 204_800_000],
  ['Conv', [-1], '64, 64, 3, 2', [64, 40, 40], 36_992, 59_084_800],
  ['Concat', [-1, 13], '1', [192, 40, 40], 0, 0],
  ['C3k2', [-1], '192, 128, 1, False', [128, 40, 40], 86_720, 138_035_200],
  ['Conv', [-1], '128, 128, 3, 2', [128, 20, 20], 147_712, 59_033_600],
  ['Concat', [-1, 10], '1', [384, 20, 20], 0, 0],
  ['C3k2', [-1], '384, 256, 1, True', [256, 20, 20], 378_880, 151_142_400],
  ['Detect', [16, 19, 22], '80, [64, 128, 256]', [84, 8400], 464_912, 912_384_000],
];

const rows: readonly PanelRow[] = table.map(([module, from, args, output, params, macs], index) => ({
  index,
  section: index < 11 ? 'backbone' : 'head',
  line: index + 20,
  module,
  from,
  repeats: 1,
  args,
  outputs: [output],
  params,
  macs,
  printedMacs: module === 'DynamicConv' ? 819_200 : macs,
  activationBytes: 4 * output.reduce((n, size) => n * size, 1),
}));

/** A model as the host sends it. */
export const model: PanelModel = {
  file: 'yolo11-dynamic.yaml',
  revision: 'a',
  task: 'detect',
  scale: 'n',
  scales: ['n', 's', 'm', 'l', 'x'],
  imgsz: [640, 640],
  nc: 80,
  batch: 1,
  upstream: '8.4.190',
  totals: {
    layers: 181,
    params: sum(rows.map((row) => row.params ?? 0)),
    macs: sum(rows.map((row) => row.macs ?? 0)),
    gflops: (2 * sum(rows.map((row) => row.macs ?? 0))) / 1e9,
    printedGflops: (2 * sum(rows.map((row) => row.printedMacs ?? 0))) / 1e9,
    unseenMacs: 235_932_676,
    activationBytes: sum(rows.map((row) => row.activationBytes ?? 0)),
    complete: true,
  },
  rows,
  notes: [],
};

/** The same with a row that cannot be resolved. */
export const broken: PanelModel = {
  ...model,
  revision: 'b',
  totals: { ...model.totals, complete: false },
  rows: rows.map((row) =>
    row.index === 12
      ? {
          ...row,
          from: [-1, 60],
          args: null,
          outputs: null,
          problem: { severity: 'error', message: 'row 12 reads row 60, but only rows 0 to 11 lie before it' },
        }
      : row.index > 12 && row.index < 16
        ? { ...row, outputs: null, params: row.params || null, macs: null }
        : row,
  ),
};

export const backends: PanelBackends = {
  auto: 'wasm',
  chosen: 'auto',
  list: [
    {
      id: 'tensorflow',
      label: 'TensorFlow',
      state: 'unavailable',
      reason: '@tensorflow/tfjs-node-gpu is not installed',
      advice: 'Run npm run tensorflow:setup, then profile again.',
    },
    {
      id: 'webgpu',
      label: 'WebGPU',
      state: 'available',
      device: { backend: 'webgpu', name: 'google swiftshader', kind: 'software', place: 'window' },
      reason: 'not chosen automatically: it is no GPU',
    },
    {
      id: 'wasm',
      label: 'WebAssembly',
      state: 'available',
      device: { backend: 'wasm', name: 'AMD EPYC 7B13', kind: 'cpu', place: 'host', details: 'SIMD, 1 thread' },
    },
    { id: 'cpu', label: 'JavaScript', state: 'available', reason: 'slow: the reference for results, not for times' },
  ],
};

export const device: PanelDevice = {
  backend: 'wasm',
  name: 'AMD EPYC 7B13',
  kind: 'cpu',
  place: 'host',
  details: 'tfjs 4.22.0, SIMD, 1 thread',
  caution: 'Attention is far slower here than on any native library.',
};

const started: ProfileEvent = {
  event: 'started',
  revision: 'a',
  backend: 'wasm',
  rows: rows.map((row) => row.index),
  precision: 'fp32',
  batch: 1,
  scale: 'n',
  imgsz: [640, 640],
  fused: true,
};

/** Times as a slow processor might give them: about 60 GFLOP/s and 3 GB/s. */
export const timed: readonly ProfiledRow[] = rows.map((row) => {
  const compute = (2 * (row.macs ?? 0)) / 60e6;
  const memory = (2 * (row.activationBytes ?? 0)) / 3e6;
  const median = Math.max(0.02, compute + memory);
  return {
    index: row.index,
    ms: { median, p95: median * 1.08, spread: row.index === 10 ? 0.23 : 0.03 },
    gflopsPerSecond: (2 * (row.macs ?? 0)) / (median * 1e6),
    gigabytesPerSecond: (2 * (row.activationBytes ?? 0)) / (median * 1e6),
    bound: median < 0.3 ? 'launch' : compute > memory ? 'compute' : 'memory',
  };
});

/** The events of a profile up to `count` timed rows. */
export function profiling(count: number): ProfileEvent[] {
  const events: ProfileEvent[] = [
    started,
    { event: 'device', device },
    { event: 'phase', phase: 'building' },
    { event: 'phase', phase: 'warmUp' },
  ];
  for (const row of timed.slice(0, count)) events.push({ event: 'phase', phase: 'rows', row: row.index }, { event: 'row', row });
  return events;
}

/** A profile to its end. */
export function profiled(): ProfileEvent[] {
  const sumOfRowsMs = sum(timed.map((row) => row.ms.median));
  const endToEndMs = { median: sumOfRowsMs * 0.972, p95: sumOfRowsMs * 1.03, spread: 0.02 };
  return [
    ...profiling(timed.length),
    { event: 'phase', phase: 'endToEnd' },
    { event: 'done', result: { endToEndMs, sumOfRowsMs, date: '2026-11-25T12:00:00Z' } },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
