import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { RuleContext } from './context.ts';
import { removal, replace } from './place.ts';

/**
 * People who know the constructor write its input channels too: `[64, 128, 3, 2]` for 64 → 128. The parser puts them in, so the
 * channels become the kernel size.
 */
export function inputChannelsToo({ rows }: RuleContext, row: ParsedRow): { readonly said: string; readonly fix: Fix } | undefined {
  const { args, parser, syntax } = row;
  if (parser?.family !== 'scaled' || syntax.args?.kind !== 'sequence') return undefined;
  const [first, second] = syntax.args.items.map(({ value }) => value);
  if (typeof first !== 'number' || typeof second !== 'number' || second < 8 || second % 8 !== 0) return undefined;
  const source = rows[row.sources[0] ?? -1];
  const before = source?.syntax.args?.kind === 'sequence' ? source.syntax.args.items[0]?.value : undefined;
  if (first !== args?.[0]?.value && first !== before) return undefined;
  const gone = removal(syntax.args.items, 0, 0);
  if (gone === undefined) return undefined;
  return {
    said: t`The row seems to begin with its input channels, ${first}; the parser puts them in by itself`,
    fix: replace(t`Remove the input channels ${first}`, gone, ''),
  };
}
