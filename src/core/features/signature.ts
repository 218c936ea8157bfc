import { analyze } from '../analyze.ts';
import { type Argument, showPython } from '../catalogue/arguments.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { t, translate } from '../l10n.ts';
import type { Analysis, CallArgument, RowAnalysis } from '../model.ts';
import { sameOptions } from '../refactor/sameOptions.ts';
import { fileArguments } from '../refactor/translate.ts';
import { applyEdits, type Span } from '../text.ts';
import { rulesFor } from '../upstream/releases.ts';
import { findDefinition } from '../user/find.ts';
import { describeValue } from './hoverPart.ts';
import { type TypedRow, typedRow } from './typedRow.ts';
import { moduleDocs } from './words.ts';

/** The constructor's call around an offset, with the argument that is being written. */
export interface Signature {
  readonly label: string;
  readonly documentation: string;
  /** Places in the label. */
  readonly parameters: readonly { readonly span: Span; readonly documentation: string }[];
  /** Index of the parameter at the offset; as many as there are where none is. */
  readonly active: number;
}

/** The module of a row that is being written, and its arguments: all of them, and those that the row writes. */
export interface Called {
  readonly definition: ModuleDefinition;
  readonly all: readonly Argument[];
  readonly written: readonly Argument[];
}

/** The effective arguments of the row in whose `args` an offset is, valid or still being typed. */
export function signature(analysis: Analysis, offset: number): Signature | undefined {
  const typed = typedRow(analysis.document.text, offset);
  if (typed?.part !== 'args' || typed.item === undefined) return undefined;
  const called = calledBy(analysis, typed);
  if (called === undefined) return undefined;
  const { definition, all, written } = called;
  const resolved = resolvedRow(analysis, typed, offset);
  const call = resolved?.row.call ?? undefined;
  let label = `${definition.name}(`;
  const parameters = all.map((argument, i) => {
    const value = call?.[i];
    const text = parameterText(argument, value, !written.includes(argument));
    const span = { start: label.length, end: label.length + text.length };
    label += `${text}${i < all.length - 1 ? ', ' : ''}`;
    const documentation =
      resolved && value ? describeValue(resolved.analysis, definition.name, value) : argument.doc && translate(argument.doc);
    return { span, documentation };
  });
  label += ')';
  const byCall = call?.findIndex(({ origin, position }) => origin === 'file' && position === typed.item) ?? -1;
  const asked = written[typed.item];
  const active = byCall >= 0 ? byCall : asked === undefined ? all.length : all.indexOf(asked);
  const fromParser = written.length < all.length ? [t`⟨…⟩ is put in by the framework’s parser; the row does not write it.`] : [];
  return { label, parameters, active, documentation: [moduleDocs(analysis, definition.name) ?? '', ...fromParser].join('\n\n') };
}

/** What the third element of a row that is being written names. */
export function calledBy(analysis: Analysis, { elements }: TypedRow): Called | undefined {
  const name = elements[2]?.replace(/^(["'])(.*)\1$/, '$2');
  const rules = rulesFor(analysis.upstream);
  const definition = name === undefined ? undefined : findDefinition(name, rules, analysis);
  return definition && { definition, all: definition.args(rules), written: fileArguments(definition, rules).list };
}

/** `k=3`, and `⟨c1=64⟩` for what the parser puts in; without a value the name alone. */
function parameterText(argument: Argument, value: CallArgument | undefined, inserted: boolean): string {
  const known = value?.value ?? (argument.required ? undefined : ((argument.fallback ?? null) as CallArgument['value']));
  const text = known === undefined ? argument.name : `${argument.name}=${showPython(known)}`;
  return inserted ? `⟨${text}⟩` : text;
}

/** The row as the framework resolves it; where it is not complete yet, as if it ended at the offset. */
function resolvedRow(
  analysis: Analysis,
  { start, closing }: TypedRow,
  offset: number,
): { readonly analysis: Analysis; readonly row: RowAnalysis } | undefined {
  const find = (from: Analysis) => from.rows.find(({ syntax, call }) => syntax.span.start === start && call !== null);
  const row = find(analysis);
  if (row !== undefined) return { analysis, row };
  const { text } = analysis.document;
  const lineEnd = /[\r\n]/.exec(text.slice(offset))?.index ?? text.length - offset;
  // An argument that has no value yet gets none: a comma may end a list in YAML.
  const mended = applyEdits(text, [{ span: { start: offset, end: offset + lineEnd }, text: closing }]);
  const ended = analyze(mended, sameOptions(analysis));
  const found = find(ended);
  return found && { analysis: ended, row: found };
}
