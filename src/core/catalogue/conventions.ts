/** How parsers of forks treat modules that the framework does not have: nothing in a file says it, so it is a convention that may be corrected. */
import { t } from '../l10n.ts';
import { scaledChannels } from '../resolve/numbers.ts';
import type { ParserFamily } from './define.ts';
import { argumentAt, channelsOf, type FamilyInput, type FamilyResult, put } from './rewriting.ts';

/** The treatments that a setting may choose between. */
export const conventionNames = ['scaled', 'scaledRepeats', 'inputChannels', 'channelsDropped', 'verbatim'] as const;

export type Convention = (typeof conventionNames)[number];

const families: Readonly<Record<Convention, ParserFamily>> = {
  scaled: { family: 'scaled' },
  scaledRepeats: { family: 'scaled', repeatsInside: true },
  inputChannels: { family: 'inputChannels' },
  channelsDropped: { family: 'special', inserted: [0], rewrite: dropped },
  verbatim: { family: 'verbatim' },
};

export function familyOf(convention: Convention): ParserFamily {
  return families[convention];
}

/** What a treatment does to a row's arguments, for people. */
export function describeFamily(parser: ParserFamily): string {
  switch (parser.family) {
    case 'scaled':
      return parser.repeatsInside ? t`\`[c2, …]\` becomes \`[c1, scaled c2, n, …]\`` : t`\`[c2, …]\` becomes \`[c1, scaled c2, …]\``;
    case 'inputChannels':
      return t`\`[…]\` becomes \`[c1, …]\``;
    case 'verbatim':
      return t`the arguments as they stand`;
    default:
      return t`a branch of its own in the parser`;
  }
}

/**
 * For blocks that keep their channels. Most forks write `[…]` and put c1 in front; some write the channels as well, scale them
 * and drop them again, which shows where the first argument says just c1.
 */
export const keepsChannels: ParserFamily = {
  family: 'special',
  inserted: [0],
  rewrite(input) {
    const c1 = channelsOf(input.from, input.channels);
    return saysChannels(input, c1) ? dropped(input) : { args: [put(c1), ...input.args], channels: c1, repeatsInside: false };
  },
};

function saysChannels({ args: [first], header }: FamilyInput, c1: number): boolean {
  if (typeof first?.value !== 'number' || first.value < 16) return false;
  return first.value === c1 || scaledChannels(first.value, header.maxChannels, header.width) === c1;
}

/** `[c2, …]` becomes `[c1, …]`, and the scaled c2 is what the parser notes. */
function dropped({ header, from, args, channels }: FamilyInput): FamilyResult {
  const c1 = channelsOf(from, channels);
  const c2 = scaledChannels(argumentAt(args, 0).value, header.maxChannels, header.width);
  return { args: [put(c1), ...args.slice(1)], channels: c2, repeatsInside: false };
}
