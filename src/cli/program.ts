import { Command, Option } from 'commander';
import { t } from '../core/index.ts';
import { languages } from './language.ts';
import { addLimits } from './limits.ts';
import { addModelOptions, upstream, whole } from './options.ts';
import { addStructureCommands } from './structureCommands.ts';
import { addSwapOptions } from './swapOptions.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** The commands and their options. What a command needs is loaded when it runs: most calls need little. */
export function createProgram(terminal: Terminal, finish: (code: number) => void): Command {
  const program = new Command('yolo-architect')
    .description(t`Shapes, parameters, FLOPs and latency of YOLO model files`)
    .version(version, '-V, --version', t`print the version`)
    .helpOption('-h, --help', t`print what a command takes`)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.raw,
      writeErr: (text) => terminal.error(text.trimEnd()),
      outputError: (text, write) =>
        write(text.replace(/^error: /, 'yolo-architect: ').replace(/\n\(Did you mean (.*)\?\)/, '; did you mean $1?')),
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => terminal.errorColors.isColorSupported,
    });
  const lang = () => new Option('--lang <language>', t`language of messages`).choices(languages);
  const command = (usage: string, description: string) =>
    program.command(usage).description(description).addOption(lang()).option('--json', t`one JSON object a line on standard output`);

  addLimits(addModelOptions(command('info', t`what a model is: rows, shapes, parameters, FLOPs`)))
    .argument('<file...>', t`model files; - is standard input`)
    .action(async (files, options) => finish((await import('./commands/info.ts')).info(files, options, terminal)));

  addLimits(addModelOptions(command('check', t`what is wrong with a model, and how to mend it`)))
    .argument('<file...>', t`model files or folders; - is standard input`)
    .option('--fix', t`apply what can be mended safely`)
    .option('--fix-dry-run', t`print what --fix would change as a diff`)
    .addOption(new Option('--format <format>', t`how problems are printed`).choices(['text', 'json', 'sarif', 'github']))
    .option('--strict', t`files that are no models are mistakes`)
    .action(async (files, options) => finish(await (await import('./commands/check.ts')).check(files, options, terminal)));

  addSwapOptions(addModelOptions(command('swap', t`put other modules in the place of some, arguments translated`)))
    .argument('<file>', t`a model file; - is standard input`)
    .option('--write', t`change the file`)
    .action(async (file, options) => {
      const { parseFilter, parseScope, swap } = await import('./commands/swap.ts');
      const only = options.only === undefined ? {} : { only: parseFilter(options.only) };
      finish(await swap(file, { ...options, ...only, scope: parseScope(options.scope) }, terminal));
    });

  addSwapOptions(addModelOptions(command('explore', t`every way to swap some of the rows, by parameters and true GFLOPs`)))
    .argument('<file>', t`a model file; - is standard input`)
    .option('--all', t`not only the choices that nothing beats`)
    .addOption(
      new Option('--backend <name>', t`time each row as it is and swapped there, and compare times too`).choices([
        'auto',
        'wasm',
        'cpu',
        'tensorflow',
      ]),
    )
    .action(async (file, options) => {
      const { parseFilter, parseScope } = await import('./commands/swap.ts');
      const { explore } = await import('./commands/explore.ts');
      const only = options.only === undefined ? {} : { only: parseFilter(options.only) };
      finish(await explore(file, { ...options, ...only, scope: parseScope(options.scope) }, terminal));
    });

  addModelOptions(command('insert', t`put a row in, with every later from renumbered`))
    .argument('<file>', t`a model file; - is standard input`)
    .argument('<row>', t`the row, as in "[-1, 1, CBAM, [7]]"`)
    .addOption(new Option('--after <row>', t`the row that it comes behind`).conflicts('before'))
    .addOption(new Option('--before <row>', t`the row that it comes before`))
    .addOption(
      new Option('--readers <readers>', t`who reads it instead of the row before: the next row, or all that read that row`)
        .choices(['next', 'all'])
        .default('next'),
    )
    .option('--write', t`change the file`)
    .action(async (file, row, { after, before, readers, ...options }) => {
      const { insertRequest, structure } = await import('./commands/structure.ts');
      finish(await structure(file, insertRequest(row, after, before, readers), options, terminal));
    });

  addModelOptions(command('delete', t`take rows out, with every later from renumbered`))
    .argument('<file>', t`a model file; - is standard input`)
    .argument('<row...>', t`numbers of rows`)
    .option('--write', t`change the file`)
    .action(async (file, rows: readonly string[], options) => {
      const { rowNumber, structure } = await import('./commands/structure.ts');
      finish(await structure(file, { kind: 'delete', rows: rows.map(rowNumber('delete')) }, options, terminal));
    });

  addModelOptions(command('move', t`take rows to another place, every row still reading what it reads`))
    .argument('<file>', t`a model file; - is standard input`)
    .argument('<row...>', t`numbers of rows`)
    .requiredOption('--to <row>', t`the number that the first of them has afterwards`)
    .option('--write', t`change the file`)
    .action(async (file, rows: readonly string[], { to, ...options }) => {
      const { rowNumber, structure } = await import('./commands/structure.ts');
      finish(await structure(file, { kind: 'move', rows: rows.map(rowNumber('move')), to: rowNumber('--to')(to) }, options, terminal));
    });

  addStructureCommands((usage, description) => addModelOptions(command(usage, description)), terminal, finish);

  addModelOptions(command('export', t`write what a model needs elsewhere`))
    .argument('<file>', t`a model file; - is standard input`)
    .addOption(
      new Option('--to <form>', t`python: a file that makes an unmodified ultralytics know the model's modules`)
        .choices(['python'])
        .makeOptionMandatory(),
    )
    .option('--out <path>', t`write there instead of printing`)
    .option('--force', t`replace a file that is there`)
    .action(async (file, options) => finish(await (await import('./commands/export.ts')).exportModel(file, options, terminal)));

  addModelOptions(command('profile', t`run the network and measure every row`))
    .argument('<file>', t`a model file; - is standard input`)
    .addOption(new Option('--backend <name>', t`what runs the network`).choices(['auto', 'wasm', 'cpu', 'tensorflow']).default('auto'))
    .option('--device <device>', t`cpu or gpu, where the back end has both`)
    .addOption(new Option('--precision <precision>', t`number format`).choices(['fp32', 'fp16']).default('fp32'))
    .addOption(new Option('--runs <n>', t`timed runs of each row`).argParser(whole('--runs')))
    .addOption(new Option('--timeout <seconds>', t`give up after this time; default 600`).argParser(whole('--timeout')))
    .option('--unfused', t`leave BatchNorm as it is instead of folding it into the convolutions`)
    .action(async (file, options) => finish(await (await import('./commands/profile.ts')).profile(file, options, terminal)));

  command('backends', t`what can run a network here, and why the rest can't`).action(async (options) =>
    finish(await (await import('./commands/backends.ts')).backends(options, terminal)),
  );

  command('modules', t`the catalogue of modules`)
    .argument('[name]', t`one module`)
    .addOption(new Option('--upstream <version>', t`whose rules: 8.3, 8.4 or an exact release`).argParser(upstream))
    .action(async (name, options) => finish((await import('./commands/modules.ts')).modules(name, options, terminal)));

  return program;
}
