import { t } from '../../l10n.ts';
import type { Analysis } from '../../model.ts';
import { type PythonClass, pythonClasses } from './classes.ts';
import { pythonHeader, pythonMain, pythonMetaclass, pythonRegistration, pythonWeights } from './runtime.ts';

/** The file's name is how its classes are found again when a checkpoint is loaded. */
export const pythonFileName = 'yolo_architect_modules.py';

export interface PythonModule {
  readonly text: string;
  /** The modules of the file that the text defines. */
  readonly names: readonly string[];
  /** Modules that must be registered and that nothing here defines. */
  readonly missing: readonly string[];
}

/**
 * A Python file with the classes that a model needs beyond the framework's own, and with `register()`, which makes an unmodified
 * package parse them with the arguments that the editor shows. `undefined` where the model needs none of them.
 */
export function pythonModule(analysis: Analysis, version: string): PythonModule | undefined {
  const plain = analysis.dynamicConv.value === 'plain';
  const classes = pythonClasses(plain);
  const asked = new Set(analysis.rows.map(({ module }) => module));
  const foreign = analysis.problems.filter(({ rule }) => rule === 'needs-registration' || rule === 'unknown-module');
  const missing = [...new Set(foreign.flatMap(({ row }) => analysis.rows[row ?? -1]?.module ?? []))].filter(
    (name) => !classes.some((found) => found.name === name),
  );
  const rows = classes.filter(({ name, parsedAs }) => parsedAs !== undefined && asked.has(name));
  if (rows.length === 0) return undefined;
  // Weights are told apart by the convolution alone, so it is always there.
  const needed = withNeeds([...rows.map(({ name }) => name), 'DynamicConv_Single'], classes);
  const names = rows.map(({ name }) => name);
  return {
    text: moduleText(
      classes.filter(({ name }) => needed.has(name)),
      rows,
      version,
      plain,
    ),
    names,
    missing,
  };
}

function withNeeds(names: readonly string[], classes: readonly PythonClass[]): Set<string> {
  const all = new Set(names);
  // Each class stands behind those that it needs, so one walk from the end finds them all.
  for (const { name, needs } of [...classes].reverse()) if (all.has(name)) for (const need of needs) all.add(need);
  return all;
}

function moduleText(classes: readonly PythonClass[], rows: readonly PythonClass[], version: string, plain: boolean): string {
  const names = (of: (found: PythonClass) => boolean | undefined) =>
    `{${rows
      .filter(of)
      .map(({ name }) => `"${name}"`)
      .join(', ')}}`;
  const set = (text: string) => (text === '{}' ? 'set()' : text);
  const parts = [
    docstring(rows, version, plain),
    pythonHeader.trim(),
    pythonMetaclass.trim(),
    ...classes.map((found) => source(found, rows.includes(found))),
    `MODULES = {\n${rows.map(({ name }) => `    "${name}": ${name},\n`).join('')}}\nFORCE_C3K = ${set(names(({ forcesC3k }) => forcesC3k))}\nTURN_LEGACY_OFF = ${set(names(({ turnsLegacyOff }) => turnsLegacyOff))}\n${rows.map(({ name, parsedAs }) => `${name}.parsed_as = ${parsedAs}\n`).join('')}`.trim(),
    pythonRegistration.trim(),
    pythonWeights.trim(),
    pythonMain.trim(),
  ];
  return `${parts.join('\n\n\n')}\n`;
}

function docstring(rows: readonly PythonClass[], version: string, plain: boolean): string {
  const meaning = plain ? 'the convolution alone' : 'the convolution with BatchNorm and activation';
  return `"""Modules for an unmodified ultralytics (8.3.x, 8.4.x; torch 1.13 or newer): ${rows.map(({ name }) => name).join(', ')}.

Written by YOLO Architect ${version}. MIT licence. The bare name DynamicConv means ${meaning} here.

In a script, before the model is built:

    import yolo_architect_modules
    yolo_architect_modules.register()

For the command line, \`python yolo_architect_modules.py yolo detect train model=… data=…\`, or once for the environment
\`python yolo_architect_modules.py install\`, after which \`yolo\` itself and the processes of distributed training know the classes.
A checkpoint is loaded wherever this file can be imported.
"""`;
}

function source({ name, source: text }: PythonClass, isRow: boolean): string {
  return isRow ? text.replace(new RegExp(`^class ${name}\\(([^)]*)\\):`, 'm'), `class ${name}($1, metaclass=_ParsedAs):`) : text;
}

/** Why there is no Python module for a model. */
export function noPythonModule(): string {
  return t`the model needs none of the modules that this tool writes in Python`;
}
