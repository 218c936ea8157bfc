import { type Argument, showPython } from '../../catalogue/arguments.ts';
import { t, translate } from '../../l10n.ts';
import type { Analysis } from '../../model.ts';
import type { PyValue } from '../../python.ts';
import { calledBy } from '../signature.ts';
import type { TypedRow } from '../typedRow.ts';
import { type CompletionItem, plain } from './item.ts';

/** Values for the argument that is being written: those that it may have, its default, and what other rows of the file give it. */
export function completeArgument(analysis: Analysis, typed: TypedRow): CompletionItem[] {
  const called = calledBy(analysis, typed);
  const argument = typed.item === undefined ? undefined : called?.written[typed.item];
  if (called === undefined || argument === undefined || typed.item === undefined) return [];
  const fallback = argument.required ? undefined : showPython((argument.fallback ?? null) as PyValue);
  const found = new Map<string, string>();
  const offer = (text: string, detail: string) => {
    if (!found.has(text)) found.set(text, detail);
  };
  for (const text of writtenElsewhere(analysis, called.definition.name, typed.item, typed.start)) offer(text, t`as in other rows`);
  for (const value of legalValues(argument)) offer(inYaml(value), '');
  if (argument.name === 'nc' && analysis.document.entry('nc') !== undefined) offer('nc', t`the file’s number of classes`);
  if (fallback !== undefined && typeof argument.fallback !== 'function')
    found.set(inYaml((argument.fallback ?? null) as PyValue), t`default`);
  return [...found].map(([text, detail]) => ({
    label: text,
    kind: 'value',
    detail,
    documentation: argument.doc === '' ? '' : translate(argument.doc),
    insert: typed.quoted ? text.replace(/^(["'])(.*)\1$/, '$2') : plain(text),
    isSnippet: !typed.quoted,
    filter: text.replace(/^["']/, ''),
    span: typed.word,
  }));
}

function legalValues({ kind, values, fallback, required }: Argument): readonly PyValue[] {
  const named = values ?? [];
  if (kind === 'bool' || kind === 'activation') return [true, false, ...named];
  return !required && fallback === null ? [...named, null] : named;
}

/** What the file writes for the argument in other rows of the module, the most usual first. */
function writtenElsewhere(analysis: Analysis, module: string, item: number, start: number): string[] {
  const counts = new Map<string, number>();
  for (const row of analysis.rows) {
    const node = row.module === module && row.syntax.span.start !== start ? row.syntax.args : undefined;
    const written = node?.kind === 'sequence' ? node.items[item] : undefined;
    if (written === undefined) continue;
    const text = analysis.document.text.slice(written.span.start, written.span.end);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}

/** A text in double quotes, as model files have it. */
function inYaml(value: PyValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : showPython(value);
}
