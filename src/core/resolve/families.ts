/** The parser's treatment of a row's arguments, one function for each kind of module. */
import { pythonType } from '../catalogue/arguments.ts';
import type { ParserFamily } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import { Refused, Unknown } from '../net/refused.ts';
import type { PyValue } from '../python.ts';
import { samePython, scaledChannels } from './numbers.ts';
import type { Header, ParsedArgument } from './state.ts';

export interface FamilyInput {
  readonly header: Header;
  readonly from: PyValue;
  readonly args: readonly ParsedArgument[];
  /** Scaled repeats. */
  readonly repeats: PyValue;
  /** Channels noted so far; the image's before row 0. */
  readonly channels: readonly (number | undefined)[];
  /** Channels that the row before left behind. */
  readonly lastChannels: number | undefined;
}

export interface FamilyResult {
  readonly args: readonly ParsedArgument[];
  readonly channels: number | undefined;
  readonly repeatsInside: boolean;
  readonly c1?: PyValue;
}

export function rewriteArguments(family: ParserFamily, input: FamilyInput): FamilyResult {
  const { header, from, args, channels } = input;
  switch (family.family) {
    case 'scaled':
      return scaled(family, input);
    case 'concat':
      return { args, channels: sum(channelsOfAll(from, channels)), repeatsInside: false };
    case 'head':
      return head(family, input);
    case 'batchNorm':
      return { args: [put(channelsOf(from, channels))], channels: input.lastChannels, repeatsInside: false };
    case 'inputChannels': {
      const c1 = channelsOf(from, channels);
      return { args: [put(c1), ...args], channels: c1, repeatsInside: false };
    }
    case 'torchvision': {
      const c2 = args[0];
      if (c2 === undefined) throw new Refused('IndexError', 'list index out of range');
      const c1 = channelsOf(from, channels);
      const rest = header.rules.has('torchvision-without-channels') ? args.slice(1) : [put(c1), ...args];
      return { args: rest, channels: typeof c2.value === 'number' ? c2.value : undefined, repeatsInside: false, c1 };
    }
    case 'verbatim':
      return { args, channels: channelsOf(from, channels), repeatsInside: false };
  }
}

type Scaled = Extract<ParserFamily, { family: 'scaled' }>;
type Head = Extract<ParserFamily, { family: 'head' }>;

function scaled(family: Scaled, { header, from, args, channels, repeats }: FamilyInput): FamilyResult {
  const { rules, nc, maxChannels, width, scale } = header;
  const c1 = channelsOf(from, channels);
  const written = args[0];
  if (written === undefined) throw new Refused('IndexError', 'list index out of range', 'args', undefined, 'no-channels');
  const verbatim = rules.has('nc-channels-scaled') ? family.keepsChannels === true : samePython(written.value, nc);
  const c2 = verbatim ? written.value : scaledChannels(written.value, maxChannels, width);
  const out: ParsedArgument[] = [put(c1), c2 === written.value ? written : changed(written, c2)];
  if (family.repeatsInside) out.push(put(repeats));
  for (let i = 1; i < args.length; i++) out.push(args[i] as ParsedArgument);
  const whole = rules.has('scale-compared-whole');
  if (family.forced) force(out, family.forced, scale, whole);
  if (family.appended && appliesAt(family.appended.scales, scale, whole)) out.push(...family.appended.values.map(put));
  return { args: out, channels: typeof c2 === 'number' ? c2 : undefined, repeatsInside: family.repeatsInside === true, c1 };
}

/** Sets an argument at some scales. */
function force(
  args: ParsedArgument[],
  { scales, position, value }: NonNullable<Scaled['forced']>,
  scale: PyValue | undefined,
  whole: boolean,
): void {
  if (!appliesAt(scales, scale, whole)) return;
  const before = args[position];
  if (before === undefined) {
    if (!whole) throw new Refused('IndexError', 'list assignment index out of range');
    args.push(put(value));
    return;
  }
  args[position] = before.value === value ? before : changed(before, value);
}

/** Before `scale-compared-whole` the scale is searched in a word of letters, in which the empty scale is found too. */
function appliesAt(scales: string, scale: PyValue | undefined, whole: boolean): boolean {
  if (scale === undefined) {
    throw new Refused(
      'UnboundLocalError',
      "cannot access local variable 'scale' where it is not associated with a value",
      'row',
      undefined,
      'scales',
    );
  }
  if (typeof scale === 'string') return whole ? scale.length === 1 && scales.includes(scale) : scales.includes(scale);
  if (whole) return false;
  throw new Refused('TypeError', `'in <string>' requires string as left operand, not ${pythonType(scale)}`, 'row', undefined, 'scales');
}

function head(family: Head, { header, from, args, channels, lastChannels }: FamilyInput): FamilyResult {
  const levels = put(channelsOfAll(from, channels));
  const out = header.rules.has('heads-take-reg-max') ? [...args, put(header.regMax), put(header.end2end), levels] : [...args, levels];
  if (family.scaledArgument !== undefined) {
    const argument = out[family.scaledArgument];
    if (argument === undefined) throw new Refused('IndexError', 'list index out of range');
    const value = scaledChannels(argument.value, header.maxChannels, header.width);
    out[family.scaledArgument] = value === argument.value ? argument : changed(argument, value);
  }
  return { args: out, channels: lastChannels, repeatsInside: false };
}

/** Another value in the place of one from the file, which is remembered as it was written. */
function changed(argument: ParsedArgument, value: PyValue): ParsedArgument {
  return { ...argument, value, written: argument.written ?? argument.value };
}

function put(value: PyValue): ParsedArgument {
  return { value, origin: 'parser' };
}

/** `ch[f]`: what Python's list gives for that index. */
function channelsOf(from: PyValue, channels: readonly (number | undefined)[]): number {
  const index = typeof from === 'boolean' ? Number(from) : from;
  if (typeof index !== 'number') {
    throw new Refused('TypeError', `list indices must be integers or slices, not ${pythonType(from)}`, 'from');
  }
  return at(index, channels);
}

/** `[ch[x] for x in f]`. */
function channelsOfAll(from: PyValue, channels: readonly (number | undefined)[]): number[] {
  if (!Array.isArray(from)) throw new Refused('TypeError', `'${pythonType(from)}' object is not iterable`, 'from');
  return (from as readonly PyValue[]).map((f, i) => {
    if (typeof f !== 'number' && typeof f !== 'boolean')
      throw new Refused('TypeError', `list indices must be integers or slices, not ${pythonType(f)}`, 'from', i);
    return at(Number(f), channels, i);
  });
}

function at(index: number, channels: readonly (number | undefined)[], element?: number): number {
  const real = index < 0 ? channels.length + index : index;
  if (real < 0 || real >= channels.length) throw new Refused('IndexError', 'list index out of range', 'from', element);
  const found = channels[real];
  if (found === undefined) throw new Unknown(t`it reads row ${real}, whose channels are not known`);
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
