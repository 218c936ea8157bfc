import { type Command, Option } from 'commander';
import { t } from '../core/index.ts';
import { quantity, whole } from './options.ts';

/** What `swap` and `explore` take: which module for which, and where. */
export function addSwapOptions(command: Command): Command {
  return command
    .option('--from <module>', t`the module to be replaced`, 'Conv')
    .option('--to <module>', t`the module to be put there`, 'DynamicConv')
    .addOption(
      new Option('--variant <variant>', t`which DynamicConv: the convolution alone, or with BatchNorm and activation`).choices([
        'plain',
        'bn-act',
        'offset',
      ]),
    )
    .option('--scope <scope>', t`all, backbone, head, a level such as P3, or rows such as 1,3,5-7`, 'all')
    .option('--only <kernel>', t`only convolutions of a kernel and a stride, such as 3x3s1`)
    .addOption(
      new Option('--max-params-percent <n>', t`only rows that add less than this share of the parameters`).argParser(
        quantity('--max-params-percent'),
      ),
    )
    .addOption(new Option('--experts <n>', t`kernels of each DynamicConv`).argParser(whole('--experts')).default(4));
}
