import { type Command, Option } from 'commander';
import { type StructureRequest, t } from '../core/index.ts';
import type { StructureOptions } from './commands/structure.ts';
import { whole } from './options.ts';
import type { Terminal } from './terminal.ts';

/** `duplicate`, `replace`, `width`, `wrap` and `levels`: structural edits that all print a diff or, with `--write`, change the file. */
export function addStructureCommands(
  command: (usage: string, description: string) => Command,
  terminal: Terminal,
  finish: (code: number) => void,
): void {
  const onFile = (usage: string, description: string) =>
    command(usage, description).argument('<file>', t`a model file; - is standard input`).option('--write', t`change the file`);
  const onRows = (usage: string, description: string) => onFile(usage, description).argument('<row...>', t`numbers of rows`);
  const run = async (file: string, request: StructureRequest, options: StructureOptions) => {
    const { structure } = await import('./commands/structure.ts');
    finish(await structure(file, request, options, terminal));
  };
  const numbers = async (rows: readonly string[], name: string) => {
    const { rowNumber } = await import('./commands/structure.ts');
    return rows.map(rowNumber(name));
  };

  onRows('duplicate', t`put rows in a second time behind themselves`).action(async (file, rows: readonly string[], options) =>
    run(file, { kind: 'duplicate', rows: await numbers(rows, 'duplicate') }, options),
  );

  onRows('replace', t`put another module in the place of rows, arguments translated and shapes kept`)
    .requiredOption('--with <module>', t`the module`)
    .addOption(new Option('--experts <n>', t`kernels of a DynamicConv`).argParser(whole('--experts')).default(4))
    .action(async (file, rows: readonly string[], { with: module, experts, ...options }) =>
      run(file, { kind: 'replace', rows: await numbers(rows, 'replace'), module, experts }, options),
    );

  onRows('width', t`give rows another width, and all rows that must follow`)
    .addOption(new Option('--to <channels>', t`output channels as the file writes them`).argParser(whole('--to')).makeOptionMandatory())
    .action(async (file, rows: readonly string[], { to, ...options }) =>
      run(file, { kind: 'width', rows: await numbers(rows, 'width'), channels: to }, options),
    );

  onRows('wrap', t`add rows' input to what they give, or put a row inside a block that is made of its module`)
    .requiredOption('--with <what>', t`shortcut, or a block such as C3k2`)
    .action(async (file, rows: readonly string[], { with: what, ...options }) =>
      run(file, { kind: 'wrap', rows: await numbers(rows, 'wrap'), in: what === 'shortcut' ? what : { block: what } }, options),
    );

  onFile('levels', t`add the detection level beside the finest or the coarsest, or take one away`)
    .addOption(new Option('--add <level>', t`a level such as P2 or P6`).conflicts('remove'))
    .addOption(new Option('--remove <level>', t`a level of the head`))
    .option('--output-only', t`with --remove: keep the path through the level, which other levels read`)
    .action(async (file, { add, remove, outputOnly, ...options }) => {
      const { levelNumber } = await import('./commands/structure.ts');
      await run(file, levelRequest(levelNumber(add ?? remove), add === undefined, outputOnly === true), options);
    });
}

function levelRequest(level: number, remove: boolean, outputOnly: boolean): StructureRequest {
  return remove ? { kind: 'remove-level', level, path: outputOnly ? 'output' : 'whole' } : { kind: 'add-level', level };
}
