import { useEffect } from 'preact/hooks';
import { count, countDelta, exact, gflops, gflopsDelta, milliseconds, millisecondsDelta } from '../../src/core/format.ts';
import type { ExploreQuery, PanelChoice, PanelExploration } from '../../src/panel/protocol.ts';
import { shownChoices, timeOf } from '../choices.ts';
import type { ChoiceColumn, Explore } from '../state.ts';
import { t } from '../text.ts';
import { EffectsTable } from './effects.tsx';
import { ExploreStatus } from './exploreStatus.tsx';
import type { ReadyProps } from './panel.tsx';

export interface ExploreProps extends ReadyProps {
  readonly explore: Explore;
}

/** Every way to swap Conv rows for dynamic convolutions, with what each costs; one press swaps those rows in the file. */
export function ExploreSwaps(props: ExploreProps) {
  const { state, explore, post } = props;
  const { query, answer } = explore;
  const key = JSON.stringify([query, state.model.revision, state.model.scale]);
  useEffect(() => post({ type: 'explore', query }), [key]);
  return (
    <>
      <Query {...props} />
      <ExploreStatus {...props} />
      {answer !== undefined && <Choices {...props} answer={answer} />}
    </>
  );
}

function Query({ explore, dispatch }: ExploreProps) {
  const { query, answer, best } = explore;
  const set = (change: Partial<ExploreQuery>) => dispatch({ type: 'query', query: change });
  const scopes = { all: t`whole model`, backbone: t`backbone`, head: t`head` };
  return (
    <form class="explore" aria-label={t`Rows to swap`} onSubmit={(event) => event.preventDefault()}>
      <label>
        {t`Conv becomes`}
        <select value={query.variant} onChange={({ currentTarget }) => set({ variant: currentTarget.value as ExploreQuery['variant'] })}>
          <option value="bn-act">{t`DynamicConv + BN + activation`}</option>
          <option value="plain">{t`DynamicConv alone`}</option>
          <option value="offset">{t`offset-based`}</option>
        </select>
      </label>
      <label>
        {t`in`}
        <select value={query.scope} onChange={({ currentTarget }) => set({ scope: currentTarget.value })}>
          {Object.entries(scopes).map(([scope, label]) => (
            <option key={scope} value={scope}>
              {label}
            </option>
          ))}
          <option value="selection">
            {answer && answer.selection.length > 0 ? t`selection: rows ${answer.selection.join(', ')}` : t`selection`}
          </option>
          {answer?.levels.map((level) => (
            <option key={level} value={level}>
              {level}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" checked={query.only3x3s1} onChange={({ currentTarget }) => set({ only3x3s1: currentTarget.checked })} />
        {t`only 3×3, stride 1`}
      </label>
      <label>
        {t`each at most +`}
        <input
          type="number"
          min="0"
          step="any"
          placeholder="–"
          value={query.maxParamsPercent ?? ''}
          onChange={({ currentTarget: { value } }) => set({ maxParamsPercent: value === '' ? null : Math.max(0, Number(value)) })}
        />
        {t`% parameters`}
      </label>
      <label>
        <input type="checkbox" checked={best} onChange={({ currentTarget }) => dispatch({ type: 'best', best: currentTarget.checked })} />
        {t`only the best`}
      </label>
      <span class="spring" />
      <button type="button" class="link" onClick={() => dispatch({ type: 'closeExplore' })}>
        {t`Back to the rows`}
      </button>
    </form>
  );
}

function Choices(props: ExploreProps & { readonly answer: PanelExploration }) {
  const { explore, answer, dispatch } = props;
  const choices = shownChoices(explore);
  const { sort } = explore;
  const isTimed = answer.now.ms !== undefined || answer.choices.some((choice) => timeOf(choice, 0) !== undefined);
  return (
    <>
      <p class="quiet filter" role="status">
        {answer.nothing ?? `${found(choices.length, answer)} ${goalOf(answer)}`}
      </p>
      <div class="scroll">
        {answer.effects.length > 0 && <EffectsTable answer={answer} />}
        <table aria-label={t`Choices of rows to swap`}>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">{t`Swap`}</span>
              </th>
              {columns(isTimed).map(({ column, label, title }) => (
                <th
                  key={column}
                  scope="col"
                  class={column === 'rows' ? '' : 'number'}
                  aria-sort={sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" title={title} onClick={() => dispatch({ type: 'sortChoices', column })}>
                    <span>{label}</span>
                    <span class="arrow" aria-hidden="true">
                      {sort.column === column ? (sort.descending ? '↓' : '↑') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {choices.map((choice) => (
              <Choice key={choice.rows.join()} {...props} choice={choice} isTimed={isTimed} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** How many of the subsets there are to see. */
function found(shown: number, { subsets, exact: isExact }: PanelExploration): string {
  const all = subsets > 2 ** 40 ? `2^${Math.round(Math.log2(subsets))}` : exact(subsets);
  return isExact
    ? t`${shown} of ${all} choices.`
    : t`${shown} of ${all} choices, the best that were found: there are too many to compare all.`;
}

function goalOf({ prefers, effects }: PanelExploration): string {
  const isTimed = effects.length > 0 && effects.every(({ ms }) => ms !== undefined);
  if (prefers === 'more-params') return isTimed ? t`Best: most parameters for work and time.` : t`Best: most parameters for the work.`;
  return isTimed ? t`Best: fewest parameters, least work and time.` : t`Best: fewest parameters and least work.`;
}

interface ChoiceProps extends ExploreProps {
  readonly answer: PanelExploration;
  readonly choice: PanelChoice;
  readonly isTimed: boolean;
}

function Choice({ answer, choice, isTimed, post }: ChoiceProps) {
  const { now, query, revision } = answer;
  const { rows, params, printedGflops } = choice;
  return (
    <tr>
      <td>
        {rows.length > 0 && (
          <button
            type="button"
            class="secondary"
            aria-label={t`Swap rows ${rows.join(', ')}`}
            onClick={() => post({ type: 'swap', query, rows, revision })}
          >
            {t`Swap`}
          </button>
        )}
      </td>
      <td>{rows.length === 0 ? t`none: the model as it is` : rows.join(', ')}</td>
      <td class="number">
        {count(params)} <span class="quiet">{countDelta(params - now.params)}</span>
      </td>
      <td class="number">
        {gflops(choice.gflops)} <span class="quiet">{gflopsDelta(choice.gflops - now.gflops)}</span>
      </td>
      <td class="number">
        {gflops(printedGflops)} <span class="quiet">{gflopsDelta(printedGflops - now.printedGflops)}</span>
      </td>
      {isTimed && <Time choice={choice} nowMs={now.ms} />}
    </tr>
  );
}

/** The time of a choice, and whether that network ran or its time is put together from rows that did. */
function Time({ choice, nowMs }: { readonly choice: PanelChoice; readonly nowMs: number | undefined }) {
  const { rows, addedMs, measuredMs } = choice;
  const time = timeOf(choice, nowMs);
  if (rows.length === 0) return <td class="number">{nowMs === undefined ? '' : t`${milliseconds(nowMs)} measured`}</td>;
  if (measuredMs !== undefined) return <td class="number">{t`${milliseconds(measuredMs)} measured`}</td>;
  if (time === undefined || addedMs === undefined) return <td class="number" />;
  return (
    <td class="number" title={t`Predicted: the time of the model as it is and what each row adds, timed on its own`}>
      {nowMs !== undefined && <>{`≈ ${milliseconds(time)}`} </>}
      <span class="quiet">{millisecondsDelta(addedMs)}</span>
    </td>
  );
}

function columns(isTimed: boolean): readonly { readonly column: ChoiceColumn; readonly label: string; readonly title: string }[] {
  return [
    { column: 'rows', label: t`Rows swapped`, title: t`Which rows become dynamic` },
    { column: 'params', label: t`Params`, title: t`Parameters` },
    { column: 'gflops', label: t`GFLOPs`, title: t`True GFLOPs: twice every multiply-accumulate that runs` },
    { column: 'printedGflops', label: t`Printed`, title: t`What the framework prints; it leaves out what its counter does not see` },
    ...(isTimed ? [{ column: 'ms' as const, label: t`Time`, title: t`Time of one run, end to end: measured, or predicted (≈)` }] : []),
  ];
}
