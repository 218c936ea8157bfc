/** Arguments that are no list, and texts that are no Python. */
import { pythonType, showPython } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { mappingAsList, namedProblem } from './argument-names.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace, written } from './place.ts';

/** `args` must be a list, an empty one where the module needs none. */
export function listProblem(context: RuleContext, { row }: RowRefusal): Explanation | undefined {
  const { document } = context;
  const { args } = row.syntax;
  if (args === undefined || Array.isArray(args.value)) return undefined;
  const text = args.value === null ? '' : written(document, args.span);
  const list =
    args.kind === 'mapping' ? mappingAsList(context, row) : text === '' && row.parser?.family === 'scaled' ? undefined : `[${text}]`;
  return {
    said: t`the arguments must be a list such as [64, 3, 2], but are ${args.value === null ? 'null' : `${text} (${pythonType(args.value)})`}`,
    fixes: list === undefined ? [] : [replace(t`Write ${list}`, args.span, list)],
  };
}

/** The framework evaluates texts as Python literals; a syntax error ends the build. */
export function textProblem(context: RuleContext, refusal: RowRefusal): Explanation | undefined {
  const { document } = context;
  const { row, error } = refusal;
  if (error.pythonType !== 'SyntaxError' || error.element === undefined) return undefined;
  const named = namedProblem(context, refusal);
  if (named !== undefined) return named;
  const span = argsSpan(row, error.element);
  const items = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items : [];
  const item = items[error.element];
  const value = typeof item?.value === 'string' ? item.value : '';
  const text = written(document, span);
  const tuple = tupleAt(document, items, error.element);
  if (tuple !== undefined) return tuple;
  const shown = showPython(value);
  const wide = text.replace(/[，、]\s*/g, ', ');
  if (wide !== text) {
    const said = t`${shown} is no Python value: its comma is a full-width one`;
    return { span, said, fixes: [replace(t`Write ${wide}`, span, wide, true)] };
  }
  const plain = asAscii(text);
  if (plain !== text) {
    const said = t`${shown} is no Python value: it has characters that only look like ASCII`;
    return { span, said, fixes: plain === '' ? [] : [replace(t`Write ${plain}`, span, plain, true)] };
  }
  if (/^[\w.]+(?:;?\s+[\w.]+)+$/.test(text)) {
    const parted = text.split(/[;.]?\s+/).join(', ');
    return { span, said: t`${shown} is no Python value: a comma is missing`, fixes: [replace(t`Write ${parted}`, span, parted)] };
  }
  if (value.trim() === '') {
    const fixes = error.element === 0 ? [] : [replace(t`Write ${'None'}`, span, 'None')];
    return { span, said: t`an empty text is no Python value; nothing is written None`, fixes };
  }
  return { span, said: t`${shown} is no Python value` };
}

/** `(0, 1, 0, 1)`: YAML knows no tuples and cuts it at its commas. */
function tupleAt(document: ModelDocument, items: readonly YamlNode[], first: number): Explanation | undefined {
  const open = items[first];
  if (typeof open?.value !== 'string' || !/^\([^()]*$/.test(open.value)) return undefined;
  const last = items.findIndex(({ value }, i) => i > first && typeof value === 'string' && /^[^()]*\)$/.test(value));
  const close = items[last];
  if (close === undefined) return undefined;
  const span = { start: open.span.start, end: close.span.end };
  const text = written(document, span);
  const list = `[${text.slice(1, -1)}]`;
  return {
    span,
    said: t`YAML knows no tuples: ${text} is cut at its commas, and a list in brackets is meant`,
    fixes: [replace(t`Write ${list}`, span, list, true)],
  };
}

/** Letters, digits and quotes as they are typed on an ordinary keyboard; special spaces go. */
function asAscii(text: string): string {
  return text
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[\u2012-\u2015\u2212]/g, '-')
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .trim();
}
