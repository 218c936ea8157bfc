/** What modules of forks share. */
import type { ParserFamily } from '../../define.ts';
import { channelsOf, channelsOfAll, type FamilyInput } from '../../rewriting.ts';

/** No release of the framework has it. */
export const nowhere = () => false;

/** Arguments as they stand; the channels noted are those that `channels` finds. */
export function noting(channels: (input: FamilyInput) => number | undefined): ParserFamily {
  return { family: 'special', rewrite: (input) => ({ args: input.args, channels: channels(input), repeatsInside: false }) };
}

/** The channels of one of several inputs; negative from the end. */
export function channelsOfInput(index: number): (input: FamilyInput) => number | undefined {
  return ({ from, channels }) => (Array.isArray(from) ? channelsOfAll(from, channels).at(index) : channelsOf(from, channels));
}
