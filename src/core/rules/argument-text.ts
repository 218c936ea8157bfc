/** Arguments that are no list, and texts that are no Python. */
import { pythonType, showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace, written } from './place.ts';

/** `args` must be a list, an empty one where the module needs none. */
export function listProblem({ document }: RuleContext, { row }: RowRefusal): Explanation | undefined {
  const { args } = row.syntax;
  if (args === undefined || Array.isArray(args.value)) return undefined;
  const text = args.value === null ? '' : written(document, args.span);
  return {
    said: t`the arguments must be a list such as [64, 3, 2], but are ${args.value === null ? 'null' : `${text} (${pythonType(args.value)})`}`,
    fixes: text === '' && row.parser?.family === 'scaled' ? [] : [replace(t`Write [${text}]`, args.span, `[${text}]`)],
  };
}

/** The framework evaluates texts as Python literals; a syntax error ends the build. */
export function textProblem({ document }: RuleContext, { row, error }: RowRefusal): Explanation | undefined {
  if (error.pythonType !== 'SyntaxError' || error.element === undefined) return undefined;
  const span = argsSpan(row, error.element);
  const item = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items[error.element] : undefined;
  const value = typeof item?.value === 'string' ? item.value : '';
  const text = written(document, span);
  const wide = text.replace(/[，、]\s*/g, ', ');
  if (wide !== text)
    return {
      span,
      said: t`${showPython(value)} is no Python value: its comma is a full-width one`,
      fixes: [replace(t`Write ${wide}`, span, wide, true)],
    };
  if (/^[\w.]+(?:\s+[\w.]+)+$/.test(text)) {
    const parted = text.split(/\s+/).join(', ');
    return {
      span,
      said: t`${showPython(value)} is no Python value: a comma is missing`,
      fixes: [replace(t`Write ${parted}`, span, parted)],
    };
  }
  if (value.trim() === '')
    return {
      span,
      said: t`an empty text is no Python value; nothing is written None`,
      fixes: error.element === 0 ? [] : [replace(t`Write ${'None'}`, span, 'None')],
    };
  return { span, said: t`${showPython(value)} is no Python value` };
}
