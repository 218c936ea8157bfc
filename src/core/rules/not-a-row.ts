import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import { asciiPunctuation } from '../yaml/cure-characters.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { removal, replace, written } from './place.ts';
import { and, or, quoting } from './words.ts';

export const notARow = defineRule({
  id: 'not-a-row',
  severity: 'error',
  summary: 'A row is a list of exactly four: `[from, repeats, module, args]`.',
  docs: `The framework unpacks each entry of \`backbone\` and \`head\` into exactly four things: the rows that are read, how often the module
runs in sequence, the module's name and its arguments. A forgotten comma joins two of them (\`1 Conv\`), a forgotten bracket leaves too many.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, Conv, [128, 3, 2]]
#   ^^^^^^^^^^^^^^^^^^^^^^^ row 1 has 3 elements instead of four, [from, repeats, module, args]: repeats is missing (Ultralytics: ValueError: not enough values to unpack (expected 4, got 3))
  - [-1, 1, Conv, 256, 3, 2]
#   ^^^^^^^^^^^^^^^^^^^^^^^^ row 2 has 6 elements instead of four, [from, repeats, module, args]: the arguments need brackets of their own (Ultralytics: ValueError: too many values to unpack (expected 4))
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
`,
  *check(context) {
    for (const { error, row } of context.refusals('not-a-row')) {
      const { node } = row.syntax;
      const { hint, fixes = [] } = diagnose(context, node);
      const said =
        node.kind === 'sequence' && node.items.length !== 1
          ? t`row ${row.number} has ${node.items.length} elements instead of four, [from, repeats, module, args]`
          : t`row ${row.number} is no list of four, [from, repeats, module, args]`;
      yield { span: row.syntax.span, row: row.index, message: quoting(hint === undefined ? said : `${said}: ${hint}`, error), fixes };
    }
  },
});

interface Diagnosis {
  readonly hint?: string;
  readonly fixes?: readonly Fix[];
}

function diagnose(context: RuleContext, node: YamlNode): Diagnosis {
  const text = written(context.document, node.span);
  const ascii = asciiPunctuation(text);
  if (ascii !== text)
    return { hint: t`it has full-width punctuation`, fixes: [replace(t`Replace by ASCII punctuation`, node.span, ascii, true)] };
  if (node.kind === 'mapping') return named(context, node);
  if (node.kind === 'scalar') return bare(context, node);
  const { items } = node;
  const only = items[0];
  if (items.length === 1 && only?.kind === 'sequence' && only.items.length > 1) {
    const fix = replace(t`Remove the outer brackets`, node.span, written(context.document, only.span), true);
    return { hint: t`it is wrapped in one pair of brackets too many`, fixes: [fix] };
  }
  return joined(context, items) ?? (items.length > 4 ? tooMany(context, items) : tooFew(items));
}

/** Two elements without a comma between: `1 Conv`. */
function joined({ document }: RuleContext, items: readonly YamlNode[]): Diagnosis | undefined {
  for (const item of items.slice(0, 2)) {
    const [, first = '', second = ''] = /^(-?\d+)\s+(\S.*)$/.exec(typeof item.value === 'string' ? item.value : '') ?? [];
    if (first === '') continue;
    const text = written(document, item.span).replace(/^(-?\d+)(\s)/, '$1,$2');
    return { hint: t`a comma is missing between ${first} and ${second}`, fixes: [replace(t`Insert the comma`, item.span, text, true)] };
  }
  return undefined;
}

const names = ['from', 'repeats', 'module', 'args'] as const;

const fits: readonly ((node: YamlNode) => boolean)[] = [
  ({ value }) =>
    typeof value === 'number' || (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'number' && v >= -1)),
  ({ value }) => typeof value === 'number' && value > 0,
  ({ value }) => typeof value === 'string',
  ({ kind }) => kind === 'sequence',
];

function tooFew(items: readonly YamlNode[]): Diagnosis {
  if (items.length !== 3) return {};
  const missing = names.filter((_, gone) => items.every((item, i) => fits[i < gone ? i : i + 1]?.(item)));
  // A plain 1 may be either of the first two; a negative number or a list can only be read.
  const fixes = missing.flatMap((name): Fix[] => {
    const [first, , last] = items;
    if (first === undefined || last === undefined) return [];
    const after = (at: number, text: string) => ({ start: at, end: at, text });
    const edit = {
      from: after(first.span.start, '-1, '),
      repeats: after(first.span.end, ', 1'),
      args: after(last.span.end, ', []'),
      module: undefined,
    }[name];
    return edit === undefined ? [] : [replace(t`Insert ${name}`, { start: edit.start, end: edit.end }, edit.text)];
  });
  if (missing.length === 0) return {};
  return { hint: missing.length === 1 ? t`${missing[0] ?? ''} is missing` : t`${or(missing)} is missing`, fixes };
}

function tooMany({ document }: RuleContext, items: readonly YamlNode[]): Diagnosis {
  const [open] = items;
  const close = items.findIndex(({ value }) => typeof value === 'string' && /^-?\d+\)$/.test(value));
  if (typeof open?.value === 'string' && /^\(-?\d+$/.test(open.value) && close > 0) {
    const span = { start: open.span.start, end: items[close]?.span.end ?? open.span.end };
    const list = `[${written(document, span).slice(1, -1)}]`;
    return { hint: t`YAML knows no tuples`, fixes: [replace(t`Write ${list}`, span, list, true)] };
  }
  const module = items.findIndex(({ value }) => typeof value === 'string');
  const wrap = (first: YamlNode | undefined, last: YamlNode | undefined, title: string): Fix[] => {
    if (first === undefined || last === undefined) return [];
    const span = { start: first.span.start, end: last.span.end };
    return [replace(title, span, `[${written(document, span)}]`)];
  };
  if (module > 2) {
    return {
      hint: t`several rows to read need brackets of their own`,
      fixes: wrap(items[0], items[module - 2], t`Put brackets around the rows that are read`),
    };
  }
  if (module === 2 && items[3]?.kind !== 'sequence') {
    return { hint: t`the arguments need brackets of their own`, fixes: wrap(items[3], items.at(-1), t`Put brackets around the arguments`) };
  }
  const surplus = module === 2 ? removal(items, 4, items.length - 1) : undefined;
  if (surplus === undefined) return {};
  const said = and(items.slice(4).map(({ span }) => written(document, span)));
  return { hint: t`${said} after the arguments is too much`, fixes: [replace(t`Remove ${said}`, surplus, '')] };
}

/** `- -1, 1, Conv, [64]` is a text, not a list. */
function bare({ document }: RuleContext, node: YamlNode): Diagnosis {
  const text = written(document, node.span);
  if (!/^-?\d+\s*,.*,.*\]$/.test(text)) return {};
  const closed = (text.match(/\]/g)?.length ?? 0) > (text.match(/\[/g)?.length ?? 0);
  if (closed) return { hint: t`its first bracket is missing`, fixes: [replace(t`Insert the bracket`, node.span, `[${text}`, true)] };
  return { hint: t`it needs brackets`, fixes: [replace(t`Put brackets around the row`, node.span, `[${text}]`, true)] };
}

const aliases: readonly (readonly string[])[] = [['from', 'f'], ['repeats', 'n', 'number'], ['module', 'm', 'name'], ['args']];

const usualParts = ['-1', '1', '', '[]'] as const;

/** A row written as a mapping; the framework would take its keys. */
function named({ document }: RuleContext, node: YamlNode & { readonly kind: 'mapping' }): Diagnosis {
  const parts = aliases.map((keys) => node.entries.find(({ key }) => keys.includes(String(key.value)))?.value);
  const hint = t`a mapping is not read by its names`;
  const lines = written(document, node.span);
  // Comments between the lines of a mapping would be lost.
  if (parts[2] === undefined || (!node.flow && (lines.includes('#') || parts.some((part) => part?.kind === 'sequence' && !part.flow))))
    return { hint };
  const row = parts.map((part, i) => (part === undefined ? usualParts[i] : written(document, part.span)));
  return {
    hint,
    fixes: [replace(t`Write it as a list`, { ...node.span, end: node.span.start + lines.trimEnd().length }, `[${row.join(', ')}]`)],
  };
}
