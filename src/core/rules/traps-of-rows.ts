/** Rows with operations that surprise people. */
import type { Traps } from '../analyses/traps.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { RuleContext } from './context.ts';

/** The rows whose operations have a trap, with what is known of it. */
export function rowsWith(
  { rows, resolution }: RuleContext,
  has: (traps: Traps) => boolean,
): { readonly row: ParsedRow; readonly traps: Traps }[] {
  return rows.flatMap((row, i) => {
    const built = resolution.built[i];
    return built !== undefined && 'facts' in built && has(built.facts.traps) ? [{ row, traps: built.facts.traps }] : [];
  });
}
