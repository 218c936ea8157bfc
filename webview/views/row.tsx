import { exact, milliseconds, shapes } from '../../src/core/format.ts';
import type { Bound } from '../../src/panel/protocol.ts';
import { type TableRow, wideSpread } from '../rows.ts';
import { t } from '../text.ts';
import { boundText } from './details.tsx';
import { Icon } from './icon.tsx';

interface RowProps {
  readonly item: TableRow;
  readonly selected: boolean;
  /** The one row that Tab reaches; arrow keys go on from there. */
  readonly tabStop: boolean;
  /** Of milliseconds, alike for all rows so that they line up. */
  readonly decimals: number;
  readonly pick: (row: number, focus: boolean) => void;
}

/** One row of the file. */
export function Row({ item, selected, tabStop, decimals, pick }: RowProps) {
  const { row, timed, share, bar, running } = item;
  const output = row.outputs === null ? undefined : shapes(row.outputs);
  const state = [selected && 'selected', running && 'running', row.section].filter(Boolean).join(' ');
  return (
    <tr
      class={state}
      data-row={row.index}
      tabIndex={tabStop ? 0 : -1}
      aria-selected={selected}
      aria-busy={running}
      onClick={() => pick(row.index, false)}
      onDblClick={() => pick(row.index, true)}
    >
      <td class="index number">{row.number ?? row.index}</td>
      <td class="from number">{row.from.join(', ')}</td>
      <td class="module">
        {row.problem && (
          <span class={row.problem.severity} title={row.problem.message}>
            <Icon name={row.problem.severity} />
            <span class="unseen">{row.problem.message}</span>
          </span>
        )}
        <span class="name">{row.module}</span>
        {row.repeats > 1 && <span class="quiet"> ×{row.repeats}</span>}
      </td>
      <td class="args" title={row.args ?? t`not known`}>
        {row.args ?? '?'}
      </td>
      <td class="output" title={output ?? t`not known`}>
        {output ?? '?'}
      </td>
      <td class="params number">{row.params === null ? '?' : exact(row.params)}</td>
      <td class="flops number">{row.macs === null ? '?' : row.macs === 0 ? '0' : ((2 * row.macs) / 1e9).toFixed(3)}</td>
      <td class="ms number" title={timed && t`p95 ${milliseconds(timed.ms.p95)}, spread ${(100 * timed.ms.spread).toFixed(0)} %`}>
        {timed && (
          <>
            <span class="bar" style={{ '--part': String(bar ?? 0) }} />
            {timed.ms.spread > wideSpread && (
              <span class="warn" title={t`Unsteady: spread ${(100 * timed.ms.spread).toFixed(0)} %`}>
                <span aria-hidden="true">± </span>
                <span class="unseen">{t`Unsteady: spread ${(100 * timed.ms.spread).toFixed(0)} %`}</span>
              </span>
            )}
            <span class="figure">{timed.ms.median.toFixed(decimals)}</span>
          </>
        )}
        {running && !timed && <span class="quiet">…</span>}
      </td>
      <td class="share number">{share === undefined ? '' : `${(100 * share).toFixed(1)} %`}</td>
      <td class="bound">
        {timed?.bound && (
          <span class={`tag ${timed.bound}`} title={boundText(timed.bound)}>
            {boundWord(timed.bound)}
          </span>
        )}
      </td>
    </tr>
  );
}

function boundWord(bound: Bound): string {
  return bound === 'compute' ? t`compute` : bound === 'memory' ? t`memory` : t`launch`;
}
