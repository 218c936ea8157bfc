/** Arguments by name: `[256, k=3]`, `{c2: 256, k: 3}`. The framework takes them by place. */
import { showPython } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import { canonicalName, fileArguments } from '../refactor/translate.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace, written } from './place.ts';

type Named = readonly [name: string, value: string];

/** An element such as `k=3` is no Python value. */
export function namedProblem(context: RuleContext, { row, error }: RowRefusal): Explanation | undefined {
  const { args } = row.syntax;
  const items = args?.kind === 'sequence' ? args.items : [];
  const item = items[error.element ?? -1];
  const name = item && namedIn(context.document, item)?.[0];
  if (args === undefined || name === undefined) return undefined;
  const said = t`${showPython(item?.value ?? null)} is no Python value: arguments go by their place, not by a name`;
  const list = byPlace(
    row,
    items.map((one) => namedIn(context.document, one) ?? written(context.document, one.span)),
    context.resolution.rules,
  );
  return { said, span: argsSpan(row, error.element), fixes: list === undefined ? [] : [replace(t`Write ${list}`, args.span, list)] };
}

/** All arguments by name as a list. */
export function mappingAsList({ document, resolution }: RuleContext, row: ParsedRow): string | undefined {
  const { args } = row.syntax;
  if (args?.kind !== 'mapping') return undefined;
  const named = args.entries.map(({ key, value }): Named => [String(key.value), written(document, value.span)]);
  return byPlace(row, named, resolution.rules);
}

function namedIn(document: ModelDocument, { value, span }: YamlNode): Named | undefined {
  const [, name, text] = typeof value === 'string' ? (/^([A-Za-z_]\w*)\s*=\s*([^\s=].*)$/.exec(written(document, span)) ?? []) : [];
  return name === undefined || text === undefined ? undefined : [name, text];
}

/** The arguments in the constructor's order, defaults where one is left out; nothing where a name is not among them. */
function byPlace({ definition }: ParsedRow, parts: readonly (Named | string)[], rules: ReleaseRules): string | undefined {
  const list = definition === undefined ? [] : fileArguments(definition, rules).list;
  const texts: (string | undefined)[] = [];
  for (const [i, part] of parts.entries()) {
    const at = typeof part === 'string' ? i : list.findIndex(({ name }) => canonicalName(name) === canonicalName(part[0]));
    if (at < 0 || texts[at] !== undefined) return undefined;
    texts[at] = typeof part === 'string' ? part : part[1];
  }
  const all = Array.from(texts, (text, i) => {
    const { required, fallback } = list[i] ?? {};
    return text ?? (required === false && fallback !== undefined ? showPython(fallback as never) : undefined);
  });
  return all.some((text) => text === undefined) ? undefined : `[${all.join(', ')}]`;
}
