/** Channels written for a block that keeps those of its input. */
import { keepsChannels } from '../catalogue/conventions.ts';
import { t } from '../l10n.ts';
import { withCall } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, removal, replace, written } from './place.ts';
import { and, rowName } from './words.ts';

/** `[512, 16]` for attention behind a row of 256: its first argument is something else, and its channels are those that it reads. */
export function keptChannelsProblem({ document, rows, resolution }: RuleContext, { row }: RowRefusal): Explanation | undefined {
  const items = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items : [];
  const first = items[0];
  if (row.parser !== keepsChannels || typeof first?.value !== 'number' || first.value < 32) return undefined;
  const source = rows[row.sources[0] ?? -1];
  const before =
    source?.parser?.family === 'scaled' && source.syntax.args?.kind === 'sequence' ? source.syntax.args.items[0]?.value : undefined;
  const name = row.definition?.args(resolution.rules)[1]?.name ?? '';
  const gives = rowName(rows, source?.index ?? -1);
  const said = t`${row.module} gives as many channels as it gets from ${gives}: written in front they must be the same, else ${first.value} is taken for ${name}`;
  // Some trees have arguments in front that this block lacks: the last are common to them. The channels themselves are dropped.
  const room = (row.definition?.args(resolution.rules).length ?? 0) + (items[1]?.value === before ? 1 : 0);
  const surplus = Math.max(0, items.length - room);
  const gone = removal(items, 0, surplus);
  const front = and(items.slice(0, surplus + 1).map(({ span }) => written(document, span)));
  return {
    said: withCall(said, row, resolution.rules),
    span: argsSpan(row, 0),
    fixes: [
      ...(typeof before === 'number' && before !== first.value && surplus === 0
        ? [replace(t`Write ${before}, as ${gives}`, first.span, String(before))]
        : []),
      ...(gone === undefined ? [] : [replace(t`Remove ${front}`, gone, '')]),
    ],
  };
}
