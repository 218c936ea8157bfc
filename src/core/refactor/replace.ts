import type { ModuleDefinition } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { PyValue } from '../python.ts';
import { rulesFor } from '../upstream/releases.ts';
import { findDefinition } from '../user/find.ts';
import type { Check } from './outcome.ts';
import { changeRow, type RowChange, writeChanges } from './rowChange.ts';
import type { Change } from './structureChanges.ts';
import { aliasedNodes } from './swap.ts';
import { canonicalName, exampleOf, type FileArguments, fileArguments, type Supplied } from './translate.ts';
import { isScaled, widthArgument, writtenFor } from './writtenChannels.ts';

/**
 * Puts another module in the place of rows' own, arguments carried over by what they mean. Each row must hand on maps of the shape
 * that it handed on before, or be a head as it was one before.
 */
export function replaceRows(analysis: Analysis, rows: readonly number[], module: string, experts: number): Change {
  const rules = rulesFor(analysis.upstream);
  const target = findDefinition(module, rules, analysis);
  if (target === undefined) return { refused: t`the catalogue has no module ${module}` };
  const to = fileArguments(target, rules);
  const shared = aliasedNodes(analysis);
  const changes: RowChange[] = [];
  const notes: string[] = [];
  for (const index of rows) {
    const row = analysis.rows[index] as RowAnalysis;
    const source = findDefinition(row.module, rules, analysis);
    const { node, module: name, args } = row.syntax;
    if (source === undefined) return { refused: t`the catalogue has no module ${row.module}` };
    if (row.module === module && rows.length === 1) return { refused: t`row ${index} is ${module} already` };
    if (row.module === module) continue;
    if (source.isHead !== target.isHead) return { refused: source.isHead ? t`${module} is no head` : t`${module} is a head` };
    if (name === undefined || args?.kind !== 'sequence') return { refused: t`row ${index} is not written as a row is` };
    if ([node, name, args].some((part) => part.aliasOf !== undefined || shared.has(part)))
      return { refused: t`row ${index} shares its text with another row` };
    const from = fileArguments(source, rules);
    const isScaledIn = ({ parser }: ModuleDefinition) => parser(rules).family === 'scaled';
    const made = changeRow(analysis.document.text, {
      row,
      module: name,
      args,
      from,
      to,
      supplied: { experts, ...channelsFor(analysis, row, target, to, isScaledIn(target)) },
      returning: (there) => ({ experts, ...channelsFor(there, there.rows[index] as RowAnalysis, source, from, isScaledIn(source)) }),
    });
    if (made.change === undefined) return { refused: made.notes.at(-1) ?? t`row ${index} is not written as a row is` };
    changes.push(made.change);
    notes.push(...made.notes);
  }
  if (changes.length === 0) return { refused: t`these rows are ${module} already` };
  return { edits: writeChanges(analysis, changes).edits, notes, check: target.isHead ? anything : sameShapes(rows) };
}

const anything: Check = () => undefined;

function sameShapes(rows: readonly number[]): Check {
  return (before, after) => {
    const row = rows.find((index) => JSON.stringify(before.rows[index]?.outputs) !== JSON.stringify(after.rows[index]?.outputs));
    return row === undefined ? undefined : t`row ${row} would hand on maps of another shape`;
  };
}

/** What the target needs and the source has no name for; the width where one of the two writes it as it really is and the other not. */
function channelsFor(
  analysis: Analysis,
  row: RowAnalysis,
  { examples }: ModuleDefinition,
  to: FileArguments,
  scaled: boolean,
): Omit<Supplied, 'experts'> {
  const [input, output] = [row.inputs?.[0]?.[0], row.outputs?.[0]?.[0]];
  const width = scaled && output !== undefined ? writtenFor(analysis, row.index, output) : output;
  const own = widthArgument(row);
  const carried = own === undefined || (scaled && isScaled(row)) || (own.written ?? own.value) === width;
  return {
    implied,
    ...(!carried && width !== undefined && { forced: { c2: width } }),
    missing(argument) {
      const name = canonicalName(argument.name);
      if (name === 'c2') return width;
      if (inputNames.has(name)) return input;
      // Inner widths, which the parser does not scale: half of what really comes out.
      if (/^c[34]$/.test(name) && output !== undefined) return Math.max(1, Math.trunc(output / 2));
      return usual[name] ?? argument.values?.[0] ?? exampleOf(argument, examples, to.list);
    },
  };
}

/** What a shape says that is kept. */
const implied: ReadonlySet<string> = new Set(['c1', 'c2', 's', 'p', 'scale_factor']);

/** Names of what must be the channels that come in. */
const inputNames: ReadonlySet<string> = new Set(['c1', 'c', 'dim', 'ed', 'num_features', 'normalized_shape']);

/** What keeps a map's size, or is most common. */
const usual: Readonly<Record<string, PyValue>> = { k: 3, s: 1 };
