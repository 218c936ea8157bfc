import { CommanderError } from 'commander';
import { exit, Failure } from './failure.ts';
import { chooseLanguage } from './language.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

const terminal = createTerminal(process.stdout, process.stderr);
// Commands that have something to put in order first take the signal themselves.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(exit.interrupted);
});
// Setting the code instead of ending the process lets a pipe take all that was written.
void run(process.argv.slice(2)).then((code) => {
  if (code === exit.interrupted) process.exit(code);
  process.exitCode = code;
});

/** What is wrong in a file of modules is said last, whatever the command was. */
async function ownModules(): Promise<number> {
  const { reportModules } = await import('./userModules.ts');
  return reportModules(terminal) ? exit.model : exit.fine;
}

async function run(argv: readonly string[]): Promise<number> {
  let code: number = exit.fine;
  try {
    await chooseLanguage(argv);
    await createProgram(terminal, (result) => {
      code = result;
    }).parseAsync(argv, { from: 'user' });
    return Math.max(code, await ownModules());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.fine : exit.usage;
    if (!(error instanceof Failure)) throw error;
    terminal.error(error.message);
    return error.code;
  }
}
