import { type Command, Option } from 'commander';
import {
  type AnalyzeOptions,
  type Convention,
  conventionNames,
  type DynamicMeaning,
  isPublished,
  publishedRanges,
  type RuleLevel,
  type RuleLevels,
  releaseRules,
  ruleLevels,
  rules,
  t,
  upstreamLines,
} from '../core/index.ts';
import { Failure } from './failure.ts';

/** The options that every command about a model takes, as commander hands them over. */
export interface ModelOptions {
  readonly scale?: string;
  readonly imgsz?: readonly [number, number];
  readonly nc?: number;
  readonly ch?: number;
  readonly batch?: number;
  readonly upstream?: string;
  readonly thop?: string;
  readonly convention?: Readonly<Record<string, Convention>>;
  readonly modules?: readonly string[];
  readonly dynamicConv?: DynamicMeaning;
  readonly rule?: RuleLevels;
  readonly pretrained?: string;
  readonly data?: string;
  readonly json?: boolean;
}

export function addModelOptions(command: Command): Command {
  return command
    .addOption(new Option('--scale <scale>', t`n, s, m, l, x or another that the file declares; or all`))
    .addOption(new Option('--imgsz <size>', t`image size: 640, or height,width`).argParser(parseImageSize))
    .addOption(new Option('--nc <n>', t`number of classes, instead of the file's`).argParser(whole('--nc')))
    .addOption(new Option('--ch <n>', t`image channels`).argParser(whole('--ch')))
    .addOption(new Option('--batch <n>', t`images at a time`).argParser(whole('--batch')))
    .addOption(new Option('--upstream <version>', t`whose rules: 8.3, 8.4 or an exact release`).argParser(upstream))
    .addOption(new Option('--thop <version>', t`release of the FLOP counter`).argParser(thop))
    .addOption(
      new Option(
        '--convention <name=family>',
        t`how a module that is not the framework's own gets its arguments: ${conventionNames.join(', ')}`,
      ).argParser(convention),
    )
    .addOption(
      new Option('--rule <id=level>', t`how loud a rule is: ${ruleLevels.join(', ')}; may be given several times`).argParser(ruleLevel),
    )
    .addOption(new Option('--pretrained <file>', t`the model file whose weights training begins with: says which find their rows`))
    .addOption(new Option('--data <file>', t`the data file that training uses: its classes are compared with the model's`))
    .addOption(new Option('--modules <file...>', t`files that describe modules of your own`))
    .addOption(new Option('--dynamic-conv <meaning>', t`what DynamicConv means where the file does not say`).choices(['plain', 'bn-act']));
}

/** What an analysis is asked for, at one scale. */
export function analyzeOptions(options: ModelOptions, fileName: string | undefined, scale?: string): AnalyzeOptions {
  const { imgsz, nc, ch, batch, upstream, thop, convention: conventions, rule: rules, dynamicConv: value } = options;
  const dynamicConv = value === undefined ? undefined : ({ value, source: 'setting' } as const);
  return defined({ fileName, scale, imgsz, nc, ch, batch, upstream, thop, conventions, rules, dynamicConv });
}

/** Adds `CBAM=verbatim` to what earlier options said. */
function convention(text: string, known: Readonly<Record<string, Convention>> = {}): Readonly<Record<string, Convention>> {
  const [name, family] = text.split('=');
  const found = conventionNames.find((other) => other === family);
  if (!name || found === undefined)
    throw new Failure(t`--convention takes a module and one of ${conventionNames.join(', ')}, such as CBAM=inputChannels, not "${text}"`);
  return { ...known, [name]: found };
}

/** Adds `dead-row=off` to what earlier options said. */
function ruleLevel(text: string, known: RuleLevels = {}): RuleLevels {
  const [id = '', wanted] = text.split('=');
  const level: RuleLevel | undefined = ruleLevels.find((other) => other === wanted);
  if (level === undefined)
    throw new Failure(t`--rule takes a rule and one of ${ruleLevels.join(', ')}, such as dead-row=off, not "${text}"`);
  if (!rules.some((rule) => rule.id === id)) throw new Failure(t`--rule: no rule is called "${id}"`);
  return { ...known, [id]: level };
}

/** A copy without the keys that are undefined. */
function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Reads a whole number of at least one. */
export function whole(option: string): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (!/^\d+$/.test(text) || n < 1 || n > 1e9) throw new Failure(t`${option} takes a whole number of at least 1, not "${text}"`);
    return n;
  };
}

/** Reads a limit: a number that may carry a unit, as in `2.6M`. */
export function quantity(option: string): (text: string) => number {
  return (text) => {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?(?:e\d+)?)([kMG])?$/.exec(text) ?? [];
    if (digits === undefined) throw new Failure(t`${option} takes a number such as 6.5 or 2.6M, not "${text}"`);
    return Number(digits) * ({ k: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1);
  };
}

function parseImageSize(text: string): readonly [number, number] {
  const sizes = /^(\d+)(?:[,x×](\d+))?$/.exec(text);
  const height = Number(sizes?.[1]);
  const width = Number(sizes?.[2] ?? sizes?.[1]);
  if (!(height >= 1 && width >= 1 && height <= 65_536 && width <= 65_536)) {
    throw new Failure(t`--imgsz takes one size or height,width, such as 640 or 640,480, not "${text}"`);
  }
  return [height, width];
}

export function upstream(text: string): string {
  const lines = Object.keys(upstreamLines());
  if (releaseRules(text) === undefined || !(lines.includes(text) || isPublished('ultralytics', text))) {
    const ranges = publishedRanges('ultralytics');
    throw new Failure(t`--upstream takes ${lines.join(', ')} or a published release (${ranges}), not "${text}"`);
  }
  return text;
}

function thop(text: string): string {
  if (!isPublished('ultralytics-thop', text)) {
    throw new Failure(t`--thop takes a published release (${publishedRanges('ultralytics-thop')}), not "${text}"`);
  }
  return text;
}
