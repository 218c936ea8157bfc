import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { Span } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { argumentAt } from './call.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { argsSpan, keySpan, replace, written } from './place.ts';
import { quoting } from './words.ts';

/** The keys without which no model is built. */
export const missingKey = defineRule({
  id: 'missing-key',
  severity: 'error',
  summary: 'A model file has `backbone` and `head`, both lists of rows, and `nc`; a pose model has `kpt_shape` too.',
  docs: 'Both sections are read by these names only: rows under `neck:` are never seen, they belong to `head:`. `nc` is the number of classes.',
  bad: `
nc: 4
backbone:
#^^^^^^^ the file has no head; rows under neck are never read (Ultralytics: KeyError: 'head')
  - [-1, 1, Conv, [64, 3, 2]]
neck:
  - [-1, 1, Conv, [64, 3, 1]]
`,
  good: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 1]]
`,
  *check(context) {
    const { document, resolution } = context;
    for (const { error, key } of context.failures('missing-key')) {
      const entry = document.entry(key);
      const blank = entry === undefined ? undefined : blankBehindDash(document.text, entry.value);
      if (blank !== undefined) {
        const said = t`${key} is a text, no list of rows: behind this dash is a special space that YAML does not take for one`;
        yield { span: blank, message: quoting(said, error), fixes: [replace(t`Replace by ordinary spaces`, blank, ' ', true)] };
        continue;
      }
      const said =
        entry === undefined
          ? absent(context, key)
          : key === 'nc'
            ? t`nc must be a whole number, the number of classes`
            : t`${key} must be a list of rows, [from, repeats, module, args], with at least one`;
      const span = entry?.key.span ?? keySpan(document, ['backbone', 'head'].find((section) => document.entry(section)) ?? key);
      yield { span, message: quoting(said, error), fixes: entry === undefined ? keyAdditions(document, key) : [] };
    }
    for (const refusal of context.refusals('missing-key')) {
      const { row, error } = refusal;
      const blamed = argumentAt(refusal, resolution);
      const key = blamed?.missingKey ?? '';
      const said = t`row ${row.number} (${row.module}) takes ${key} from the file, but the file has no ${key}`;
      yield { span: argsSpan(row, blamed?.position), row: row.index, message: quoting(said, error), fixes: keyAdditions(document, key) };
    }
  },
});

/** `-\u00a0[-1, 1, …`: no row begins there, so that all lines of the section become one text. */
function blankBehindDash(text: string, { kind, span }: YamlNode): Span | undefined {
  if (kind !== 'scalar') return undefined;
  const found = /(?<=(?:^|\n)[ \t]*-)[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.exec(text.slice(span.start, span.end));
  return found ? { start: span.start + found.index, end: span.start + found.index + 1 } : undefined;
}

function absent({ document }: RuleContext, key: string): string {
  if (key === 'head' && document.entry('neck')) return t`the file has no head; rows under neck are never read`;
  if (key === 'nc') return t`the file has no nc, the number of classes`;
  if (key === 'kpt_shape') return t`the file has no kpt_shape, the number of key points and of values for each`;
  return t`the file has no ${key}`;
}

const usual: Readonly<Record<string, string | undefined>> = { nc: 'nc: 80', kpt_shape: 'kpt_shape: [17, 3]' };

/** The key with its usual value at the top of the file, or another name for one that is there. */
export function keyAdditions(document: ModelDocument, key: string): Fix[] {
  const neck = document.entry('neck')?.key.span;
  if (key === 'head' && neck) return [replace(t`Rename neck to head`, neck, 'head')];
  const row = key === 'kpt_shape' ? shapeOfHead(document) : undefined;
  const line = row ?? usual[key];
  const start = document.root?.kind === 'mapping' && !document.root.flow ? document.root.span.start : undefined;
  return line === undefined || start === undefined ? [] : [replace(t`Add ${line}`, { start, end: start }, `${line}\n`)];
}

/** The key points that the head's row says by itself. */
function shapeOfHead(document: ModelDocument): string | undefined {
  const args = document.rows.at(-1)?.args;
  const list = args?.kind === 'sequence' ? args.items[1] : undefined;
  return list?.kind === 'sequence' ? `kpt_shape: ${written(document, list.span)}` : undefined;
}
