import { type Command, Option } from 'commander';
import { type Analysis, exact, t } from '../core/index.ts';
import { quantity } from './options.ts';

/** Numbers that a model may not exceed, so that a build fails when it does. */
const limits = [
  { option: '--max-params', key: 'maxParams', unit: 'parameters', value: (a: Analysis) => a.totals.params },
  { option: '--max-gflops', key: 'maxGflops', unit: 'GFLOPs', value: (a: Analysis) => a.totals.gflops },
  { option: '--max-printed-gflops', key: 'maxPrintedGflops', unit: 'printed GFLOPs', value: (a: Analysis) => a.totals.printedGflops },
  { option: '--max-macs', key: 'maxMacs', unit: 'MACs', value: (a: Analysis) => a.totals.macs },
  { option: '--max-layers', key: 'maxLayers', unit: 'layers', value: (a: Analysis) => a.totals.layers },
  {
    option: '--max-activation-bytes',
    key: 'maxActivationBytes',
    unit: 'activation bytes',
    value: (a: Analysis) => a.totals.activationBytes,
  },
] as const;

export type Limits = { readonly [K in (typeof limits)[number]['key']]?: number };

export function addLimits(command: Command): Command {
  for (const { option, unit } of limits) {
    command.addOption(new Option(`${option} <n>`, t`fail with more ${unit} than this`).argParser(quantity(option)));
  }
  return command;
}

/** One sentence for each limit that is passed. */
export function passedLimits(analysis: Analysis, asked: Limits): { readonly rule: string; readonly message: string }[] {
  return limits.flatMap(({ option, key, unit, value }) => {
    const limit = asked[key];
    const n = value(analysis);
    if (limit === undefined || n <= limit) return [];
    const scale = analysis.scale === '' ? '' : ` (${t`at scale ${analysis.scale}`})`;
    return [{ rule: option.slice(2), message: `${t`${number(n)} ${unit} are more than the limit of ${number(limit)}`}${scale}` }];
  });
}

function number(n: number): string {
  return Number.isInteger(n) ? exact(n) : String(Number(n.toPrecision(7)));
}
