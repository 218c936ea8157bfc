import { type Analysis, exact, gflops, imageSize, milliseconds, shapes, share, t } from '../core/index.ts';
import type { ProfileResult } from '../profiler/protocol.ts';
import { table } from './table.ts';
import type { Colors } from './terminal.ts';

const barWidth = 12;

/** The measured rows as a table, under it the network as a whole and where all of it was measured. */
export function profileTable(result: ProfileResult, analysis: Analysis, c: Colors): string {
  const { rows, sumOfRowsMs, endToEndMs, device, precision, batch, imageSize: size } = result;
  const slowest = Math.max(...rows.map(({ ms }) => ms.median));
  const columns = [
    { title: t`row`, align: 'right' },
    { title: t`module` },
    { title: t`output`, limit: 36 },
    { title: t`parameters`, align: 'right' },
    { title: 'GFLOPs', align: 'right' },
    { title: t`median`, align: 'right' },
    { title: 'p95', align: 'right' },
    { title: t`spread`, align: 'right' },
    { title: t`share`, align: 'right' },
    { title: '' },
    { title: 'GFLOP/s', align: 'right' },
    { title: t`bound by` },
  ] as const;
  const cells = rows.map(({ index, module, ms, macs, gflopsPerSecond, bound, unsteady }) => {
    const row = analysis.rows[index];
    return [
      String(index),
      module,
      row?.outputs ? shapes(row.outputs) : '?',
      row?.params == null ? '?' : exact(row.params),
      gflops((2 * macs) / 1e9),
      milliseconds(ms.median),
      milliseconds(ms.p95),
      `${(100 * ms.spread).toFixed(0)} %${unsteady ? ' !' : ''}`,
      share(ms.median, sumOfRowsMs),
      '█'.repeat(Math.round((barWidth * ms.median) / slowest)),
      macs === 0 ? '' : gflopsPerSecond.toFixed(1),
      { compute: t`compute`, memory: t`memory`, launch: t`launches` }[bound],
    ];
  });
  const versions = Object.entries(device.versions).map(([name, version]) => `${name} ${version}`);
  const kind = device.kind === 'software' ? t`software, no GPU` : device.kind;
  return [
    table(columns, cells, c.bold),
    '',
    c.bold(
      t`whole network ${milliseconds(endToEndMs.median)}, p95 ${milliseconds(endToEndMs.p95)}; sum of rows ${milliseconds(sumOfRowsMs)}`,
    ),
    t`${device.backend} on ${device.name} (${kind}), threads: ${device.threads}, ${precision}, batch ${batch}, ${imageSize(size)}`,
    c.dim(versions.join(', ')),
    ...(rows.some(({ unsteady }) => unsteady)
      ? [c.yellow(t`! the times of this row spread by more than 15 %: something else was running`)]
      : []),
  ].join('\n');
}
