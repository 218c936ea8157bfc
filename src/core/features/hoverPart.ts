import { showPython } from '../catalogue/arguments.ts';
import { shapes } from '../format.ts';
import { t, translate } from '../l10n.ts';
import type { Analysis, CallArgument, RowAnalysis } from '../model.ts';
import { numberOf, type RowCursor, scaleEntry } from './cursor.ts';
import { argumentDoc, writtenArguments } from './words.ts';

/** What the part of the row under the cursor does here; nothing for the module, which the row's own text explains. */
export function describePart(analysis: Analysis, cursor: RowCursor): string | undefined {
  if (cursor.part === 'from') return describeFrom(analysis, cursor);
  if (cursor.part === 'repeats') return describeRepeats(analysis, cursor.row);
  if (cursor.part === 'args') return describeArgument(analysis, cursor);
  return undefined;
}

function describeFrom({ rows }: Analysis, { row, item }: RowCursor): string {
  const chosen = row.from.map((written, i) => ({ written, source: row.sources[i] })).filter((_, i) => item === undefined || i === item);
  const reads = chosen.map(({ written, source }) => {
    if (source === undefined) return t`**from** ${written}`;
    if (source < 0) return t`**from** ${written}: the image`;
    const read = rows[source];
    const shape = read?.outputs == null ? '' : ` \`${shapes(read.outputs)}\``;
    return t`**from** ${written}: row ${read?.number ?? source}, ${read?.module ?? '?'}${shape}`;
  });
  return reads.join('  \n');
}

function describeRepeats(analysis: Analysis, row: RowAnalysis): string {
  const written = numberOf(row.syntax.repeats);
  const depth = scaleEntry(analysis)?.depth ?? numberOf(analysis.document.entry('depth_multiple')?.value) ?? 1;
  if (written === undefined) return t`**repeats**`;
  if (written <= 1) return t`**repeats** ${written}: not scaled, because it is not above 1`;
  const inside = row.call?.some(({ name, origin }) => name === 'n' && origin === 'parser');
  const scaled = inside ? showPython(row.call?.find(({ name }) => name === 'n')?.value ?? null) : row.repeats;
  const text = t`**repeats** ${written} × depth ${depth} = ${scaled}, rounded half to even and at least 1`;
  return inside ? t`${text}; the module repeats inside itself, as its argument n` : text;
}

function describeArgument(analysis: Analysis, { row, item }: RowCursor): string | undefined {
  if (item === undefined) return signature(row);
  const argument = row.call?.find(({ origin, position }) => origin === 'file' && position === item);
  return argument === undefined ? describeUnresolved(analysis, row, item) : describeValue(analysis, row.module, argument);
}

/** An argument of a row that could not be resolved: its place says which one it is. */
function describeUnresolved(analysis: Analysis, { module, call }: RowAnalysis, item: number): string | undefined {
  const argument = call === null ? writtenArguments(analysis, module)?.[item] : undefined;
  return argument && `**${argument.name}**${argument.doc === '' ? '' : ` — ${translate(argument.doc)}`}`;
}

/** `**k** = 3 — kernel size`, and why it is not what the file says where it is not. */
export function describeValue(analysis: Analysis, module: string, argument: CallArgument): string {
  const doc = argumentDoc(analysis, module, argument.name);
  return `**${argument.name}** = \`${showPython(argument.value)}\`${doc === undefined ? '' : ` — ${doc}`}${scaling(analysis, argument)}`;
}

/** Why the value is not what the file says. */
function scaling(analysis: Analysis, { written, value }: { readonly written?: unknown; readonly value: unknown }): string {
  if (written === undefined || written === value) return '';
  if (typeof written === 'string') return `  \n${t`The file says ${written}`}`;
  const scale = scaleEntry(analysis);
  if (typeof written !== 'number') return '';
  return scale === undefined
    ? `  \n${t`The file says ${written}`}`
    : `  \n${t`min(${written}, ${scale.maxChannels}) × width ${scale.width}, rounded up to a multiple of 8 (scale ${analysis.scale})`}`;
}

/** All arguments with their values, for a cursor between them. */
function signature({ call }: RowAnalysis): string | undefined {
  if (call === null) return undefined;
  return call
    .map(
      ({ name, value, origin }) =>
        `${name}=\`${showPython(value)}\`${origin === 'parser' ? t` (from the parser)` : origin === 'default' ? t` (default)` : ''}`,
    )
    .join(', ');
}
