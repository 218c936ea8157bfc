import path from 'node:path';
import { type Analysis, analyze, type DataFile, type Pretrained, readDataClasses, t } from '../core/index.ts';
import { Failure } from './failure.ts';
import { readSource, type Source } from './files.ts';
import { analyzeOptions, type ModelOptions } from './options.ts';
import { place, problemLine } from './problems.ts';
import { classesAround } from './pythonClasses.ts';
import { modulesFor } from './userModules.ts';

/** The analysis of a source at each scale asked for: one without `--scale`, all that the file declares with `all`. */
export function analyzeScales(source: Source, options: ModelOptions): Analysis[] {
  const { scale } = options;
  if (scale !== 'all') return (scale?.split(',') ?? [undefined]).map((one) => analyzeAt(source, options, one));
  const general = analyzeAt(source, options);
  return general.isModel && general.scales.length > 0 ? general.scales.map((one) => analyzeAt(source, options, one)) : [general];
}

/** As {@link analyzeScales}, for a source that must be a model. */
export function modelScales(source: Source, options: ModelOptions): Analysis[] {
  const analyses = analyzeScales(source, options);
  if (analyses[0]?.isModel === false) throw notAModel(source, analyses[0]);
  return analyses;
}

/** One analysis for a command that can do only one. */
export function modelAtOneScale(source: Source, options: ModelOptions): Analysis {
  if (options.scale === 'all' || options.scale?.includes(',')) throw new Failure(t`this command takes one scale at a time`);
  return modelScales(source, options)[0]!;
}

/** A file without a model in it; where it can't be read as YAML at all, its errors say why. */
function notAModel({ file, text }: Source, { problems }: Analysis): Failure {
  const errors = place(text, problems).filter(({ severity }) => severity === 'error');
  const lines = errors.map((problem) => problemLine(file, problem));
  return new Failure(lines.length > 0 ? lines.join('\n') : t`${file}: not a model: no backbone or head with rows`);
}

export function analyzeAt(source: Source, options: ModelOptions, scale?: string): Analysis {
  const modules = modulesFor(source.file, options.modules);
  const pretrained = options.pretrained === undefined ? undefined : baseModel(options.pretrained);
  const data = options.data === undefined ? undefined : [dataFile(options.data)];
  const classes = classesAround(source.file, source.text, options.upstream);
  const analysis = analyze(source.text, {
    ...analyzeOptions(options, source.fileName, scale),
    ...(modules && { modules }),
    ...(pretrained && { pretrained }),
    ...(data && { data }),
    ...(classes && { classes }),
  });
  const { scales } = analysis;
  if (scale !== undefined && analysis.isModel && scales.length > 0 && !scales.includes(scale)) {
    throw new Failure(t`${source.file}: no scale "${scale}": the file has ${scales.join(', ')}`);
  }
  return analysis;
}

/** The data file that `--data` names. */
function dataFile(file: string): DataFile {
  const classes = readDataClasses(readSource(file).text);
  if (classes === undefined) throw new Failure(t`${file}: no data file: it must have train or val, and names`);
  return { file: path.basename(file), classes };
}

const bases = new Map<string, Pretrained>();

/** The model file that `--pretrained` names, read once. */
function baseModel(file: string): Pretrained {
  const known = bases.get(file);
  if (known !== undefined) return known;
  const { text, fileName = file } = readSource(file);
  const base = { text, fileName };
  bases.set(file, base);
  return base;
}
