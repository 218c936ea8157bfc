import { countDelta, gflopsDelta, millisecondsDelta } from '../../src/core/format.ts';
import type { PanelExploration } from '../../src/panel/protocol.ts';
import { t } from '../text.ts';

/** What the swap of each row adds on its own; choices are their sums. */
export function EffectsTable({ answer: { effects } }: { readonly answer: PanelExploration }) {
  const isTimed = effects.some(({ ms }) => ms !== undefined);
  return (
    <details class="effects" open={effects.length <= 12}>
      <summary>{t`What each row adds`}</summary>
      <table aria-label={t`What each row adds`}>
        <thead>
          <tr>
            <th scope="col" class="number">{t`Row`}</th>
            <th scope="col">{t`Module`}</th>
            <th scope="col" class="number">{t`Params`}</th>
            <th scope="col" class="number">{t`GFLOPs`}</th>
            <th scope="col" class="number">{t`Printed`}</th>
            {isTimed && <th scope="col" class="number">{t`Time`}</th>}
          </tr>
        </thead>
        <tbody>
          {effects.map(({ row, text, params, gflops, printedGflops, ms }) => (
            <tr key={row}>
              <td class="number">{row}</td>
              <td>{text}</td>
              <td class="number">{countDelta(params)}</td>
              <td class="number">{gflopsDelta(gflops)}</td>
              <td class="number">{gflopsDelta(printedGflops)}</td>
              {isTimed && <td class="number">{ms === undefined ? '' : millisecondsDelta(ms)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
