import { existsSync } from 'node:fs';
import path from 'node:path';
import { noPythonModule, pythonFileName, pythonModule, t } from '../../core/index.ts';
import { exit, Failure } from '../failure.ts';
import { readSource } from '../files.ts';
import type { ModelOptions } from '../options.ts';
import { modelScales } from '../resolve.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

export interface ExportOptions extends ModelOptions {
  readonly to: 'python';
  readonly out?: string;
  readonly force?: boolean;
}

/** `export FILE --to python`: the Python file that makes an unmodified ultralytics know the model's modules, printed or written. */
export async function exportModel(file: string, options: ExportOptions, terminal: Terminal): Promise<number> {
  const source = readSource(file);
  const [analysis] = modelScales(source, options);
  const module = analysis && pythonModule(analysis, version);
  if (module === undefined) throw new Failure(`${source.file}: ${noPythonModule()}`);
  if (module.missing.length > 0)
    terminal.error(t`${source.file}: not written here, so they must come from your own code: ${module.missing.join(', ')}`);
  if (options.out === undefined) {
    if (options.json) terminal.json({ file: source.file, to: 'python', modules: module.names, missing: module.missing, text: module.text });
    else terminal.raw(module.text);
    return exit.fine;
  }
  if (path.basename(options.out) !== pythonFileName)
    throw new Failure(t`--out must be a file named ${pythonFileName}: by that name saved models find their classes again`);
  if (existsSync(options.out) && !options.force) throw new Failure(t`${options.out} is there already; --force replaces it`);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(options.out, module.text);
  } catch (error) {
    throw new Failure(`${options.out}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (options.json) terminal.json({ file: source.file, to: 'python', modules: module.names, missing: module.missing, out: options.out });
  else terminal.out(`${options.out}: ${module.names.join(', ')}`);
  return exit.fine;
}
