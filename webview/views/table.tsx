import { useLayoutEffect, useRef } from 'preact/hooks';
import { tableRows } from '../rows.ts';
import type { Column } from '../state.ts';
import { t } from '../text.ts';
import { Icon } from './icon.tsx';
import type { ReadyProps } from './panel.tsx';
import { Row } from './row.tsx';

/** The rows of the file. Arrow keys move, Enter goes to the editor, a click shows the row there. */
export function Table({ state, dispatch, post }: ReadyProps) {
  const { model, selected, sort, filter } = state;
  const rows = tableRows(state);
  const body = useRef<HTMLTableSectionElement>(null);
  const tabStop = rows.some(({ row }) => row.index === selected) ? selected : rows[0]?.row.index;
  const decimals = rows.some(({ timed }) => timed && timed.ms.median >= 100)
    ? 1
    : rows.some(({ timed }) => timed && timed.ms.median >= 10)
      ? 2
      : 3;

  const pick = (row: number, focus: boolean) => {
    dispatch({ type: 'select', row });
    post({ type: 'reveal', row, focus });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex(({ row }) => row.index === Number((event.target as HTMLElement).dataset.row));
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ') pick(rows[at]!.row.index, event.key === 'Enter');
    else {
      const to = rows[target(event.key, at, rows.length)];
      if (!to) return;
      body.current?.querySelector<HTMLElement>(`[data-row="${to.row.index}"]`)?.focus();
      pick(to.row.index, false);
    }
    event.preventDefault();
  };
  useLayoutEffect(() => {
    body.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  return (
    <>
      <div class="filter">
        <Icon name="search" />
        <input
          type="search"
          placeholder={t`Filter rows`}
          aria-label={t`Filter rows by module, number, arguments or shape`}
          value={filter}
          onInput={(event) => dispatch({ type: 'filter', text: event.currentTarget.value })}
        />
        <span class="quiet" role="status">
          {rows.length === model.rows.length ? t`${rows.length} rows` : t`${rows.length} of ${model.rows.length} rows`}
        </span>
        <span class="spring" />
        <button
          type="button"
          class="link"
          title={t`Compare every way to swap Conv rows for dynamic convolutions`}
          onClick={() => dispatch({ type: 'explore' })}
        >
          {t`Explore swaps`}
        </button>
      </div>
      <div class="scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of ARIA on a real table */}
        <table role="grid" aria-label={t`Rows of the network`} aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              {columns().map(({ column, label, title, numeric }) => {
                const active = sort.column === column;
                const direction = sort.descending ? 'descending' : 'ascending';
                return (
                  <th key={column} scope="col" class={`${column}${numeric ? ' number' : ''}`} aria-sort={active ? direction : 'none'}>
                    <button type="button" title={title} onClick={() => dispatch({ type: 'sort', column })}>
                      <span>{label}</span>
                      <span class="arrow" aria-hidden="true">
                        {active ? (sort.descending ? '↓' : '↑') : ''}
                      </span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody ref={body} class={sort.column === 'index' ? 'in-order' : ''} onKeyDown={onKeyDown}>
            {rows.map((item) => (
              <Row
                key={item.row.index}
                item={item}
                selected={item.row.index === selected}
                tabStop={item.row.index === tabStop}
                decimals={decimals}
                pick={pick}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="quiet nothing">{t`No row matches the filter.`}</p>}
      </div>
    </>
  );
}

interface Heading {
  readonly column: Column;
  readonly label: string;
  readonly title: string;
  readonly numeric?: boolean;
}

function columns(): readonly Heading[] {
  return [
    { column: 'index', label: t`Row`, title: t`Number of the row, as from counts`, numeric: true },
    { column: 'from', label: t`From`, title: t`Rows it reads`, numeric: true },
    { column: 'module', label: t`Module`, title: t`Module, with its repeats` },
    { column: 'args', label: t`Arguments`, title: t`Arguments of the constructor, after scaling` },
    { column: 'output', label: t`Output`, title: t`Channels × height × width` },
    { column: 'params', label: t`Params`, title: t`Parameters`, numeric: true },
    { column: 'flops', label: t`GFLOPs`, title: t`True GFLOPs: twice every multiply-accumulate that runs`, numeric: true },
    { column: 'ms', label: t`ms`, title: t`Median time in milliseconds; the bar compares it with the slowest row`, numeric: true },
    { column: 'share', label: t`Share`, title: t`Share of the time of all rows`, numeric: true },
    { column: 'bound', label: t`Bound`, title: t`What limits the row on this device` },
  ];
}

function target(key: string, at: number, rows: number): number {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return Math.min(at + 10, rows - 1);
    case 'PageUp':
      return Math.max(at - 10, 0);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return -1;
  }
}
