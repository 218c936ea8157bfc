/** The parser's treatment of a row's arguments, one function for each kind of module. */
import type { ParserFamily } from '../catalogue/define.ts';
import {
  appliesAt,
  argumentAt,
  type Channels,
  changed,
  channelsOf,
  channelsOfAll,
  type FamilyInput,
  type FamilyResult,
  notedFor,
  put,
} from '../catalogue/rewriting.ts';
import { Refused, Unknown } from '../net/refused.ts';
import { PyFloat, type PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { samePython, scaledChannels } from './numbers.ts';
import type { ParsedArgument } from './state.ts';

export function rewriteArguments(family: ParserFamily, input: FamilyInput): FamilyResult {
  const { header, from, args, channels } = input;
  switch (family.family) {
    case 'scaled':
      return scaled(family, input);
    case 'concat':
      return { args, channels: channelsOfAll(from, channels).reduce((a, b) => a + b, 0), repeatsInside: false };
    case 'head':
      return head(family, input);
    case 'batchNorm':
      return { args: [put(channelsOf(from, channels))], channels: input.lastChannels, repeatsInside: false };
    case 'inputChannels': {
      const c1 = channelsOf(from, channels);
      return { args: [put(c1), ...args], channels: c1, repeatsInside: false };
    }
    case 'torchvision': {
      const c2 = argumentAt(args, 0);
      // Handed on without a look at it, so that a list of maps may come.
      const c1 = notedFor(from, channels);
      const rest = header.rules.has('torchvision-without-channels') ? args.slice(1) : [put(c1), ...args];
      return { args: rest, channels: asNoted(c2.value), repeatsInside: false, c1 };
    }
    case 'inputChannelsList': {
      const cin = channelsOfAll(Array.isArray(from) ? from : [from], channels);
      return { args: [put(cin), ...args], channels: cin.reduce((a, b) => a + b, 0), repeatsInside: false };
    }
    case 'elementwise':
      return { args, channels: channelsOfAll(Array.isArray(from) ? from : [from], channels)[0], repeatsInside: false };
    case 'verbatim':
      return { args, channels: notedFor(from, channels), repeatsInside: false };
    case 'special':
      return family.rewrite(input);
  }
}

/** Channels that a file says: a number, or a list that no later row can use; a fraction no group of a later convolution divides. */
function asNoted(value: PyValue): Channels | undefined {
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? undefined : value.value;
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  return Array.isArray(value) && value.every((c) => typeof c === 'number') ? value : undefined;
}

type Scaled = Extract<ParserFamily, { family: 'scaled' }>;
type Head = Extract<ParserFamily, { family: 'head' }>;

function scaled(family: Scaled, { header, from, args, channels, repeats }: FamilyInput): FamilyResult {
  const { rules, nc, maxChannels, width, scale } = header;
  const found = channelsIfKnown(from, channels);
  const written = args[0];
  if (written === undefined) throw new Refused('IndexError', 'list index out of range', 'args', undefined, 'no-channels');
  const verbatim = rules.has('nc-channels-scaled') ? family.keepsChannels === true : samePython(written.value, nc);
  const c2 = verbatim ? written.value : scaledChannels(written.value, maxChannels, width);
  if (found instanceof Unknown) throw found;
  const c1 = found;
  const out: ParsedArgument[] = [put(c1), c2 === written.value ? written : changed(written, c2)];
  if (family.repeatsInside) out.push(put(repeats));
  const own = family.adjust?.(args, c2, header) ?? args;
  for (let i = 1; i < own.length; i++) out.push(own[i] as ParsedArgument);
  if (family.forced) force(out, family.forced, scale, rules);
  if (family.appended && appliesAt(family.appended.scales, scale, rules)) out.push(...family.appended.values.map(put));
  return { args: out, channels: asNoted(c2), repeatsInside: family.repeatsInside === true, c1 };
}

/** Where they are not known, what the parser refuses next is all the same. */
function channelsIfKnown(from: PyValue, channels: FamilyInput['channels']): number | Unknown {
  try {
    return channelsOf(from, channels);
  } catch (error) {
    if (error instanceof Unknown) return error;
    throw error;
  }
}

/** Sets an argument at some scales. */
function force(
  args: ParsedArgument[],
  { scales, position, value }: NonNullable<Scaled['forced']>,
  scale: PyValue | undefined,
  rules: ReleaseRules,
): void {
  if (!appliesAt(scales, scale, rules)) return;
  const before = args[position];
  if (before === undefined) {
    if (!rules.has('scale-compared-whole')) throw new Refused('IndexError', 'list assignment index out of range');
    args.push(put(value));
    return;
  }
  args[position] = before.value === value ? before : changed(before, value);
}

function head(family: Head, { header, from, args, channels, lastChannels }: FamilyInput): FamilyResult {
  const levels = put(channelsOfAll(from, channels));
  const out =
    header.rules.has('heads-take-reg-max') && !family.channelsOnly
      ? [...args, put(header.regMax), put(header.end2end), levels]
      : [...args, levels];
  if (family.scaledArgument !== undefined) {
    const argument = argumentAt(out, family.scaledArgument);
    const value = scaledChannels(argument.value, header.maxChannels, header.width);
    out[family.scaledArgument] = value === argument.value ? argument : changed(argument, value);
  }
  return { args: out, channels: lastChannels, repeatsInside: false };
}
