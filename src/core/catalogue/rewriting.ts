/** What a row's rewriting is made of: the parser's channel list as Python indexes it, and arguments that remember what was written. */
import { t } from '../l10n.ts';
import { Refused, Unknown } from '../net/refused.ts';
import { PyDict, type PyValue } from '../python.ts';
import { scaledChannels } from '../resolve/numbers.ts';
import type { Header, ParsedArgument } from '../resolve/state.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { pythonType } from './arguments.ts';

/** Channels that the parser notes for a row: a list for rows that hand on several maps. */
export type Channels = number | readonly number[];

export interface FamilyInput {
  readonly header: Header;
  readonly from: PyValue;
  readonly args: readonly ParsedArgument[];
  /** Scaled repeats. */
  readonly repeats: PyValue;
  /** Channels noted so far; the image's before row 0. */
  readonly channels: readonly (Channels | undefined)[];
  /** The parser's variable `c2` as an earlier row left it: what is noted for rows that do not write it. */
  readonly lastChannels: Channels | undefined;
}

export interface FamilyResult {
  readonly args: readonly ParsedArgument[];
  readonly channels: Channels | undefined;
  readonly repeatsInside: boolean;
  /** Where the parser sets its variable `c1`, which later rows may name. */
  readonly c1?: PyValue;
}

/** The row's own argument at `index`; none is Python's IndexError. */
export function argumentAt(args: readonly ParsedArgument[], index: number): ParsedArgument {
  const argument = args[index];
  if (argument === undefined) throw new Refused('IndexError', 'list index out of range');
  return argument;
}

/** Another value in the place of one from the file, which is remembered as it was written. */
export function changed(argument: ParsedArgument, value: PyValue): ParsedArgument {
  return { ...argument, value, written: argument.written ?? argument.value };
}

/** Whether the parser does something at this scale. Before `scale-compared-whole` the scale is searched in a word of letters, in which the empty scale is found too. */
export function appliesAt(scales: string, scale: PyValue | undefined, rules: ReleaseRules): boolean {
  const whole = rules.has('scale-compared-whole');
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

/** Forks scale channels, one number or a list, that the framework takes as they stand; files for a fork are read as forks read them. */
export function scaledInForks(argument: ParsedArgument, header: Header): ParsedArgument {
  const { value } = argument;
  const scale = (c: PyValue) => scaledChannels(c, header.maxChannels, header.width);
  if (!header.foreign) return argument;
  if (typeof value === 'number') return scale(value) === value ? argument : changed(argument, scale(value));
  return Array.isArray(value) && value.every((c) => typeof c === 'number') ? changed(argument, value.map(scale)) : argument;
}

/** A value that the parser puts in. */
export function put(value: PyValue): ParsedArgument {
  return { value, origin: 'parser' };
}

/** `ch[f]` where a number of channels is needed: one map's. */
export function channelsOf(from: PyValue, channels: readonly (Channels | undefined)[]): number {
  return oneMap(notedFor(from, channels));
}

/** `ch[f]`: what Python's list gives for that index, which for rows of several maps is a list. */
export function notedFor(from: PyValue, channels: readonly (Channels | undefined)[], element?: number): Channels {
  const index = typeof from === 'boolean' ? Number(from) : from;
  if (typeof index !== 'number') {
    throw new Refused('TypeError', `list indices must be integers or slices, not ${pythonType(from)}`, 'from', element);
  }
  const real = index < 0 ? channels.length + index : index;
  if (real < 0 || real >= channels.length) throw new Refused('IndexError', 'list index out of range', 'from', element);
  const found = channels[real];
  if (found === undefined) throw new Unknown(t`it reads row ${real}, whose channels are not known`);
  return found;
}

/** `[ch[x] for x in f]` where numbers are needed. */
export function channelsOfAll(from: PyValue, channels: readonly (Channels | undefined)[]): number[] {
  return notedForAll(from, channels).map(oneMap);
}

/** `[ch[x] for x in f]`. */
function notedForAll(from: PyValue, channels: readonly (Channels | undefined)[]): Channels[] {
  if ((typeof from === 'string' && from !== '') || (from instanceof PyDict && from.entries.size > 0)) {
    throw new Refused('TypeError', 'list indices must be integers or slices, not str', 'from');
  }
  if (!Array.isArray(from)) throw new Refused('TypeError', `'${pythonType(from)}' object is not iterable`, 'from');
  // All are looked up, since one that is out of range ends the build whether or not the others are known.
  let unknown: Unknown | undefined;
  const noted = (from as readonly PyValue[]).map((f, i) => {
    try {
      return notedFor(f, channels, i);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      unknown ??= error;
      return 0;
    }
  });
  if (unknown !== undefined) throw unknown;
  return noted;
}

function oneMap(noted: Channels, element?: number): number {
  if (typeof noted === 'number') return noted;
  throw new Refused('TypeError', "unsupported operand type(s) for %: 'list' and 'int'", 'from', element);
}
