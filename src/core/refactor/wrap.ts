import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { ModuleNode } from '../ops.ts';
import { type NewRow, recompose } from './recompose.ts';
import { replaceRows } from './replace.ts';
import type { Change } from './structureChanges.ts';

/** Makes rows residual: behind the last of them their input is added, and whoever read the last reads the sum. */
export function addShortcut(analysis: Analysis, rows: readonly number[]): Change {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const inside = rows.map((index) => analysis.rows[index] as RowAnalysis);
  const input = inside[0]?.sources[0];
  if (last - first !== rows.length - 1) return { refused: t`the rows do not follow each other` };
  const outside = inside.flatMap(({ sources }) => sources).filter((source) => source < first);
  if (input === undefined || input < 0 || outside.some((source) => source !== input) || inside[0]?.sources.length !== 1)
    return { refused: t`rows that get a shortcut read one row together` };
  const [before, after] = [analysis.rows[input]?.outputs?.[0], inside.at(-1)?.outputs?.[0]];
  if (before === undefined || after === undefined || String(before) !== String(after))
    return { refused: t`row ${last} hands on ${shape(after)} and row ${input} ${shape(before)}: maps that are added have one shape` };
  const sum: NewRow = { reads: [last, input], like: last, write: (from) => `[[${from.join(', ')}], 1, ${sumModule(analysis)}, []]` };
  const found = recompose(analysis, {
    put: [{ behind: last, rows: [sum] }],
    read: (source, { index }) => (source === last && index > last ? sum : undefined),
  });
  return 'refused' in found ? found : { ...found, row: last + 1, check: () => undefined };
}

/** Puts rows inside a block that is made of their module, each in one of its own: the block stands in its place, arguments carried over. */
export function wrapRows(analysis: Analysis, rows: readonly number[], block: string): Change {
  const change = replaceRows(analysis, rows, block, 4);
  if ('refused' in change) return change;
  return {
    ...change,
    check: (before, after) => {
      const wrong = change.check?.(before, after);
      if (wrong !== undefined) return wrong;
      const other = rows.find((row) => {
        const network = after.rows[row]?.network;
        return !network || !contains(network.graph().root, before.rows[row]?.module ?? '');
      });
      return other === undefined ? undefined : t`${block} is not made of ${before.rows[other]?.module ?? ''}`;
    },
  };
}

/** A module that a row of it consists of, at any depth. */
function contains({ children }: ModuleNode, type: string): boolean {
  return children.some((child) => child.type === type || contains(child, type));
}

/** The sum that the file uses already, else the name that most forks give it: the framework has none. */
function sumModule({ rows }: Analysis): string {
  return rows.find(({ module }) => module === 'Add' || module === 'ADD')?.module ?? 'Add';
}

function shape(of: readonly number[] | undefined): string {
  return of === undefined ? '?' : of.join('×');
}
