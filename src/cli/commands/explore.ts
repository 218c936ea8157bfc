import {
  type Analysis,
  type Choice,
  count,
  countDelta,
  type Exploration,
  exploreSwaps,
  gflops,
  gflopsDelta,
  millisecondsDelta,
  t,
} from '../../core/index.ts';
import { exit, Failure } from '../failure.ts';
import { readSource } from '../files.ts';
import { modelScales } from '../resolve.ts';
import { timedSwaps } from '../swapTiming.ts';
import { type Column, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type SwapOptions, swapRequest } from './swap.ts';

export interface ExploreOptions extends Omit<SwapOptions, 'write'> {
  readonly all?: boolean;
  /** Where rows are to be timed too. */
  readonly backend?: string;
}

/** `explore FILE`: subsets of rows to swap, by parameters, true work and, with a back end, time; those that nothing beats, or with `--all` every one of few. */
export async function explore(file: string, options: ExploreOptions, terminal: Terminal): Promise<number> {
  const source = readSource(file);
  for (const analysis of modelScales(source, options)) {
    const request = swapRequest(options);
    const times = options.backend === undefined ? undefined : await timedSwaps(analysis, request, options.backend, terminal);
    const found = exploreSwaps(analysis, request, times);
    if (found.effects.length === 0)
      throw new Failure(t`nothing is swapped: ${found.left[0]?.reason ?? t`no row of ${options.from} there`}`);
    const choices = found.choices.filter(({ pareto }) => pareto || options.all);
    if (options.json) for (const choice of choices) terminal.json(choiceJson(source.file, analysis, choice));
    else terminal.out(choicesText(analysis, found, choices, terminal.colors.bold));
    for (const { row, reason } of found.left) terminal.error(`${source.file}: ${t`row ${row} stays as it is: ${reason}`}`);
  }
  return exit.fine;
}

function choiceJson(file: string, { scale }: Analysis, { rows, params, macs, printedGflops, addedMs, pareto }: Choice): object {
  const time = addedMs === undefined ? {} : { addedMs };
  return { file, scale, rows, params, macs, gflops: (2 * macs) / 1e9, printedGflops, ...time, pareto };
}

function choicesText({ totals, scale }: Analysis, found: Exploration, choices: readonly Choice[], bold: (text: string) => string): string {
  const isTimed = choices.some(({ addedMs }) => addedMs !== undefined);
  const columns: readonly Column[] = [
    { title: t`rows` },
    { title: t`params`, align: 'right' },
    { title: '±', align: 'right' },
    { title: t`GFLOPs`, align: 'right' },
    { title: '±', align: 'right' },
    { title: t`printed`, align: 'right' },
    ...(isTimed ? [{ title: t`time`, align: 'right' } as const] : []),
    { title: '' },
  ];
  const lines = choices.map(({ rows, params, macs, printedGflops, addedMs, pareto }) => [
    rows.length === 0 ? '–' : rows.join(', '),
    count(params),
    countDelta(params - totals.params),
    gflops((2 * macs) / 1e9),
    gflopsDelta((2 * macs) / 1e9 - totals.gflops),
    gflops(printedGflops),
    ...(isTimed ? [addedMs === undefined ? '' : millisecondsDelta(addedMs)] : []),
    pareto ? '' : t`beaten`,
  ]);
  const goal = goalOf(found.prefers, isTimed);
  const at = scale === '' ? '' : ` (${t`at scale ${scale}`})`;
  const all = found.subsets > 2 ** 40 ? `2^${Math.round(Math.log2(found.subsets))}` : found.subsets;
  const head = found.exact
    ? t`${all} choices${at}, the best are those with ${goal}`
    : t`${all} choices${at}, too many to compare all; the best that were found, those with ${goal}`;
  return [head, table(columns, lines, bold)].join('\n');
}

function goalOf(prefers: Exploration['prefers'], isTimed: boolean): string {
  if (prefers === 'more-params') return isTimed ? t`most parameters for work and time` : t`most parameters for the work`;
  return isTimed ? t`fewest parameters, least work and time` : t`fewest parameters and least work`;
}
