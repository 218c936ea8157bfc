import { type Analysis, type Choice, count, countDelta, type Exploration, exploreSwaps, gflops, gflopsDelta, t } from '../../core/index.ts';
import { exit, Failure } from '../failure.ts';
import { readSource } from '../files.ts';
import { modelScales } from '../resolve.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type SwapOptions, swapRequest } from './swap.ts';

export interface ExploreOptions extends Omit<SwapOptions, 'write'> {
  readonly all?: boolean;
}

/** `explore FILE`: subsets of rows to swap, by parameters and true work; those that nothing beats, or with `--all` every one of few. */
export function explore(file: string, options: ExploreOptions, terminal: Terminal): number {
  const source = readSource(file);
  for (const analysis of modelScales(source, options)) {
    const found = exploreSwaps(analysis, swapRequest(options));
    if (found.effects.length === 0)
      throw new Failure(t`nothing is swapped: ${found.left[0]?.reason ?? t`no row of ${options.from} there`}`);
    const choices = found.choices.filter(({ pareto }) => pareto || options.all);
    if (options.json) for (const choice of choices) terminal.json(choiceJson(source.file, analysis, choice));
    else terminal.out(choicesText(analysis, found, choices, terminal.colors.bold));
    for (const { row, reason } of found.left) terminal.error(`${source.file}: ${t`row ${row} stays as it is: ${reason}`}`);
  }
  return exit.fine;
}

function choiceJson(file: string, { scale }: Analysis, { rows, params, macs, printedGflops, pareto }: Choice): object {
  return { file, scale, rows, params, macs, gflops: (2 * macs) / 1e9, printedGflops, pareto };
}

function choicesText({ totals, scale }: Analysis, found: Exploration, choices: readonly Choice[], bold: (text: string) => string): string {
  const columns = [
    { title: t`rows` },
    { title: t`params`, align: 'right' },
    { title: '±', align: 'right' },
    { title: t`GFLOPs`, align: 'right' },
    { title: '±', align: 'right' },
    { title: t`printed`, align: 'right' },
    { title: '' },
  ] as const;
  const lines = choices.map(({ rows, params, macs, printedGflops, pareto }) => [
    rows.length === 0 ? '–' : rows.join(', '),
    count(params),
    countDelta(params - totals.params),
    gflops((2 * macs) / 1e9),
    gflopsDelta((2 * macs) / 1e9 - totals.gflops),
    gflops(printedGflops),
    pareto ? '' : t`beaten`,
  ]);
  const goal = found.prefers === 'more-params' ? t`most parameters for the work` : t`fewest parameters and least work`;
  const at = scale === '' ? '' : ` (${t`at scale ${scale}`})`;
  return [t`${found.subsets} choices${at}, the best are those with ${goal}`, table(columns, lines, bold)].join('\n');
}
