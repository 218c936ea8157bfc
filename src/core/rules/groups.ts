import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { callText, indexOfArgument } from './call.ts';
import { defineRule } from './define.ts';
import { inputChannelsToo } from './input-channels-too.ts';
import { argsSpan, replace } from './place.ts';
import { or, quoting } from './words.ts';

/** Groups divide the channels on both sides. */
export const groups = defineRule({
  id: 'groups',
  severity: 'error',
  summary: 'The groups of a convolution divide its input and its output channels.',
  docs: 'The channels are those after scaling by the width, so a number of groups can fit at one scale and not at another. The message gives the scaled channels and the divisors that both have in common.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2, None, 3]]
#                                   ^ 3 groups do not divide 64 input and 128 output channels; 1, 2, 4, 8 or 16 do: Conv(c1=64, c2=128, k=3, s=2, p=None, g=3) (Ultralytics: ValueError: in_channels must be divisible by groups…
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2, None, 4]]
`,
  *check(context) {
    const { rules } = context.resolution;
    for (const { error, row } of context.refusals('groups')) {
      const value = (...names: string[]) => numberOf(row, indexOfArgument(row, rules, names));
      const [c1, c2, g] = [value('c1', 'in_channels'), value('c2', 'out_channels'), value('g', 'groups')];
      const position = row.args?.[indexOfArgument(row, rules, ['g', 'groups']) ?? -1]?.position;
      const span = argsSpan(row, position);
      const inner = innerChannels(error.text, c1, c2);
      const common = inner !== undefined ? divisors(inner, inner) : c1 === undefined || c2 === undefined ? [] : divisors(c1, c2);
      const call = callText(row, rules);
      const some = or(nearby(common, g ?? 1).map(String));
      const said =
        c1 === undefined || c2 === undefined || g === undefined
          ? t`the channels inside ${row.module} are not divisible by its groups: ${call}`
          : inner !== undefined
            ? t`${g} groups do not divide the ${inner} channels inside ${row.module}; ${some} do: ${call}`
            : t`${g} groups do not divide ${c1} input and ${c2} output channels; ${some} do: ${call}`;
      const too = inputChannelsToo(context, row);
      const fixes: Fix[] =
        position === undefined || g === undefined
          ? []
          : nearby(common, g).map((d) => replace(d === 1 ? t`Use 1 group` : t`Use ${d} groups`, span, String(d)));
      yield {
        span,
        row: row.index,
        message: quoting(too === undefined ? said : `${said}. ${too.said}`, error),
        fixes: too === undefined ? fixes : [too.fix, ...fixes],
      };
    }
  },
});

/** Channels that the row does not have on either side: those of a convolution inside. */
function innerChannels(text: string, c1: number | undefined, c2: number | undefined): number | undefined {
  const [, side, count] = /(in|out)_channels is (\d+)/.exec(text) ?? [];
  const n = Number(count);
  return count === undefined || n === (side === 'in' ? c1 : c2) ? undefined : n;
}

function numberOf(row: ParsedRow, index: number | undefined): number | undefined {
  const value = index === undefined ? undefined : row.args?.[index]?.value;
  return typeof value === 'number' ? value : undefined;
}

/** Common divisors, smallest first. */
function divisors(a: number, b: number): number[] {
  const out: number[] = [];
  for (let d = 1; d <= Math.min(a, b); d++) if (a % d === 0 && b % d === 0) out.push(d);
  return out;
}

/** The five nearest to what was written. */
function nearby(all: readonly number[], wanted: number): number[] {
  return [...all]
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
    .slice(0, 5)
    .sort((a, b) => a - b);
}
